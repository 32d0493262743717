import type { Digest } from '../base/digest.ts';
import { failure } from '../base/errors.ts';
import { inParallel } from '../base/in-parallel.ts';
import { statedDigest } from '../images/registry/manifest.ts';
import type { RegistryPool } from '../images/registry/pool.ts';
import { aboutOne, type Failures, type Patience, type Skips } from './failures.ts';
import { type FoundName, nameOf } from './find-names.ts';
import type { FleetAsk } from './fleet-ask.ts';
import type { Journal } from './journal.ts';
import { type Resolved, resolveName } from './resolve-name.ts';
import { compareNames, type FleetName, nameText, type Target } from './target.ts';

interface ResolveParts {
  readonly ask: FleetAsk;
  readonly pool: RegistryPool;
  readonly journal: Journal;
  readonly failures: Failures;
  readonly skips: Skips;
  readonly patience: Patience;
  readonly lanes: number;
  readonly signal: AbortSignal;
  readonly step: (done: number, total: number) => void;
}

interface ResolvedName {
  readonly name: FoundName;
  readonly resolved: Resolved;
}

/** From names to images, each once, the newest first. */
export async function findTargets(names: readonly FoundName[], parts: ResolveParts): Promise<readonly Target[]> {
  let done = 0;
  const look = async (name: FoundName): Promise<ResolvedName | null> => {
    const resolved = await lookUp(name, parts);
    done += 1;
    parts.step(done, names.length);
    return resolved === null ? null : { name, resolved };
  };
  const { newest } = parts.ask;
  const found =
    newest === null ? await inParallel(names, parts.lanes, look) : await newestOf(names, newest, look, parts.lanes);
  const targets = new Map<Digest, Target & { names: FleetName[] }>();
  for (const one of found) {
    if (one === null) continue;
    for (const { why, detail } of one.resolved.skipped) parts.skips.add(nameText(one.name), why, detail);
    for (const { digest, index, platform, created, largest } of one.resolved.images) {
      const name = { ...one.name, root: one.resolved.root, index };
      const known = targets.get(digest);
      if (known === undefined) targets.set(digest, { digest, platform, created, largest, names: [name] });
      else known.names.push(name);
    }
  }
  for (const { names: all } of targets.values()) all.sort((a, b) => compareNames(nameText(a), nameText(b)));
  return [...targets.values()].sort(byAge);
}

/** The newest first; where that is not known, or the same, by name. */
function byAge(a: Target, b: Target): number {
  const [aName, bName] = [a.names[0], b.names[0]].map((name) => (name === undefined ? '' : nameText(name)));
  return timeOf(b.created) - timeOf(a.created) || compareNames(aName ?? '', bName ?? '');
}

function timeOf(created: string | null): number {
  const time = created === null ? Number.NaN : Date.parse(created);
  // Who says that he comes from the future is not newer than everybody else.
  return Number.isNaN(time) || time > Date.now() + 86_400_000 ? 0 : time;
}

async function lookUp(name: FoundName, parts: ResolveParts): Promise<Resolved | null> {
  const { pool, journal, failures, patience, signal, ask } = parts;
  const text = nameText(name);
  try {
    if (patience.isOver) throw failure('registry-gave-up', { host: pool.host, count: patience.most });
    const imageName = nameOf(pool.host, name.repository, name.reference);
    if (imageName === null) throw failure('name-unusable', { name: text });
    const session = pool.session(imageName, signal);
    const before = imageName.digest ?? journal.ledTo(text);
    const known = before === null ? null : journal.resolved(before);
    const isStill = known !== null && (imageName.digest !== null || (await statedDigest(session)) === known.root);
    const resolved = isStill ? known : await resolveName(session, `${pool.host}/${text}`, ask.platforms);
    journal.keepResolved(resolved);
    journal.keepName(text, resolved.root);
    patience.went();
    return resolved;
  } catch (error) {
    const known = aboutOne(error, signal);
    patience.failed(known);
    failures.add(text, known);
    return null;
  }
}

/**
 * The newest images of each repository: by when they were pushed where the registry says so of all of them, else by the dates in their
 * configs, which all have to be looked at for it. Signatures and the like take no place.
 */
async function newestOf(
  names: readonly FoundName[],
  most: number,
  look: (name: FoundName) => Promise<ResolvedName | null>,
  lanes: number,
): Promise<readonly (ResolvedName | null)[]> {
  const chosen: (ResolvedName | null)[] = [];
  const unordered: FoundName[] = [];
  for (const all of Map.groupBy(names, ({ repository }) => repository).values()) {
    if (!all.every(({ pushed }) => pushed !== null)) {
      unordered.push(...all);
      continue;
    }
    const sorted = all.toSorted((a, b) => (b.pushed ?? 0) - (a.pushed ?? 0) || compareNames(b.reference, a.reference));
    let images = 0;
    for (let at = 0; at < sorted.length && images < most; at += most) {
      const part = await inParallel(sorted.slice(at, at + most), lanes, look);
      for (const one of part) {
        const isImage = (one?.resolved.images.length ?? 0) > 0;
        if (isImage && images >= most) continue;
        images += isImage ? 1 : 0;
        chosen.push(one);
      }
    }
  }
  const looked = (await inParallel(unordered, lanes, look)).filter((one) => one !== null);
  for (const all of Map.groupBy(looked, ({ name }) => name.repository).values()) {
    const [images, others] = [all.filter(isImage), all.filter((one) => !isImage(one))];
    images.sort((a, b) => createdOf(b) - createdOf(a) || compareNames(b.name.reference, a.name.reference));
    chosen.push(...images.slice(0, most), ...others);
  }
  return chosen;
}

function isImage({ resolved }: ResolvedName): boolean {
  return resolved.images.length > 0;
}

function createdOf({ resolved }: ResolvedName): number {
  return Math.max(...resolved.images.map(({ created }) => timeOf(created)));
}
