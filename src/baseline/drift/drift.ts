import { failure, PlimsollError } from '../../base/errors.ts';
import { inParallel } from '../../base/in-parallel.ts';
import { sizeWords } from '../../base/size.ts';
import { phrase } from '../../base/text.ts';
import { type Engine, type EngineAccess, openEngine } from '../../images/docker/engine.ts';
import type { ProgressSink } from '../../images/image-source.ts';
import { driftWords as words } from '../../messages/baseline-drift.ts';
import { isRunning } from '../collection.ts';
import { containersOf, type FoundContainer, readContainer } from '../engine-containers.ts';
import { type Before, compared } from './compare.ts';
import { type Change, changesOf, mountsOf } from './container-changes.ts';
import { containerFile, type FileLook } from './container-file.ts';
import type { ContainerDrift, DriftGap, DriftItem } from './drift-item.ts';
import { imageFiles } from './image-files.ts';

export interface DriftCall {
  readonly access: EngineAccess;
  /** Names or ids; none: every running container. */
  readonly containers: readonly string[];
  /** Labels that containers have to have, where none are named. */
  readonly labels: readonly string[];
  /** Bytes of one file in a container. */
  readonly maxFileSize: number;
  /** Bytes over all layers of an image. */
  readonly maxImageSize: number;
  readonly progress: ProgressSink;
}

export interface DriftReport {
  readonly engine: { readonly name: string; readonly version: string; readonly address: string };
  readonly containers: readonly ContainerDrift[];
}

const atOnce = 6;
/** Changes of one container that are looked at; more of them are a gap. */
const mostChanges = 50_000;

/** Compares containers with their images. Throws `container-not-found` for a name that the engine does not know. */
export async function driftOf(call: DriftCall): Promise<DriftReport> {
  const engine = await openEngine(call.access);
  try {
    const { name, version } = engine.version;
    const drifted: ContainerDrift[] = [];
    for (const container of await chosen(engine, call)) {
      call.access.signal.throwIfAborted();
      const drift = await driftIn(container, engine, call);
      if (drift !== null) drifted.push(drift);
    }
    return { engine: { name, version, address: engine.endpoint.address }, containers: drifted };
  } finally {
    engine.close();
  }
}

async function chosen(engine: Engine, { containers, labels }: DriftCall): Promise<readonly FoundContainer[]> {
  if (containers.length === 0) return (await containersOf(engine, labels)).filter(isRunning);
  return inParallel(containers, atOnce, async (name) => {
    const answer = await engine.json(`/containers/${encodeURIComponent(name.toWellFormed())}/json`);
    if (answer === null)
      throw failure('container-not-found', { name: name.slice(0, 200), address: engine.endpoint.address });
    return readContainer(answer, engine);
  });
}

/** Null where the container is gone meanwhile. */
async function driftIn(container: FoundContainer, engine: Engine, call: DriftCall): Promise<ContainerDrift | null> {
  const { id } = container;
  const described = await engine.json(`/containers/${id}/json`);
  if (described === null) return null;
  const mounts = mountsOf(described);
  const all = await changesOf(engine, id, mounts);
  const changes = all.slice(0, mostChanges);
  const gaps: DriftGap[] = [];
  if (all.length > changes.length) {
    const reason = phrase(words.tooMany, { count: all.length - changes.length, limit: mostChanges });
    gaps.push({ path: null, reason });
  }
  const looks = await looksAt(changes, container, engine, call);
  const before = await originals(changes, container, engine, call, gaps);
  const again = await stillThere(looks, container, mounts, engine);
  const items: DriftItem[] = [];
  let same = 0;
  for (const { path, kind } of changes) {
    const look = looks.get(path);
    if (look === 'broken' || (look === 'gone' && again.has(path))) {
      gaps.push({ path, reason: look === 'broken' ? words.unreadable : words.vanished });
      continue;
    }
    // What came and went between two looks is not there, and differs from nothing.
    if (look === 'gone' && kind === 'added') continue;
    const after = look === undefined || look === 'gone' ? null : look;
    const original: Before = kind === 'added' ? null : (before?.get(path) ?? (before === null ? 'unknown' : null));
    if (original === 'unknown' && before !== null) gaps.push({ path, reason: words.linked });
    if (isCutOff(after, original))
      gaps.push({ path, reason: phrase(words.tooLarge, { limit: sizeWords(call.maxFileSize) }) });
    const item = compared(path, original, after);
    if (item === null) same += 1;
    else items.push(item);
  }
  return { container, items: items.sort(byGravity), gaps, same };
}

