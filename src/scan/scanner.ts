import type { Digest } from '../base/digest.ts';
import type { Collector } from '../collect/collector.ts';
import type { DistributionPick, Ecosystem } from '../collect/ecosystem.ts';
import type { HarvestCache } from '../collect/harvest-cache.ts';
import type { Image, ImageSource, OpenOptions, ProgressSink } from '../images/image-source.ts';
import type { SquashedFile } from '../images/squash.ts';
import type { DatabaseFacts } from '../model/advisory.ts';
import type { Attached } from '../model/attached.ts';
import type { Suppressed, VulnerabilityFinding } from '../model/finding.ts';
import type { Gap } from '../model/gap.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Listing } from '../model/listing.ts';
import type { Verdict } from '../model/verdict.ts';
import type { ControlInput } from '../policy/control.ts';
import type { KnownImages } from './known-images.ts';
import type { LayerThread } from './layer-thread.ts';
import type { SharedWork } from './shared-work.ts';

/** The parts that it takes to know what is in an image. The pipeline sees contracts, no concrete plugin. */
export interface ListingParts {
  readonly version: string;
  readonly sources: readonly ImageSource[];
  /** What was found in images before; left out where that is not to be relied on. */
  readonly known?: KnownImages;
  /** Whether a layer was read before, by the look of it; left out where that is not asked. */
  readonly wasRead?: (diffId: Digest) => boolean;
  /** Loaded where an image is not known. */
  readonly reading: () => Promise<ReadingParts>;
  /** Where several scans go on in this process. */
  readonly shared?: SharedWork;
  /** Is shown what was harvested, of every collector: what no ecosystem and no detector of the inventory takes is not in the report. */
  readonly seen?: (files: readonly SquashedFile[]) => void;
  /** Brings what lies beside an image before that is closed. Left out where nobody wants it: then its place is not asked. */
  readonly findAttached?: (
    image: Pick<Image, 'beside' | 'fingerprint'>,
    indexes: readonly Digest[],
  ) => Promise<Attached>;
}

/** What reads layers and makes an inventory of them. */
export interface ReadingParts {
  readonly ecosystems: readonly Ecosystem[];
  readonly detectors: readonly Collector[];
  readonly cache: HarvestCache;
  /** A directory in which large files may be laid down while they are looked at. */
  readonly scratch?: string;
  /** What may read layers beside; left out where the cache is not one that it could write to. */
  readonly beside?: LayerThread;
  /** Which of several distribution files speaks for the image. */
  readonly pickDistribution: DistributionPick;
}

/** The parts that a scan is made of. */
export interface ScanParts extends ListingParts {
  /** Of the advisories that were last matched with. */
  readonly database: () => DatabaseFacts;
  readonly match: (inventory: Inventory) => Promise<Matched>;
  /** What others say about the findings of this image: which of them they take out, which they are still looking at, and whom nobody believes. */
  readonly suppress?: (matched: Matched, listing: Listing) => Matched;
  readonly judge: (input: Omit<ControlInput, 'schemeOf'>) => Promise<Verdict>;
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
  /** Indexes that are known to lead to it, besides one in the reference. */
  readonly indexes?: readonly Digest[];
}
