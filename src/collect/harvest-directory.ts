import { createHash } from 'node:crypto';
import type { Dirent, Stats } from 'node:fs';
import { lstat, open, readdir, readlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Digest } from '../base/digest.ts';
import { failureFrom, reasonOf } from '../base/errors.ts';
import type { TarEntry, TarEntryType } from '../formats/tar/tar-entry.ts';
import type { Gap } from '../model/gap.ts';
import { PathIndexBuilder } from '../model/path-index.ts';
import { dispatchOf } from './dispatch.ts';
import type { HarvestedLayer, HarvestOptions } from './harvest-layer.ts';
import { LayerWalk } from './layer-walk.ts';

/**
 * Reads a directory of this machine as one layer: the same collectors, only the wanted files are opened. Other file systems mounted
 * below it are left out, as they are no part of an image; what may not be read becomes a gap.
 *
 * The diffID it returns is of what was seen (names, kinds, sizes, the content of wanted files), not of a tar archive.
 */
export async function harvestDirectory(root: string, options: HarvestOptions): Promise<HarvestedLayer> {
  const index = new PathIndexBuilder();
  const walk = new LayerWalk(dispatchOf(options.collectors), options, index);
  const hash = createHash('sha256');
  const unreadable: string[] = [];
  const top = await lstat(join(root, '.')).catch((error: unknown) => {
    throw failureFrom(error, 'file-unreadable', { file: root, reason: reasonOf(error) });
  });
  let size = 0;
  const pending = [''];
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    options.signal.throwIfAborted();
    const children = await listed(join(root, directory));
    if (children === null) {
      unreadable.push(directory);
      continue;
    }
    for (const child of children) {
      const path = directory === '' ? child.name : `${directory}/${child.name}`;
      const facts = await lstat(join(root, path)).catch(() => null);
      if (facts === null) continue;
      if (facts.isDirectory() && facts.dev === top.dev) pending.push(path);
      const entry = await entryOf(join(root, path), path, facts);
      hash.update(`${path}\0${entry.type}\0${entry.size}\0${entry.linkName}\n`);
      size += entry.size;
      if (!walk.entry(entry)) continue;
      const content = await readExactly(join(root, path), entry.size);
      if (content === null) unreadable.push(path);
      else {
        hash.update(content);
        walk.data(content);
        walk.end();
      }
    }
  }
  const diffId: Digest = `sha256:${hash.digest('hex')}`;
  const { files, whiteouts, opaques, links, gaps } = walk.result();
  const denied = unreadable.map(
    (path): Gap => ({ what: 'file', path, layer: diffId, reason: 'missing', blinds: [], incomplete: false }),
  );
  return {
    harvest: {
      diffId,
      size,
      entries: walk.entries,
      files,
      whiteouts,
      opaques,
      links: Object.fromEntries(links),
      paths: index.build(),
      gaps: [...gaps.map((gap) => ({ ...gap, layer: diffId })), ...denied.slice(0, 100)],
    },
    unread: walk.unread,
  };
}

async function listed(directory: string): Promise<readonly Dirent[] | null> {
  const children = await readdir(directory, { withFileTypes: true }).catch(() => null);
  return children?.sort((a, b) => (a.name < b.name ? -1 : 1)) ?? null;
}

async function entryOf(path: string, name: string, facts: Stats): Promise<TarEntry> {
  const type = typeOf(facts);
  const linkName = type === 'symlink' ? await readlink(path).catch(() => '') : '';
  const size = type === 'file' ? facts.size : 0;
  return { name, type, size, mode: facts.mode & 0o7777, uid: facts.uid, gid: facts.gid, linkName, sparse: null };
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

/** The content of a file that had `size` bytes a moment ago; null where it cannot be read or has fewer now. */
async function readExactly(path: string, size: number): Promise<Buffer | null> {
  const handle = await open(path, 'r').catch(() => null);
  if (handle === null) return null;
  try {
    const buffer = Buffer.alloc(size);
    let filled = 0;
    while (filled < size) {
      const { bytesRead } = await handle.read(buffer, filled, size - filled, filled);
      if (bytesRead === 0) return null;
      filled += bytesRead;
    }
    return buffer;
  } finally {
    await handle.close();
  }
}