/** Two files of the same length of which one was not read to its end: they may be alike or not. */
function isCutOff(after: FileLook | null, before: Before): boolean {
  if (after === null || typeof after === 'string' || after.type !== 'file' || after.digest !== null) return false;
  return before !== null && before !== 'unknown' && before.size === after.size;
}

/** What is at the changed paths now. */
async function looksAt(
  changes: readonly Change[],
  { id, name }: FoundContainer,
  engine: Engine,
  { progress, access, maxFileSize }: DriftCall,
): Promise<ReadonlyMap<string, FileLook>> {
  const there = changes.filter(({ kind }) => kind !== 'deleted');
  const what = phrase(words.reading, { container: name });
  let done = 0;
  const looks = await inParallel(there, atOnce, async ({ path }): Promise<[string, FileLook]> => {
    access.signal.throwIfAborted();
    const look = await containerFile(engine, id, path, maxFileSize);
    done += 1;
    progress.step({ what, done, total: there.length, unit: 'files' });
    return [path, look];
  });
  return new Map(looks);
}

/** What the image has at the changed paths; null, and a gap, where it cannot be read. */
async function originals(
  changes: readonly Change[],
  { imageId, name }: FoundContainer,
  engine: Engine,
  { progress, maxImageSize, access }: DriftCall,
  gaps: DriftGap[],
): Promise<Awaited<ReturnType<typeof imageFiles>> | null> {
  const paths = new Set(changes.filter(({ kind }) => kind !== 'added').map(({ path }) => path));
  if (paths.size === 0) return new Map();
  const what = phrase(words.imageOf, { container: name });
  let done = 0;
  const seen = (chunk: Uint8Array) => {
    access.signal.throwIfAborted();
    done += chunk.length;
    progress.step({ what, done, total: null, unit: 'bytes' });
  };
  try {
    return await imageFiles({ engine, id: imageId, maxSize: maxImageSize, seen }, paths);
  } catch (error) {
    access.signal.throwIfAborted();
    if (!(error instanceof PlimsollError)) throw error;
    gaps.push({ path: null, reason: phrase(words.imageUnread, { what: error.what }) });
    return null;
  }
}

/** Paths at which nothing was found and that the engine lists all the same, asked a second time. */
async function stillThere(
  looks: ReadonlyMap<string, FileLook>,
  { id }: FoundContainer,
  mounts: readonly string[],
  engine: Engine,
): Promise<ReadonlySet<string>> {
  const missing = [...looks].filter(([, look]) => look === 'gone').map(([path]) => path);
  if (missing.length === 0) return new Set();
  const now = await changesOf(engine, id, mounts);
  const listed = new Set(now.filter(({ kind }) => kind !== 'deleted').map(({ path }) => path));
  return new Set(missing.filter((path) => listed.has(path)));
}

/** What runs first, and of that what gives rights. */
function byGravity(a: DriftItem, b: DriftItem): number {
  return rank(a) - rank(b) || (a.path < b.path ? -1 : 1);
}

function rank({ grave, executable, aspects }: DriftItem): number {
  if (!grave) return executable ? 2 : 3;
  return aspects.some((aspect) => ['setuid', 'setgid', 'capability', 'root-account'].includes(aspect)) ? 0 : 1;
}
