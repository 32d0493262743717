import type { FileHandle } from 'node:fs/promises';
import type { ByteStream } from '../../../base/byte-stream.ts';
import type { Fingerprint, ImageConfig } from '../../../model/image.ts';
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
  /**
   * What an image in a registry is, by its manifest and config alone: `registry:HOST/REPO@sha256:…`. Throws errors of the catalogue.
   * @param platform as the engine API writes it, `linux/arm64`; null for this machine's
   */
  readonly describe: (ref: string, platform: string | null, signal: AbortSignal) => Promise<Described>;
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
