import type { Collector, Taken } from '../collect/collector.ts';
import type { Assembly, Ecosystem } from '../collect/ecosystem.ts';
import { SqliteError } from '../formats/sqlite/sqlite-pages.ts';
import { tableTexts } from '../formats/sqlite/table-texts.ts';
import type { HarvestedGap, HarvestedPackage } from '../model/harvest.ts';
import type { Package } from '../model/package.ts';
import { nix as nixVersions } from '../versions/nix.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { purlOf } from './purl.ts';

const WHAT = 'Nix database';
const MAX_PATHS = 50_000;

/** The database of Nix's store: what is in it, by path (`ValidPaths`). */
const databaseCollector: Collector = {
  name: 'nix-database',
  revision: 1,
  wants: { paths: ['nix/var/nix/db/db.sqlite'] },
  what: WHAT,
  blinds: ['packages'],
  take: (_, content) => take(content),
};

function take(content: Buffer): Taken {
  if (content.length === 0) return { items: [] };
  const items = new Map<string, HarvestedPackage>();
  const gap = (reason: HarvestedGap['reason']): HarvestedGap => ({ what: WHAT, reason, blinds: ['packages'] });
  try {
    for (const [, path = ''] of tableTexts(content, 'ValidPaths', 2)) {
      if (items.size >= MAX_PATHS) return { items: [...items.values()], gaps: [gap('too-many')] };
      for (const pkg of packageOfPath(path)) items.set(`${pkg.name}\0${pkg.version}`, pkg);
    }
    return { items: [...items.values()] };
  } catch (error) {
    if (!(error instanceof SqliteError)) throw error;
    return { items: [...items.values()], gaps: [gap(error.kind)] };
  }
}

/**
 * `/nix/store/HASH-NAME-VERSION[-OUTPUT]`: the version begins behind the first hyphen before anything but a letter (nix.dev, "builtins.parseDrvName").
 * Derivations, patches and sources are no packages.
 */
function packageOfPath(path: string): readonly HarvestedPackage[] {
  const [, label = ''] = /^\/nix\/store\/[0-9a-z]{32}-([^/]{1,250})$/.exec(path) ?? [];
  if (/\.(?:drv|patch|diff|tar(?:\.\w+)?|tgz|zip|sh|nix|json|lock|conf)$/.test(label)) return [];
  const [, name, rest] = /^(.+?)-([^A-Za-z-].*)$/.exec(label) ?? [];
  if (name === undefined || rest === undefined) return [];
  const version = rest.replace(/-(?:bin|dev|lib|man|doc|devdoc|info|out|static|debug|dist)$/, '');
  return [languagePackage('nix', name, version)];
}

const storePath = /^nix\/store\/[0-9a-z]{32}-[^/]{1,250}(?=\/)/;

/**
 * Programs and libraries in a store, of which the path says the package: images that are made of closures (`dockerTools`) have no database. What is in a store path
 * without any is known to its own language, if to anybody.
 */
const storeCollector: Collector = {
  name: 'nix-store',
  revision: 1,
  wants: { programs: { marks: [], sections: [] } },
  what: 'Nix store',
  blinds: ['packages'],
  take: ({ path }) => ofStore(path),
  takeBeginning: ({ path }) => ofStore(path),
};

function ofStore(path: string): Taken {
  const home = storePath.exec(path)?.[0];
  return { items: home === undefined ? [] : packageOfPath(`/${home}`) };
}

/** The database before the store, and of several paths with the same package (its outputs) the first. */
function rankOf(path: string): string {
  return `${storePath.test(`${path}/`) ? 1 : 0}${path}`;
}

/** What the database lists, and what lies in the store besides. */
function assemble(assembly: Assembly): readonly Package[] {
  const listed = languagePackages(assembly, 'nix', (name, version) => purlOf('nix', null, name, version));
  const found = new Map<string, Package>();
  for (const pkg of listed) {
    const path = storePath.exec(pkg.path)?.[0] ?? pkg.path;
    const key = `${pkg.name}\0${pkg.version}`;
    const before = found.get(key);
    if (before === undefined || rankOf(path) < rankOf(before.path)) found.set(key, { ...pkg, path });
  }
  return [...found.values()];
}

/** Packages of Nix, as its database or the paths of its store tell of them. No feed speaks of them. */
export const nix: Ecosystem = {
  id: 'nix',
  title: { en: 'Nix packages', 'zh-CN': 'Nix 软件包' },
  kind: 'binary',
  versions: nixVersions,
  collectors: [databaseCollector, storeCollector],
  assemble,
  advisoryNames: () => [],
};
