import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  closeSync,
  constants,
  fsyncSync,
  lstatSync,
  openSync,
  readFileSync,
  readlinkSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { systemCode } from '../../../base/errors.ts';

/** Who owns a file and what may be done with it. */
export interface Owned {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** What is at a path. */
export type Content =
  | { readonly kind: 'none' }
  | ({ readonly kind: 'file'; readonly bytes: Buffer } & Owned)
  | { readonly kind: 'link'; readonly target: string }
  | { readonly kind: 'folder' }
  | { readonly kind: 'other' };

/** What is there, without following a link. */
export function contentAt(path: string): Content {
  const facts = statsAt(path);
  if (facts === null) return { kind: 'none' };
  if (facts.isSymbolicLink()) return { kind: 'link', target: readlinkSync(path) };
  if (facts.isDirectory()) return { kind: 'folder' };
  if (!facts.isFile()) return { kind: 'other' };
  return { kind: 'file', bytes: readFileSync(path), ...ownedBy(facts) };
}

export function ownedBy({ mode, uid, gid }: Stats): Owned {
  return { mode: mode & 0o7777, uid, gid };
}

/** Null where nothing is there. */
export function statsAt(path: string): Stats | null {
  try {
    return lstatSync(path);
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return null;
    throw error;
  }
}

/** Where a link leads, where that is a file; else the path itself. */
export function fileBehind(path: string): string {
  if (statsAt(path)?.isSymbolicLink() !== true) return path;
  try {
    const real = realpathSync(path);
    return lstatSync(real).isFile() ? real : path;
  } catch (error) {
    // A link that leads nowhere is looked at as the link that it is.
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ELOOP') return path;
    throw error;
  }
}

/** A word that differs where what is there differs, in content, mode or owner. */
export function printOf(content: Content): string {
  switch (content.kind) {
    case 'file': {
      const digest = createHash('sha256').update(content.bytes).digest('hex');
      return `file ${digest} ${content.mode.toString(8)} ${content.uid} ${content.gid}`;
    }
    case 'link':
      return `link ${content.target}`;
    default:
      return content.kind;
  }
}

/** Puts a file in place whole and on disk, or leaves what was there. */
export function writeWhole(path: string, bytes: Uint8Array | string, { mode, uid, gid }: Owned): void {
  const draft = draftOf(path);
  // Of a process that was killed here.
  rmSync(draft, { force: true });
  try {
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL | constants.O_NOFOLLOW;
    const descriptor = openSync(draft, flags, 0o600);
    try {
      writeFileSync(descriptor, bytes);
      fsyncSync(descriptor);
    } finally {
      closeSync(descriptor);
    }
    chownSync(draft, uid, gid);
    chmodSync(draft, mode);
    renameSync(draft, path);
  } catch (error) {
    rmSync(draft, { force: true });
    throw error;
  }
  syncFolder(dirname(path));
}

export function linkWhole(path: string, target: string): void {
  const draft = draftOf(path);
  rmSync(draft, { force: true });
  symlinkSync(target, draft);
  renameSync(draft, path);
  syncFolder(dirname(path));
}

/** Takes away what a process that was killed while it wrote a file may have left beside it. */
export function clearDraft(path: string): void {
  rmSync(draftOf(path), { force: true });
}

/** Takes away a file or link. */
export function removeWhole(path: string): void {
  if (statsAt(path) === null) return;
  rmSync(path);
  syncFolder(dirname(path));
}

function draftOf(path: string): string {
  return `${path}.plimsoll-new`;
}

function syncFolder(folder: string): void {
  const descriptor = openSync(folder, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
