import type { Collector } from '../collect/collector.ts';
import type { Ecosystem, Placed } from '../collect/ecosystem.ts';
import type { HarvestCache } from '../collect/harvest-cache.ts';
import type { ImageSource, OpenOptions, ProgressSink } from '../images/image-source.ts';
import type { SquashedFile } from '../images/squash.ts';
import type { AdvisoryStore } from '../model/advisory.ts';
import type { Suppressed, VulnerabilityFinding } from '../model/finding.ts';
import type { Gap } from '../model/gap.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Distribution } from '../model/package.ts';
import type { Verdict } from '../model/verdict.ts';
import type { ControlInput } from '../policy/control.ts';

/** The parts that a scan is made of. The pipeline sees contracts, no concrete plugin. */
export interface ScanParts {
  readonly version: string;
  readonly sources: readonly ImageSource[];
  readonly ecosystems: readonly Ecosystem[];
  readonly detectors: readonly Collector[];
  readonly cache: HarvestCache;
  readonly store: AdvisoryStore;
  /** Which of several distribution files speaks for the image. */
  readonly pickDistribution: (placed: readonly Placed<Distribution>[]) => Distribution | null;
  readonly match: (inventory: Inventory, store: AdvisoryStore, ecosystems: readonly Ecosystem[]) => Matched;
  readonly judge: (input: ControlInput) => Verdict;
  /** Is shown what was harvested, of every collector: what no ecosystem and no detector of the inventory takes is not in the report. */
  readonly seen?: (files: readonly SquashedFile[]) => void;
}

export interface Matched {
  readonly findings: readonly VulnerabilityFinding[];
  readonly suppressed: readonly Suppressed[];
  readonly gaps: readonly Gap[];
}

export interface ScanCall {
  readonly ref: string;
  readonly open: OpenOptions;
  readonly progress: ProgressSink;
  /** Milliseconds; null for no limit. */
  readonly timeout: number | null;
}
