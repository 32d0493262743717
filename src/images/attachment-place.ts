import type { Digest } from '../base/digest.ts';
import { JsonError, objectMember, parseObject } from '../formats/go-json.ts';
import { type Descriptor, readDescriptor } from './oci-manifest.ts';

/** A manifest that lies beside an image, as it is stored. */
export interface PlacedManifest {
  readonly digest: Digest;
  readonly bytes: Buffer;
}

/**
 * Where documents may lie beside an image: the repository or the layout that it is read from. Nobody vouches for what is found, except
 * that bytes are those of their digest. Nothing is asked for until somebody wants it, and no longer after the image was closed.
 */
export interface AttachmentPlace {
  /** What is listed as being about a manifest or index (OCI distribution-spec 1.1, "Listing Referrers"). */
  referrers(subject: Digest): Promise<readonly Descriptor[]>;
  /** The manifest of this tag, as cosign names what belongs to an image: `sha256-HEX.att`; null where there is none. */
  tagged(tag: string): Promise<PlacedManifest | null>;
  /** Null where it is not there. Throws for what is larger than a manifest may be. */
  manifest(digest: Digest): Promise<PlacedManifest | null>;
  /** Throws `digest-mismatch`, and what it cannot be had by. The caller answers for the size. */
  blob(descriptor: Pick<Descriptor, 'digest' | 'size'>): Promise<Buffer>;
}

/** Bytes of a list of referrers, and of one manifest of theirs. */
export const MOST_LIST = 4 << 20;
export const MOST_MANIFEST = 1 << 20;

/** What a manifest says it is about; null for one that says nothing or is none. */
export function subjectOf(manifest: Uint8Array): Digest | null {
  try {
    const subject = objectMember(parseObject(manifest), 'subject');
    return subject === undefined ? null : readDescriptor(subject).digest;
  } catch (error) {
    if (error instanceof JsonError) return null;
    throw error;
  }
}
