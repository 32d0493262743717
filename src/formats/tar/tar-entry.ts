import type { Text } from '../../base/text.ts';

/** What an entry of a tar archive is. `other` is a type flag that neither POSIX nor GNU gives a meaning for files. */
export type TarEntryType =
  | 'file'
  | 'hardlink'
  | 'symlink'
  | 'character-device'
  | 'block-device'
  | 'directory'
  | 'fifo'
  | 'other';

/** An entry of a tar archive, extensions (PAX, GNU long names, sparse maps) already applied. */
export interface TarEntry {
  /** As written: not normalized, not checked. */
  readonly name: string;
  readonly type: TarEntryType;
  /** Bytes of the file's content once holes are filled. */
  readonly size: number;
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  /** Target of a link, as written; empty otherwise. */
  readonly linkName: string;
  /** Ordered pieces of content where the file is sparse; what lies between them is zeros. */
  readonly sparse: readonly SparsePiece[] | null;
  /** The file's capabilities (xattr `security.capability`), in hexadecimal digits; left out where it has none. */
  readonly capability?: string;
}

/** A piece of a sparse file that is stored: where it belongs, and how long it is. Bytes. */
export interface SparsePiece {
  readonly offset: number;
  readonly length: number;
}

/** A tar archive that ends in the middle of something, or that no tar reader would understand. */
export class TarError extends Error {
  override readonly name = 'TarError';
  readonly kind: 'truncated' | 'corrupt';
  /** Bytes from the start of the archive. */
  readonly offset: number;
  /** What is wrong, for people. */
  readonly reason: Text;

  constructor(kind: 'truncated' | 'corrupt', reason: Text, offset: number) {
    super(reason.en);
    this.kind = kind;
    this.reason = reason;
    this.offset = offset;
  }
}
