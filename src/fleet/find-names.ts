import { failure, type PlimsollError } from '../base/errors.ts';
import { inParallel } from '../base/in-parallel.ts';
import { printable } from '../base/printable.ts';
import { listRepositories, listTags } from '../images/registry/listing.ts';
import type { RegistryPool } from '../images/registry/pool.ts';
import { type ImageName, parseImageName } from '../model/image-name.ts';
import { aboutOne, type Failures, type Patience } from './failures.ts';
import { type FleetAsk, isNarrowed, wantsRepository, wantsTag } from './fleet-ask.ts';

/** A name that is to be looked at. */
export interface FoundName {
  readonly repository: string;
  readonly reference: string;
  /** When it was pushed, in milliseconds since 1970, where the registry says so. */
  readonly pushed: number | null;
}

export interface FoundNames {
  readonly repositories: number;
  /** Repositories without a single tag. */
  readonly empty: number;
  readonly names: readonly FoundName[];
}

interface FindParts {
  readonly ask: FleetAsk;
  readonly pool: RegistryPool;
  readonly failures: Failures;
  readonly patience: Patience;
  readonly lanes: number;
  readonly signal: AbortSignal;
  readonly step: (repositories: number, names: number) => void;
}

/** Tags of one registry altogether; what has more wants to be scanned in parts. */
const MOST_NAMES = 1_000_000;

/** Everything that is asked for, by name. What the registry calls something in a way that nobody could pull is a failure of its own. */
export async function findNames(parts: FindParts): Promise<FoundNames> {
  const { ask, pool, failures, patience, lanes, signal, step } = parts;
  const asked = ask.list === null ? await ofCatalog(parts) : ofList(ask);
  const names: FoundName[] = [];
  let empty = 0;
  let done = 0;
  await inParallel([...asked], lanes, async ([repository, references]) => {
    if (references !== null) {
      for (const reference of references) names.push({ repository, reference, pushed: null });
      return;
    }
    let tags = 0;
    try {
      if (patience.isOver) throw failure('registry-gave-up', { host: pool.host, count: patience.most });
      for await (const { tag, pushed } of listTags(pool, repository, signal)) {
        tags += 1;
        if (names.length >= MOST_NAMES) throw endless(pool.host);
        if (!wantsTag(ask, tag)) continue;
        if (nameOf(pool.host, repository, tag) === null)
          failures.add(`${repository}:${tag}`, badName(`${repository}:${tag}`));
        else names.push({ repository, reference: tag, pushed });
      }
      patience.went();
    } catch (error) {
      const known = aboutOne(error, signal);
      patience.failed(known);
      failures.add(repository, known);
    }
    if (tags === 0) empty += 1;
    done += 1;
    step(done, names.length);
  });
  if (names.length === 0 && failures.count === 0) {
    const place = ask.prefix === '' ? pool.host : `${pool.host}/${ask.prefix}`;
    throw failure('nothing-to-scan', { place });
  }
  return { repositories: asked.size, empty, names };
}

type Asked = Map<string, Set<string> | null>;

function ofList({ list }: FleetAsk): Asked {
  const asked: Asked = new Map();
  for (const { repository, reference } of list ?? []) {
    const known = asked.get(repository);
    if (reference === null) asked.set(repository, null);
    else if (known === undefined) asked.set(repository, new Set([reference]));
    else known?.add(reference);
  }
  return asked;
}

async function ofCatalog({ ask, pool, failures, signal, step }: FindParts): Promise<Asked> {
  const asked: Asked = new Map();
  try {
    for await (const name of listRepositories(pool, signal)) {
      if (!wantsRepository(ask, name)) continue;
      if (nameOf(pool.host, name, null) === null) failures.add(name, badName(name));
      else asked.set(name, null);
      step(asked.size, 0);
    }
  } catch (error) {
    const known = aboutOne(error, signal);
    // A registry that does not say what it has may still say what one repository has, and that is what was named.
    const isOne =
      known.code === 'catalog-unavailable' && ask.prefix !== '' && !isNarrowed({ ...ask, tags: [], newest: null });
    if (!isOne || nameOf(pool.host, ask.prefix, null) === null) throw known;
    if (!(await hasTags(pool, ask.prefix, signal))) throw known;
    asked.set(ask.prefix, null);
  }
  return asked;
}

async function hasTags(pool: RegistryPool, repository: string, signal: AbortSignal): Promise<boolean> {
  for await (const _ of listTags(pool, repository, signal)) return true;
  return false;
}

/** The name of an image that parts from a registry's lists make up; null where they are none, or make up another one. */
export function nameOf(host: string, repository: string, reference: string | null): ImageName | null {
  const isDigest = reference?.includes(':') === true;
  const name = parseImageName(
    `${host}/${repository}${reference === null ? '' : `${isDigest ? '@' : ':'}${reference}`}`,
  );
  if ('reason' in name || name.host !== host || name.repository !== repository) return null;
  return reference === null || (isDigest ? name.digest : name.tag) === reference ? name : null;
}

function badName(name: string): PlimsollError {
  return failure('name-unusable', { name: printable(name, 200) });
}

function endless(host: string): PlimsollError {
  return failure('listing-endless', { host, list: 'tags/list', reason: texts.many });
}

const texts = {
  many: { en: `there are more than ${MOST_NAMES} tags`, 'zh-CN': `标签超过 ${MOST_NAMES} 个` },
} as const;
