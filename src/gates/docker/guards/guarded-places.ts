import { isObject, objectMember } from '../../../formats/go-json.ts';
import { chainOf, meets } from '../../host-places.ts';
import type { GuardContext, GuardOutcome } from '../guard.ts';
import { guardWords } from './guard-words.ts';
import { type Mounts, pathsIn } from './mounts.ts';
import { refuse } from './refusals.ts';

/** What of this host no container may have: whoever has it is past the gate. */
export interface GuardedPlaces {
  /** Sockets by which containers are made: the engine's own, and those of what it makes them with. */
  readonly sockets: readonly string[];
  /** What this gate decides by: its state with the signing key, its policy, its configuration. */
  readonly own: () => readonly string[];
  /** Where images and containers are kept. Volumes below may be had: they are made for that. */
  readonly stores: (signal: AbortSignal) => Promise<readonly string[]>;
}

/**
 * Refuses to lay into a container what leads past the gate: a guarded place, what lies in one, or a directory (or a disk) that one lies in.
 * Looked at by what a path leads to, whatever it is called, and through volumes by the path that they stand for. A path that this process may
 * not look at, or that leads each process elsewhere, is refused as well.
 */
export async function placeRefusal(
  { hostPaths, volumes }: Mounts,
  { sockets, own, stores }: GuardedPlaces,
  context: GuardContext,
): Promise<GuardOutcome | null> {
  if (hostPaths.length === 0 && volumes.length === 0) return null;
  const asked = new Set([...hostPaths, ...(await volumePaths(volumes, context))]);
  const found = await Promise.all([...asked].map(chainOf));
  if (found.includes('unseen')) return refuse(403, 'unseen', guardWords.unseenBind, guardWords.unseenBindNext);
  const chains = found.filter((chain) => chain !== 'unseen');
  if (await meets(chains, sockets)) return refuse(403, 'engine-socket', guardWords.engineSocket, guardWords.partNext);
  if (await meets(chains, own())) return refuse(403, 'own-state', guardWords.ownState, guardWords.partNext);
  if (await meets(chains, await stores(context.signal), 'volumes'))
    return refuse(403, 'engine-store', guardWords.engineStore, guardWords.storeNext);
  return null;
}

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
