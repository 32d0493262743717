import type { z } from 'zod';
import type { Text } from '../base/text.ts';
import type { DatabaseFacts } from '../model/advisory.ts';
import type { VulnerabilityFinding } from '../model/finding.ts';
import type { Fingerprint, ImageConfig } from '../model/image.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Evidence, Verdict } from '../model/verdict.ts';
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
  /** The package types that Plimsoll knows. */
  readonly packageTypes: readonly string[];
  /** Reports a setting that cannot be used; `path` leads to it inside the control's settings. */
  problem(path: readonly (string | number)[], message: Text, hint?: Text): void;
}

/** Why a rule cannot be decided: a gap, a version that its scheme cannot read. No waiver takes it away. */
export interface Doubt {
  /** As the end of a sentence: "the dpkg database could not be read". */
  readonly reason: Text;
  readonly evidence: Evidence;
}

/**
 * What a control found. Whoever judges takes the waived failures out and makes pass, fail or unknown of what is left, so that a
 * doubt hidden behind a failure comes to light when the failure is waived.
 */
export interface Evaluation {
  /** What breaks the rule, the most urgent first. */
  readonly failures: readonly Evidence[];
  readonly doubts: readonly Doubt[];
  /** How many things were looked at. */
  readonly examined: number;
  /** One sentence for a rule that holds. */
  readonly passed: Text;
  /** One sentence for so many failures. */
  readonly failed: (failures: number) => Text;
  /** The approved base image, from the control that knows base images. */
  readonly base?: Verdict['base'];
}

/** zod, handed to whoever describes a shape: importing it takes longer than judging, and only policy files need it. */
export type Zod = typeof z;

/**
 * One rule of a policy: a pure function from what was found and its settings to failures and doubts.
 *
 * Where an input that it needs is not whole (`gaps` with its `blinds`), that is a doubt. Each failure carries evidence that a person
 * can act on; the keys `id`, `package` and `path` are what waivers match.
 */
export interface Control<S = unknown> {
  readonly id: string;
  readonly title: Text;
  /**
   * Shape of its settings, from which the JSON Schema and the error positions come. Every key is optional and says nothing about others,
   * because policies are merged key by key.
   */
  settings(zod: Zod): z.ZodType<S>;
  /**
   * Checks that a shape cannot say: versions in the package's own scheme, package types. Keys whose shape is wrong are left out of the settings,
   * required ones too; an entry of a list that is wrong is an empty mapping.
   */
  check?(settings: S, check: SettingsCheck): void;
  /**
   * The settings as sentences about the image ("It must …"), for a person who has to agree and is no programmer. What belongs to the line above is
   * indented by blanks. Nothing is cut short.
   */
  explain(settings: S): readonly Text[];
  evaluate(input: ControlInput, settings: S): Evaluation;
}
