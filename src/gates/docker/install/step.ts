import { chmodSync, mkdirSync, rmdirSync } from 'node:fs';
import { systemCode } from '../../../base/errors.ts';
import { giveTree } from '../../../base/tree-owner.ts';
import type { Account } from './account.ts';
import { type Host, onHost } from './host.ts';
import { type Kept, placeOf } from './journal.ts';
import type { FileStep } from './plan.ts';
import { type Content, contentAt, linkWhole, type Owned, printOf, removeWhole, writeWhole } from './whole-file.ts';

/** What a step on a file would make of its path. */
export function contentAfter(step: FileStep, there: Content): Content {
  switch (step.kind) {
    case 'folder':
      return { kind: 'folder' };
    case 'link':
      return { kind: 'link', target: step.target };
    case 'file': {
      // A file that somebody has made his own keeps its owner and mode.
      const owned = there.kind === 'file' ? ownedOf(there) : { mode: step.mode, ...rootOwned() };
      return { kind: 'file', bytes: Buffer.from(step.content), ...owned };
    }
  }
}

/** What a step makes of its path, before it does. */
export function printAfter(host: Host, step: FileStep): string {
  return printOf(contentAfter(step, contentAt(onHost(host, placeOf(host, step)))));
}

/** Makes a path what a step wants it to be; what is so already is not touched. */
export function makeSo(host: Host, step: FileStep): void {
  const path = onHost(host, placeOf(host, step));
  const there = contentAt(path);
  const wanted = contentAfter(step, there);
  if (printOf(there) !== printOf(wanted)) put(path, wanted, step.kind === 'folder' ? step.mode : 0);
}

/** Puts back what was there before. A folder goes only where nothing is left in it. */
export function putBack(host: Host, { path, before }: Pick<Kept, 'path' | 'before'>, content: Content): void {
  const place = onHost(host, path);
  if (before.kind === 'folder') return;
  const there = contentAt(place);
  if (there.kind !== 'folder') {
    put(place, content, 0);
    return;
  }
  try {
    rmdirSync(place);
  } catch (error) {
    if (systemCode(error) !== 'ENOTEMPTY') throw error;
  }
}

function put(path: string, content: Content, folderMode: number): void {
  switch (content.kind) {
    case 'none':
      removeWhole(path);
      break;
    case 'folder':
      mkdirSync(path);
      // Whatever the mask of whoever calls this.
      chmodSync(path, folderMode);
      break;
    case 'link':
      linkWhole(path, content.target);
      break;
    case 'file':
      writeWhole(path, content.bytes, ownedOf(content));
      break;
    case 'other':
      throw new Error(`${path} is neither a file nor a folder`);
  }
}

/**
 * What stays root's in the state directory: what signs, what undoes the installation, and what keeps a second one out: opening and closing
 * that file would let go of the lock that this process holds on it.
 */
const rootsOwn = ['keys', 'install', 'install.lock'];

/**
 * Gives the state directory, and what lies in it, to an account.
 *
 * @param from whose files are given away; null for everybody's
 */
export function giveHome(host: Host, home: string, to: Account | Owned, from: number | null = null): void {
  giveTree(onHost(host, home), { uid: to.uid, gid: to.gid, from, except: rootsOwn, depth: 64 });
}

function ownedOf({ mode, uid, gid }: Owned): Owned {
  return { mode, uid, gid };
}

function rootOwned(): Pick<Owned, 'uid' | 'gid'> {
  // On the machine itself whoever does this is root.
  return { uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 };
}
