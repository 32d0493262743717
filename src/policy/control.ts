import type { z } from 'zod';
import type { Text } from '../base/text.ts';
import type { DatabaseFacts } from '../model/advisory.ts';
import type { VulnerabilityFinding } from '../model/finding.ts';
import type { Fingerprint, ImageConfig } from '../model/image.ts';
import type { Inventory } from '../model/inventory.ts';
import type { ControlResult } from '../model/verdict.ts';
import type { VersionScheme } from '../model/version-scheme.ts';

/** What a control may look at: all of it computed before, none of it changed by looking. */
export interface ControlInput {
  readonly ref: string;
  readonly fingerprint: Fingerprint;
  readonly config: ImageConfig;
  readonly inventory: Inventory;
  readonly vulnerabilities: readonly VulnerabilityFinding[];
  readonly database: DatabaseFacts;
  /** The time of the scan: the only clock a control knows. */
  readonly now: Date;
  /** The scheme of a package type; undefined for a type that Plimsoll does not know. */
  readonly schemeOf: (type: string) => VersionScheme | undefined;
}

/** What loading a policy may ask about settings beyond their shape. */
export interface SettingsCheck {
  readonly schemeOf: (type: string) => VersionScheme | undefined;
  /** Reports a setting that cannot be used; `path` leads to it inside the control's settings. */
  problem(path: readonly (string | number)[], message: Text): void;
}

/**
 * One rule of a policy: a pure function from what was found and its settings to pass, fail or unknown.
 *
 * Where an input that it needs is not whole (`gaps` with its `blinds`), it answers `unknown`, unless what it did see already fails.
 * Each failure carries evidence that a person can act on.
 */
export interface Control<S = unknown> {
  readonly id: string;
  readonly title: Text;
  /** Shape of its settings, from which the JSON Schema and the error positions come. */
  readonly settings: z.ZodType<S>;
  /** Checks that a shape cannot say: versions in the package's own scheme, patterns. */
  check?(settings: S, check: SettingsCheck): void;
  /** The settings in words, one line each. */
  explain(settings: S): readonly Text[];
  evaluate(input: ControlInput, settings: S): ControlResult;
}
