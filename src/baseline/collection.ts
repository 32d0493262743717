import type { Digest } from '../base/digest.ts';
import type { Text } from '../base/text.ts';
import type { GapReason } from '../model/gap.ts';
import type { Fingerprint } from '../model/image.ts';
import type { Distribution } from '../model/package.ts';
import type { SeverityCounts } from '../reports/overview.ts';

/** What `baseline collect` found on one host, as it is kept: every container, and each distinct image under them, read once. */
export interface Collection {
  readonly schemaVersion: 1;
  readonly tool: { readonly name: string; readonly version: string };
  /** RFC 3339, UTC. */
  readonly collectedAt: string;
  readonly engine: CollectedEngine;
  /** Labels that containers had to have to be looked at; empty: all containers of the host. */
  readonly labels: readonly string[];
  /** Sorted by name. */
  readonly containers: readonly CollectedContainer[];
  /** Those that could be read. Sorted by id. */
  readonly images: readonly CollectedImage[];
  /** Those that could not. Sorted by id. */
  readonly unread: readonly UnreadImage[];
  /** Everything that the engine has an image of, for the names of contents. Sorted by id. */
  readonly local: readonly LocalContent[];
  readonly database: { readonly digest: string; readonly builtAt: string; readonly starter: boolean } | null;
}

export interface CollectedEngine {
  /** `Docker`, `Podman` */
  readonly name: string;
  readonly version: string;
  readonly address: string;
  /** What the machine of the engine calls itself. */
  readonly host: string;
}

export interface CollectedContainer {
  readonly id: string;
  readonly name: string;
  /** The image as it was asked for. */
  readonly image: string;
  /** What the engine calls the image by its content. */
  readonly imageId: string;
  /** `running`, `exited`, `created`, `paused`, … */
  readonly state: string;
  /** As the container was given it, its image's where nothing else was said. */
  readonly user: string;
  readonly effective: RunsAs;
  /** RFC 3339; null where it never was. */
  readonly started: string | null;
}

/** Who the processes are. `unsure` where runtimes would disagree or the image's accounts could not be read. */
export interface RunsAs {
  readonly kind: 'root' | 'other' | 'unsure';
  readonly uid: number | null;
}

export interface CollectedImage {
  readonly id: string;
  readonly fingerprint: Fingerprint;
  /** RFC 3339; null where it says nothing. */
  readonly created: string | null;
  readonly user: string;
  readonly effective: RunsAs;
  readonly labels: Readonly<Record<string, string>>;
  /** Bytes, uncompressed. */
  readonly size: number;
  readonly distribution: Distribution | null;
  readonly packages: number;
  readonly findings: SeverityCounts;
  /** How many of the findings are exploited in the wild. */
  readonly exploited: number;
  /** Bottom first. */
  readonly layers: readonly CollectedLayer[];
  readonly gaps: readonly CollectedGap[];
}

export interface CollectedLayer {
  readonly diffId: Digest;
  readonly size: number;
  /** The line of the build that made it; null where the history does not say. */
  readonly command: string | null;
  readonly created: string | null;
  /** Packages that this layer brought and that are still there. */
  readonly packages: number;
  /** Findings in them. */
  readonly findings: SeverityCounts;
}

export interface CollectedGap {
  readonly what: string;
  readonly path: string | null;
  readonly reason: GapReason;
  readonly incomplete: boolean;
}

/** An image under containers that could not be read: never left out, always named. */
export interface UnreadImage {
  readonly id: string;
  /** A code of the error catalogue. */
  readonly code: string;
  readonly what: Text;
}

/** An image that the engine has, in its own words: which content its names stand for now. */
export interface LocalContent {
  readonly id: string;
  readonly names: readonly string[];
  /** `REPOSITORY@sha256:…` */
  readonly digests: readonly string[];
  readonly created: string | null;
  readonly diffIds: readonly Digest[];
}

/** States in which processes of a container exist. */
export function isRunning({ state }: Pick<CollectedContainer, 'state'>): boolean {
  return state === 'running' || state === 'paused' || state === 'restarting';
}
