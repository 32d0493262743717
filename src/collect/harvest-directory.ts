import { createHash } from 'node:crypto';
import { constants, type Dirent, lstatSync, readSync, type Stats } from 'node:fs';
import { lstat, open, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from '../base/digest.ts';
import { failureFrom, systemCode } from '../base/errors.ts';
import { isTimeout } from '../base/is-timeout.ts';
import { wordsOf } from '../base/system-words.ts';
import type { ReadInto } from '../formats/executable/elf-outline.ts';
import type { TarEntry, TarEntryType } from '../formats/tar/tar-entry.ts';
import type { Blind, Gap } from '../model/gap.ts';
import type { HarvestedLayer, HarvestOptions } from './harvest-layer.ts';
import { layerGap } from './layer-gaps.ts';
import { LayerWalk } from './layer-walk.ts';
import { mountedBelow } from './mounted-below.ts';
import { isMarkedAsProgram } from './program-reader.ts';

/** What may lie in a directory that cannot be looked into. */
const inFiles: readonly Blind[] = ['packages', 'distribution', 'accounts', 'files'];
const MAX_NAMED = 100;

/**
 * Reads a directory of this machine as one layer: the same collectors, only the wanted files are opened. What may not be read becomes a gap, and so
 * does all that is left when time runs out; where systems have their packages is read first.
 *
 * The diffID it returns is of what was seen (names, kinds, sizes, the content of wanted files), not of a tar archive.
 * @param seen told now and then how many files it has looked at
 */
export async function harvestDirectory(
  root: string,
  options: HarvestOptions,
  seen: (files: number) => void = () => {},
): Promise<HarvestedLayer> {
  // Opening every other file for a look at it would take as long as all the rest.
  const walk = new LayerWalk(options, { hasWhiteouts: false, mayBeProgram: isMarkedAsProgram });
  const hash = createHash('sha256');
  const unreadable: string[] = [];
  const top = await lstat(join(root, '.')).catch((error: unknown) => {
    throw failureFrom(error, 'file-unreadable', { file: root, reason: wordsOf(error) });
  });
  let size = 0;
  let isLate = false;
  const pending = [''];
  for (let directory = pending.pop(); directory !== undefined && !walk.isOverfull; directory = pending.pop()) {
    isLate = hasTimedOut(options.signal);
    if (isLate) break;
    const children = await unlessGone(listed(join(root, directory)));
    if (children === 'unreadable') unreadable.push(directory);
    if (typeof children === 'string') continue;
    seen(walk.entries);
    for (const child of directory === '' ? systemLast(children) : children) {
      const path = directory === '' ? child.name : `${directory}/${child.name}`;
      const entry = await unlessGone(entryOf(join(root, path), path));
      // A name that is not UTF-8 is not found again by the text it was read as.
      if (entry === 'unreadable' || (entry === 'gone' && path.includes('\ufffd'))) unreadable.push(path);
      if (typeof entry === 'string') continue;
      if (entry.type === 'directory') {
        const mounted = entry.device === top.dev ? 'part' : await mountedBelow(join(root, path));
        if (mounted === 'part') pending.push(path);
        else if (mounted === 'unread') unreadable.push(path);
      }
      hash.update(`${path}\0${entry.type}\0${entry.size}\0${entry.linkName}\n`);
      size += entry.size;
      if (!walk.entry(entry)) continue;
      const read = await unlessGone(
        readInto(join(root, path), entry.size, (chunk, read) => {
          hash.update(chunk);
          if (read !== null) walk.lend(read);
          walk.data(chunk);
          return !walk.hasEnough();
        }),
      );
      if (read === 'whole') walk.end();
      else if (read !== 'part') walk.lost('unreadable');
    }
  }
  const diffId: Digest = `sha256:${hash.digest('hex')}`;
  const result = walk.result();
  const denied = unreadable.slice(0, MAX_NAMED).map(
    (path): Gap => ({
      what: 'directory',
      path,
      layer: diffId,
      reason: 'unreadable',
      blinds: inFiles,
      incomplete: false,
    }),
  );
  const cut = [...(walk.isOverfull ? [layerGap('limit-crossed')] : []), ...(isLate ? [layerGap('timeout')] : [])];
  const gaps = [...[...result.gaps, ...cut].map((gap) => ({ ...gap, layer: diffId })), ...denied];
  return { harvest: { ...result, diffId, size, gaps }, unread: walk.unread };
}

/** Throws the signal's reason where it is another one. */
function hasTimedOut(signal: AbortSignal): boolean {
  if (!signal.aborted) return false;
  if (isTimeout(signal.reason)) return true;
  throw signal.reason;
}

/** Directories of a system's root that have its packages. */
const ofSystem: ReadonlySet<string> = new Set(['etc', 'lib', 'opt', 'usr', 'var']);

/** What comes last is read first: directories wait on a stack. */
function systemLast(children: readonly Dirent[]): readonly Dirent[] {
  return [
    ...children.filter(({ name }) => !ofSystem.has(name)),
    ...children.filter(({ name }) => ofSystem.has(name)).reverse(),
  ];
}

/** What was deleted between its listing and its reading is not there; anything else that cannot be read has to be told. */
async function unlessGone<T>(reading: Promise<T>): Promise<T | 'gone' | 'unreadable'> {
  try {
    return await reading;
  } catch (error) {
    const code = systemCode(error);
    if (code === undefined) throw error;
    return code === 'ENOENT' ? 'gone' : 'unreadable';
  }
}

async function listed(directory: string): Promise<readonly Dirent[]> {
  const children = await readdir(directory, { withFileTypes: true });
  return children.sort((a, b) => (a.name < b.name ? -1 : 1));
}

async function entryOf(path: string, name: string): Promise<TarEntry & { readonly device: number }> {
  // Waiting for the thread pool once for each of some hundred thousand names would take three times as long.
  const facts = lstatSync(path);
  const { uid, gid, dev: device } = facts;
  const type = typeOf(facts);
  const linkName = type === 'symlink' ? await readlink(path) : '';
  const size = type === 'file' ? facts.size : 0;
  return { name, type, size, mode: facts.mode & 0o7777, uid, gid, linkName, sparse: null, device };
}

function typeOf(facts: Stats): TarEntryType {
  if (facts.isFile()) return 'file';
  if (facts.isDirectory()) return 'directory';
  if (facts.isSymbolicLink()) return 'symlink';
  if (facts.isFIFO()) return 'fifo';
  if (facts.isCharacterDevice()) return 'character-device';
  if (facts.isBlockDevice()) return 'block-device';
  return 'other';
}

/** Reads in pieces of this size after a first one in which the beginning of most files lies. */
const CHUNK = 1 << 20;
const FIRST_CHUNK = 4096;

/**
 * Hands on the content of a file that had `size` bytes a moment ago, while `see` wants more of it. What has been put in its place since is
 * neither followed nor waited for.
 */
async function readInto(
  path: string,
  size: number,
  see: (chunk: Buffer, read: ReadInto | null) => boolean,
): Promise<'whole' | 'part'> {
  const handle = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const places: ReadInto = (target, offset) => readSync(handle.fd, target, 0, target.length, offset);
    for (let at = 0; at < size; ) {
      const { bytesRead, buffer } = await handle.read(
        Buffer.allocUnsafe(Math.min(size - at, at === 0 ? FIRST_CHUNK : CHUNK)),
        0,
        null,
        at,
      );
      if (bytesRead === 0) throw Object.assign(new Error('it became shorter'), { code: 'ESTALE' });
      at += bytesRead;
      const isFirst = at === bytesRead && at < size;
      if (!see(buffer.subarray(0, bytesRead), isFirst ? places : null)) return 'part';
    }
    return 'whole';
  } finally {
    await handle.close();
  }
}
