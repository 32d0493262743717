import type { Digest } from '../base/digest.ts';

/** The things that a control may need and that a gap may hide. */
export const blinds = ['packages', 'distribution', 'accounts', 'advisories', 'files', 'config', 'programs'] as const;
export type Blind = (typeof blinds)[number];

/** Why something could not be read. Each has its words in `messages/gap-reasons.ts`. */
export const gapReasons = [
  'truncated',
  'corrupt',
  'digest-mismatch',
  'unsupported-format',
  'unparsable',
  'too-large',
  'too-many',
  'limit-crossed',
  'missing',
  'unreadable',
  'not-a-file',
  'not-a-directory',
  'no-database',
  'link-not-followed',
  'path-escapes',
  'written-through-link',
  'engine-dependent',
  'ambiguous',
  'encrypted',
  'no-advisories',
  'unknown-distribution',
  'foreign-layer',
  'no-sources',
  'no-purl',
  'not-told',
  'timeout',
  'unowned-executable',
  'nested-system',
  'unsigned',
  'untrusted-signature',
  'other-subject',
  'nothing-beside',
] as const;
export type GapReason = (typeof gapReasons)[number];

const limits: readonly GapReason[] = ['too-large', 'too-many', 'limit-crossed', 'timeout'];

/** Whether it was a limit that kept something from being read: then the scan is not complete, whatever was beyond. */
export function isLimit(reason: GapReason): boolean {
  return limits.includes(reason);
}

/** Something that should have been read and could not be. Always carried, never dropped. */
export interface Gap {
  /** What could not be read, in the field's words: `rpm database`, `layer`, `package.json`. */
  readonly what: string;
  /** Inside the image, without a leading slash; null where it is not about one file. */
  readonly path: string | null;
  readonly layer: Digest | null;
  readonly reason: GapReason;
  /** Which inputs of controls are no longer whole because of it. */
  readonly blinds: readonly Blind[];
  /** The image itself could not be read completely: the scan ends with exit code 3 whatever the policy says. */
  readonly incomplete: boolean;
}
