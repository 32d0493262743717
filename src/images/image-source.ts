import type { ByteStream } from '../base/byte-stream.ts';
import type { Digest } from '../base/digest.ts';
import type { StoredBytes } from '../base/stored-bytes.ts';
import type { Text } from '../base/text.ts';
import type { ArchivePieces } from '../formats/tar-split/archive-piece.ts';
import type { Gap, GapReason } from '../model/gap.ts';
import type { Fingerprint, ImageConfig, Platform } from '../model/image.ts';
import type { Inventory } from '../model/inventory.ts';
import type { RegistryLogin } from '../model/registry-login.ts';
import type { AttachmentPlace } from './attachment-place.ts';
import type { UnpackedLayer } from './unpacked/unpacked-layer.ts';

/** What a user may set for every source. */
export interface OpenOptions {
  readonly platform: Platform;
  readonly offline: boolean;
  readonly signal: AbortSignal;
  readonly limits: ReadLimits;
  readonly registry: RegistryOptions;
  /**
   * Whether a layer that an engine of this machine has unpacked may go by the digest under which that engine keeps it, so that only wanted
   * files are read; else all of it is read and hashed. Never where somebody else will rely on the result.
   */
  readonly trustsEngine: boolean;
  /** Where to look for images of containerd; left out for where it usually has them. */
  readonly containerd?: ContainerdOptions;
}

export interface ContainerdOptions {
  /** Its own directory; null for the first of the usual ones that is there. */
  readonly root: string | null;
  readonly namespace: string;
}

export interface ReadLimits {
  /** Bytes over all layers, uncompressed. */
  readonly maxImageSize: number;
  /** Bytes of one file that a collector wants whole. */
  readonly maxFileSize: number;
  readonly maxLayers: number;
}

export interface RegistryOptions {
  /** PEM file with certificate authorities to trust besides the system's. */
  readonly ca: string | null;
  /** Hosts (with port where not the usual one) that may be asked over plain HTTP or with a certificate that does not verify. */
  readonly insecureHosts: readonly string[];
  readonly token: string | null;
  /**
   * Whom to be there, instead of whoever the token and the logins stored on this machine make us; null for nobody. Left out where
   * it is the user of this process who asks.
   */
  readonly login?: RegistryLogin | null;
}

/** Reads the layers that a source can only show once, in the order in which they come. */
export interface LayerIntake {
  /** Whether the harvest of this layer is there already, whole, so that its bytes may be passed over. */
  knows(diffId: Digest): Promise<boolean>;
  /**
   * Reads one layer blob, compressed or not, to its end, and says what it was.
   *
   * @param isOnce whether it can never be had again: then more of it is kept, in case a link makes it wanted
   */
  take(
    blob: ByteStream,
    how: { readonly isOnce: boolean },
  ): Promise<{ readonly diffId: Digest; readonly blobDigest: Digest }>;
}

/** Progress for people: what is being read, how far, of how much (null where not known). Bytes as they come from the source. */
export interface ProgressSink {
  step(step: {
    readonly what: Text;
    readonly done: number;
    readonly total: number | null;
    readonly unit: 'bytes' | 'layers' | 'files' | 'records' | 'images';
  }): void;
}

export interface OpenContext {
  readonly options: OpenOptions;
  readonly intake: LayerIntake;
  readonly progress: ProgressSink;
}

/** A layer of an opened image. */
export interface Layer {
  /** As the image's config says; checked against what is read. */
  readonly diffId: Digest;
  readonly mediaType: string;
  /** The digest of the bytes as they are stored, where the source goes by it. */
  readonly blob?: Digest;
  /** Bytes as stored, where known: for progress, and for what is to be expected. */
  readonly storedSize: number | null;
  readonly content: LayerContent;
}

/** Where the content of a layer is to be had. */
export type LayerContent =
  /**
   * The stored bytes, compressed or not, from the start; may be opened again, and then reads again. A chunk may be overwritten when the
   * second one after it is asked for. The stream throws `digest-mismatch` at its end where the blob has a digest that it is not. `stored` is where
   * the same bytes lie, if they do in a file.
   */
  | { readonly kind: 'tar'; readonly open: () => Promise<ByteStream>; readonly stored?: StoredBytes }
  /**
   * Unpacked by an engine of this machine, in the directory `store`: its archive in pieces, from the start each time. Throws `ArchiveAltered` where that
   * is not, or no longer, what the engine had unpacked; then there is `otherwise`.
   */
  | {
      readonly kind: 'unpacked';
      readonly store: string;
      readonly layer: UnpackedLayer;
      readonly pieces: () => ArchivePieces;
      /** Whether something lies at a path of it. */
      readonly has: (path: string) => boolean;
      readonly otherwise: () => Promise<LayerContent>;
    }
  /** A directory of this machine that is the layer. Its `diffId` is not known before it was read. */
  | { readonly kind: 'directory'; readonly root: string }
  /** The bytes, of which `as` is the digest as they are stored, went through the intake and cannot be had again. */
  | { readonly kind: 'taken'; readonly as: Digest }
  /** The source does not have it. */
  | { readonly kind: 'missing'; readonly reason: GapReason };

/** An image that was found and whose config was read. Its layers are read afterwards, only those that are needed. */
export interface Image {
  /** The source's scheme. */
  readonly source: string;
  /** The full reference, scheme included, as the report shows it. */
  readonly ref: string;
  /** In full (`docker.io/library/nginx:1.27`): what it was asked for by, or is called where it lies. Nobody vouches for them. */
  readonly names: readonly string[];
  readonly fingerprint: Fingerprint;
  readonly config: ImageConfig;
  readonly layers: readonly Layer[];
  /** Trouble met on the way that did not stop the opening. */
  readonly gaps: readonly Gap[];
  /** What is in it, where the source knows that without any layer: then it has none to read, and its gaps are in there. */
  readonly told?: ToldContents;
  /** Where documents may lie beside it; left out where its source keeps nothing but images. */
  readonly beside?: AttachmentPlace;
  close(): Promise<void>;
}

/** The contents of an image as somebody wrote them down. */
export interface ToldContents {
  readonly inventory: Inventory;
  /** Bytes: the sum of the uncompressed layers, as told. */
  readonly size: number;
  /** By what the document calls itself. */
  readonly bom: string | null;
}

/**
 * A place that images come from.
 *
 * `open` finds the image, reads manifest and config, verifies them, and either leaves each layer to be opened on its own or,
 * where bytes pass only once (a pipe, a compressed archive), gives each layer to the intake on the way. It throws errors of the
 * catalogue for what it cannot do; it writes nothing to disk and asks no address but the one named.
 */
export interface ImageSource {
  readonly scheme: string;
  readonly title: Text;
  /** How a reference looks, for help and docs: `archive:FILE`. */
  readonly form: string;
  /** Whether a text without a scheme is most likely meant for this source (an existing file of its kind). */
  recognizes(text: string): Promise<boolean>;
  /** `ref` comes without the scheme. */
  open(ref: string, context: OpenContext): Promise<Image>;
}
