import type { Text } from '../../base/text.ts';
import type { FoundContainer } from '../engine-containers.ts';

/** What is different about a path. */
export const driftAspects = [
  'setuid',
  'setgid',
  'capability',
  'root-account',
  'added',
  'removed',
  'type',
  'content',
  'mode',
  'owner',
] as const;
export type DriftAspect = (typeof driftAspects)[number];

/** How a path looks on one side: permissions, owner, size, digest. */
export interface DriftSide {
  readonly type: string;
  /** `4755` */
  readonly mode: string;
  /** `0:0` */
  readonly owner: string;
  readonly size: number;
  readonly digest: string | null;
  readonly link: string | null;
  readonly capability: string | null;
}

/** A path in which a container differs from its image. */
export interface DriftItem {
  /** Inside the container, without a leading slash. */
  readonly path: string;
  readonly aspects: readonly DriftAspect[];
  /** It can be run, now or before. */
  readonly executable: boolean;
  /** Something came to run, or to run with more rights, that the image did not bring. */
  readonly grave: boolean;
  /** Names of accounts with uid 0 that the image does not have. */
  readonly accounts: readonly string[];
  /** In the image; null where it is not there, or the image could not be read. */
  readonly before: DriftSide | null;
  /** In the container; null where it is not there any more. */
  readonly after: DriftSide | null;
}

/** Something that should have been compared and could not be. */
export interface DriftGap {
  /** Null where it is not about one path. */
  readonly path: string | null;
  readonly reason: Text;
}

export interface ContainerDrift {
  readonly container: FoundContainer;
  /** The gravest first. */
  readonly items: readonly DriftItem[];
  readonly gaps: readonly DriftGap[];
  /** Paths that the engine lists as changed, and that are as in the image all the same. */
  readonly same: number;
}
