import type { Digest } from '../base/digest.ts';
import type { Text } from '../base/text.ts';
import type { LayerContent } from './image-source.ts';

/** A file of an image archive or layout that may be a layer. */
export interface StoredLayer {
  /** Bytes as stored. */
  readonly size: number;
  readonly content: LayerContent;
  /** What reading it has shown, where it went through the intake already. */
  readonly read: { readonly diffId: Digest; readonly blobDigest: Digest } | null;
}

/**
 * The files of an image archive or layout, by name, however they are stored: an archive that can be sought in, one that
 * streamed by, a directory.
 */
export interface ArchiveContents {
  /** How the archive is called in errors. */
  readonly label: string;
  /** Why two readers could see different files in it; null where they cannot. Such an archive is not to be read. */
  readonly ambiguity: Text | null;
  /** A small file whole; null where there is none. Links inside the archive are followed. */
  document(name: string): Promise<Buffer | null>;
  /** A file that is a layer; null where there is none. */
  layer(name: string): StoredLayer | null;
}
