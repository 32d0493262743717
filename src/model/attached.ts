import type { Digest } from '../base/digest.ts';
import type { Gap } from './gap.ts';

/** A document that lies beside an image. It is a claim of whoever could put it there, whatever it says of itself. */
export interface AttachedDocument {
  /** Of the manifest under which it lies. */
  readonly manifest: Digest;
  /** What that manifest says it is about; null where it does not say. */
  readonly subject: Digest | null;
  /** A signed envelope; a statement that is in one, or in none; a document as it would be a file. */
  readonly kind: 'envelope' | 'statement' | 'plain';
  readonly bytes: Buffer;
  /** Signatures that lie beside the manifest itself. */
  readonly signatures: readonly DetachedSignature[];
}

/** A signature over a payload that names what is signed by its digest. */
export interface DetachedSignature {
  readonly payload: Buffer;
  readonly signature: Buffer;
}

/** What was found beside an image, and what could not be read of it. */
export interface Attached {
  readonly documents: readonly AttachedDocument[];
  readonly gaps: readonly Gap[];
}
