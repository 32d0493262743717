import { sha256 } from '../base/digest.ts';
import type {
  Advisory,
  AdvisoryMatch,
  AdvisoryStore,
  DatabaseFacts,
  FeedFacts,
  PackageBuilds,
} from '../model/advisory.ts';
import { rootEcosystem } from '../model/osv-ecosystems.ts';
import { buildsIn } from './built-packages.ts';
import { cvesOf, foldCveFacts } from './cve-facts.ts';

export interface MemoryStoreOptions {
  /** RFC 3339 */
  readonly builtAt: string;
  readonly starter: boolean;
  /** CVEs that are known to be exploited. */
  readonly exploited?: readonly string[];
}

/** A store over records that are there already; the first look-up makes the index. Records of one ecosystem make up the feed of its name. */
export function memoryStore(advisories: readonly Advisory[], options: MemoryStoreOptions): AdvisoryStore {
  const exploited = new Set(options.exploited ?? []);
  let facts: DatabaseFacts | undefined;
  let index: Index | undefined;
  const indexed = () => {
    index ??= indexOf(advisories);
    return index;
  };
  return {
    get facts() {
      facts ??= factsOf(advisories, options);
      return facts;
    },
    lookup: (ecosystem, name) => indexed().byPackage.get(`${ecosystem}\0${name}`) ?? [],
    covers: (ecosystem) => indexed().ecosystems.has(ecosystem),
    builds: (ecosystem) => buildsOf(advisories, ecosystem),
    cve: (id) =>
      foldCveFacts(indexed().byCve.get(id) ?? [], { knownExploited: exploited.has(id), epss: null, nvd: null }),
    close: () => {},
  };
}

function buildsOf(advisories: readonly Advisory[], ecosystem: string): PackageBuilds {
  const entries = advisories.flatMap(({ affected }) => affected.filter((entry) => entry.ecosystem === ecosystem));
  const told = entries.flatMap(({ name, built }) => (built === undefined ? [] : [{ source: name, built }]));
  const sources = new Set(told.map(({ source }) => source));
  return buildsIn(told, entries.length > 0 && entries.every(({ name }) => sources.has(name)));
}

interface Index {
  readonly byPackage: ReadonlyMap<string, readonly AdvisoryMatch[]>;
  readonly byCve: ReadonlyMap<string, readonly { feed: string; head: Omit<Advisory, 'affected'> }[]>;
  readonly ecosystems: ReadonlySet<string>;
}

function indexOf(advisories: readonly Advisory[]): Index {
  const byPackage = new Map<string, AdvisoryMatch[]>();
  const byCve = new Map<string, { feed: string; head: Omit<Advisory, 'affected'> }[]>();
  const ecosystems = new Set<string>();
  for (const { affected, ...head } of advisories.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))) {
    for (const entry of affected) ecosystems.add(entry.ecosystem);
    if (head.withdrawn !== null) continue;
    for (const cve of cvesOf(head)) append(byCve, cve, { feed: feedOf(affected), head });
    for (const entry of affected) {
      append(byPackage, `${entry.ecosystem}\0${entry.name}`, {
        feed: rootEcosystem(entry.ecosystem),
        advisory: head,
        affected: entry,
      });
    }
  }
  return { byPackage, byCve, ecosystems };
}

function append<T>(lists: Map<string, T[]>, key: string, value: T): void {
  const list = lists.get(key);
  if (list === undefined) lists.set(key, [value]);
  else list.push(value);
}

function feedOf(affected: Advisory['affected']): string {
  return rootEcosystem(affected[0]?.ecosystem ?? '');
}

function factsOf(advisories: readonly Advisory[], options: MemoryStoreOptions): DatabaseFacts {
  const feeds = new Map<string, { records: number; withdrawn: number; modified: string | null }>();
  for (const advisory of advisories) {
    for (const name of new Set(advisory.affected.map((entry) => rootEcosystem(entry.ecosystem)))) {
      const feed = feeds.get(name) ?? { records: 0, withdrawn: 0, modified: null };
      feed.records++;
      if (advisory.withdrawn !== null) feed.withdrawn++;
      if (feed.modified === null || advisory.modified > feed.modified) feed.modified = advisory.modified;
      feeds.set(name, feed);
    }
  }
  if ((options.exploited ?? []).length > 0)
    feeds.set('KEV', { records: new Set(options.exploited).size, withdrawn: 0, modified: null });
  const content = advisories.map((advisory) => JSON.stringify(advisory)).sort();
  return {
    digest: sha256(JSON.stringify([content, [...(options.exploited ?? [])].sort()])),
    builtAt: options.builtAt,
    feeds: [...feeds].map(([name, feed]): FeedFacts => ({ name, ...feed })).sort((a, b) => (a.name < b.name ? -1 : 1)),
    starter: options.starter,
  };
}
