import type { Collector, Taken } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { pagesOfFile, SqliteError } from '../formats/sqlite/sqlite-pages.ts';
import { readRecord } from '../formats/sqlite/sqlite-record.ts';
import { rootPageOf, tableRows } from '../formats/sqlite/sqlite-table.ts';
import type { HarvestedGap, HarvestedPackage } from '../model/harvest.ts';
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
    const pages = pagesOfFile(content);
    const root = rootPageOf(pages, 'ValidPaths');
    if (root === null) throw new SqliteError('corrupt', 'there is no table ValidPaths');
    for (const { record } of tableRows(pages, root)) {
      if (items.size >= MAX_PATHS) return { items: [...items.values()], gaps: [gap('too-many')] };
      const [, path] = readRecord(record, 2);
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
function packageOfPath(path: unknown): readonly HarvestedPackage[] {
  const [, label = ''] = (typeof path === 'string' && /^\/nix\/store\/[0-9a-z]{32}-([^/]{1,250})$/.exec(path)) || [];
  if (/\.(?:drv|patch|diff|tar(?:\.\w+)?|tgz|zip|sh|nix|json|lock|conf)$/.test(label)) return [];
  const [, name, rest] = /^(.+?)-([^A-Za-z-].*)$/.exec(label) ?? [];
  if (name === undefined || rest === undefined) return [];
  const version = rest.replace(/-(?:bin|dev|lib|man|doc|devdoc|info|out|static|debug|dist)$/, '');
  return [languagePackage('nix', name, version)];
}

/** Packages of Nix, as its database lists them. No feed speaks of them. */
export const nix: Ecosystem = {
  id: 'nix',
  title: { en: 'Nix packages', 'zh-CN': 'Nix 软件包' },
  kind: 'binary',
  versions: nixVersions,
  collectors: [databaseCollector],
  assemble: (assembly) => languagePackages(assembly, 'nix', (name, version) => purlOf('nix', null, name, version)),
  advisoryNames: () => [],
};
