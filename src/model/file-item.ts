import type { Digest } from '../base/digest.ts';

/** A file of an image that a person may have to look at: an item of the JSON report's `files`. */
export interface FileItem {
  readonly kind: 'unowned-executable';
  /** Inside the image, without a leading slash. */
  readonly path: string;
  /** Four octal digits: `4755`. */
  readonly mode: string;
  /** The purl of the package that brought the file; null where none did. */
  readonly owner: string | null;
  /** Whose file it is: the first name that the image's passwd has for its uid, else that number. */
  readonly user: string;
  readonly layer: Digest;
  /** A later layer deleted or replaced it. */
  readonly removed: boolean;
}
