import { createHash } from 'node:crypto';
import type { Digest } from '../../base/digest.ts';
import type { TarEntry, TarEntryType } from '../../formats/tar/tar-entry.ts';

/** A file as far as drift looks at it, in an image or in a container. */
export interface FileFacts {
  readonly type: TarEntryType;
  /** Permissions with setuid, setgid and sticky bits. */
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
  readonly size: number;
  /** Of a file's content; null where it is no file, or was not read to its end. */
  readonly digest: Digest | null;
  /** Where a symbolic link leads; empty for anything else. */
  readonly link: string;
  /** In hexadecimal digits; null for none. */
  readonly capability: string | null;
  /** The first bytes: enough to tell a program. */
  readonly head: string;
  /** Of the few files that are looked into. */
  readonly content: Buffer | null;
}

const headLength = 4;
/** The account file is looked into; a larger one is none. */
const lookedInto = 1 << 20;

/** Takes in an entry's content as it comes. */
export interface FactsTaker {
  take(chunk: Uint8Array): void;
  /** @param isWhole whether the content was read to its end */
  facts(isWhole: boolean): FileFacts;
}

/** @param keeps whether the content itself is wanted, too */
export function factsTaker(entry: TarEntry, keeps: boolean): FactsTaker {
  const hash = createHash('sha256');
  const kept: Buffer[] = [];
  let head = '';
  let length = 0;
  return {
    take(chunk) {
      hash.update(chunk);
      if (head.length < headLength) head += Buffer.from(chunk.subarray(0, headLength)).toString('latin1');
      if (keeps && length <= lookedInto) kept.push(Buffer.from(chunk));
      length += chunk.length;
    },
    facts: (isWhole) => ({
      type: entry.type,
      mode: entry.mode & 0o7777,
      uid: entry.uid,
      gid: entry.gid,
      size: entry.size,
      digest: isWhole && entry.type === 'file' ? `sha256:${hash.copy().digest('hex')}` : null,
      link: entry.type === 'symlink' ? entry.linkName : '',
      capability: entry.capability ?? null,
      head: head.slice(0, headLength),
      content: keeps && isWhole && length <= lookedInto ? Buffer.concat(kept) : null,
    }),
  };
}

const magics = ['\x7fELF', '#!', 'MZ', '\xca\xfe\xba\xbe', '\xcf\xfa\xed\xfe', '\0asm'];

/**
 * Whether a file can be run: by its bits, or because it is a program or library by its content. A link among programs or libraries
 * counts, too: what it leads to is run in its name, and may lie where drift does not look, on a volume.
 */
export function isExecutable(path: string, { type, mode, head }: FileFacts): boolean {
  if (type === 'symlink') return /(?:^|\/)s?bin\/[^/]+$/.test(path) || /\.so(?:\.[^/]*)?$/.test(path);
  return type === 'file' && ((mode & 0o111) !== 0 || magics.some((magic) => head.startsWith(magic)));
}

/** The one file that is looked into: who has uid 0. */
export const accountFile = 'etc/passwd';
