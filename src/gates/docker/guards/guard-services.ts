import type { FileHandle } from 'node:fs/promises';
import type { ByteStream } from '../../../base/byte-stream.ts';
import type { Fingerprint, ImageConfig } from '../../../model/image.ts';
import type { RegistryLogin } from '../../../model/registry-login.ts';
import type { Spool } from '../spool.ts';
import type { ContainerServices } from './container-guards.ts';

/** What guards need besides the engine and decisions. */
export interface GuardServices extends ContainerServices {
  readonly spool: Spool;
  /** Bytes that the spool may hold, for messages. */
  readonly spoolLimit: number;
  /**
   * What an engine would load from an uncompressed archive, and an archive of exactly that. Throws errors of the catalogue for what is no
   * archive of images, or one that two engines could read differently.
   */
  readonly readLoadable: (handle: FileHandle, label: string) => Promise<Loadable>;
  /** What an image in a registry is, by its manifest and config alone. Throws errors of the catalogue. */
  readonly describe: (wanted: Wanted) => Promise<Described>;
}

/** An image in a registry that is to be described. */
export interface Wanted {
  /** `registry:HOST/REPO@sha256:…` */
  readonly ref: string;
  /** Whom to be there; null for nobody. */
  readonly login: RegistryLogin | null;
  /** As the engine API writes it, `linux/arm64`; null for this machine's. */
  readonly platform: string | null;
  readonly signal: AbortSignal;
}

export interface Loadable {
  readonly images: readonly LoadableImage[];
  /** Bytes of the archive that is passed on. */
  readonly size: number;
  content(): ByteStream;
}

export interface Described {
  readonly fingerprint: Fingerprint;
  readonly config: Pick<ImageConfig, 'labels' | 'user'>;
}

export interface LoadableImage extends Described {
  /** In full: `docker.io/library/nginx:1.27`. */
  readonly names: readonly string[];
}
