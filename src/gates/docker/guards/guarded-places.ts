import { realpath, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { systemCode } from '../../../base/errors.ts';
import { isObject, objectMember } from '../../../formats/go-json.ts';
import type { GuardContext, GuardOutcome } from '../guard.ts';
import { guardWords } from './guard-words.ts';
import { type Mounts, pathsIn } from './mounts.ts';
import { leadsThroughProcess } from './process-links.ts';
import { refuse } from './refusals.ts';

/** What of this host no container may have: whoever has it is past the gate. */
export interface GuardedPlaces {
  /** Sockets by which containers are made: the engine's own, and those of what it makes them with. */
  readonly sockets: readonly string[];
  /** What this gate decides by: its state with the signing key, its policy. */
  readonly own: readonly string[];
}

/**
 * Refuses to lay into a container what leads past the gate: a guarded place, what lies in one, or a directory (or a disk) that one lies in.
 * Looked at by what a path leads to, whatever it is called, and through volumes by the path that they stand for. A path that this process may
 * not look at, or that leads each process elsewhere, is refused as well.
 */
export async function placeRefusal(
  { hostPaths, volumes }: Mounts,
  { sockets, own }: GuardedPlaces,
  context: GuardContext,
): Promise<GuardOutcome | null> {
  if (hostPaths.length === 0 && volumes.length === 0) return null;
  const asked = new Set([...hostPaths, ...(await volumePaths(volumes, context))]);
  const found = await Promise.all([...asked].map(chainOf));
  if (found.includes('unseen')) return refuse(403, 'unseen', guardWords.unseenBind, guardWords.unseenBindNext);
  const chains = found.filter((chain) => chain !== 'unseen');
  if (await meets(chains, sockets)) return refuse(403, 'engine-socket', guardWords.engineSocket, guardWords.partNext);
  if (await meets(chains, own)) return refuse(403, 'own-state', guardWords.ownState, guardWords.partNext);
  return null;
}

/** A place and all directories that it lies in, the root last. */
type Chain = readonly Place[];

interface Place {
  readonly id: string;
  /** The file system that it lies on. */
  readonly device: bigint;
  /** The file system that it is, where it is a disk. */
  readonly disk: bigint | null;
}

async function meets(chains: readonly Chain[], guarded: readonly string[]): Promise<boolean> {
  for (const path of guarded) {
    const around = await chainOf(path);
    // What this process cannot look at itself it cannot find in others either; what is not there cannot be had.
    if (around === 'unseen') continue;
    const ids = new Set(around.map(({ id }) => id));
    const devices = new Set(around.map(({ device }) => device));
    const [place] = around;
    for (const chain of chains) {
      const [asked] = chain;
      if (asked === undefined || place === undefined) continue;
      const isAround = ids.has(asked.id);
      const isInside = chain.some(({ id }) => id === place.id);
      if (isAround || isInside || (asked.disk !== null && devices.has(asked.disk))) return true;
    }
  }
  return false;
}

/** What a path leads to, and where that lies; empty where it leads to nothing. */
async function chainOf(path: string): Promise<Chain | 'unseen'> {
  try {
    if (await leadsThroughProcess(path)) return 'unseen';
    const chain: Place[] = [];
    let at = await realpath(path);
    for (;;) {
      const { dev, ino, rdev, mode } = await stat(at, { bigint: true });
      chain.push({ id: `${dev} ${ino}`, device: dev, disk: (mode & S_IFMT) === S_IFBLK ? rdev : null });
      const above = dirname(at);
      if (above === at) return chain;
      at = above;
    }
  } catch (error) {
    const code = systemCode(error);
    if (code === 'EACCES' || code === 'ELOOP') return 'unseen';
    if (code === 'ENOENT' || code === 'ENOTDIR' || code === 'ENAMETOOLONG') return [];
    throw error;
  }
}

const S_IFMT = 0o170000n;
const S_IFBLK = 0o060000n;

/** Paths of this host that named volumes stand for: the `local` driver mounts whatever it was told to. */
async function volumePaths(names: readonly string[], { engine, signal }: GuardContext): Promise<readonly string[]> {
  const paths: string[] = [];
  for (const name of new Set(names)) {
    const { status, value } = await engine.json({ method: 'GET', version: null, path: `/volumes/${name}` }, signal);
    // It will be made on the way, as an empty one.
    if (status === 404) continue;
    if (status !== 200 || !isObject(value)) throw new Error(`the engine answers ${status} when asked about a volume`);
    paths.push(...pathsIn(objectMember(value, 'Options') ?? {}));
  }
  return paths;
}
