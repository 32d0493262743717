import { type Digest, sha256 } from '../base/digest.ts';

/** An operating system and processor, in the words of OCI (`linux`, `arm64`, `v8`). */
export interface Platform {
  readonly os: string;
  readonly architecture: string;
  readonly variant?: string;
}

/** What an image is, whatever it is called. */
export interface Fingerprint {
  readonly configDigest: Digest;
  readonly manifestDigest: Digest | null;
  readonly indexDigest: Digest | null;
  /** Digests of the uncompressed layers, bottom first. */
  readonly diffIds: readonly Digest[];
  readonly chainId: Digest | null;
}

/** The part of an image's config that Plimsoll looks at (OCI image-spec, config). */
export interface ImageConfig {
  readonly created: string | null;
  readonly platform: Platform;
  /** `config.User` as written; empty where unset. */
  readonly user: string;
  readonly env: readonly string[];
  readonly labels: Readonly<Record<string, string>>;
  readonly exposedPorts: readonly string[];
  readonly hasHealthcheck: boolean;
  readonly history: readonly HistoryEntry[];
  readonly diffIds: readonly Digest[];
}

export interface HistoryEntry {
  readonly createdBy: string;
  readonly emptyLayer: boolean;
  /** When the step was done, as written. */
  readonly created?: string;
}

/** The OCI ChainID over ordered diffIDs (image-spec, config, "Layer ChainID"); null for an image without layers. */
export function chainId(diffIds: readonly Digest[]): Digest | null {
  let chain: Digest | null = null;
  for (const diffId of diffIds) chain = chain === null ? diffId : sha256(`${chain} ${diffId}`);
  return chain;
}

/** `linux/arm64/v8`, as `--platform` takes it. */
export function platformName(platform: Platform): string {
  return [platform.os, platform.architecture, platform.variant].filter(Boolean).join('/');
}
