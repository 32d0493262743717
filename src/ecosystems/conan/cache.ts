import type { Collector, Taken } from '../../collect/collector.ts';
import type { Placed } from '../../collect/ecosystem.ts';
import { SqliteError } from '../../formats/sqlite/sqlite-pages.ts';
import { tableTexts } from '../../formats/sqlite/table-texts.ts';
import type { HarvestedFact, HarvestedGap, HarvestedPackage } from '../../model/harvest.ts';
import { languagePackage } from '../language-packages.ts';

const WHAT = 'Conan cache';
const MAX_PACKAGES = 20_000;
const reference = /^([a-z0-9_+.-]{2,200})\/([^@#:%\s/[\]]{1,200})(?:@([^/@#\s]{0,200})(?:\/([^/@#\s]{0,200}))?)?$/i;
/** The fact that a cache has its list. */
const LIST = 'cache list';
/** Of a recipe: that it is one. */
const RECIPE = 'recipe';

/** The list of Conan 2's cache: which binary packages are in its directories, whose names say nothing. */
export const cacheCollector: Collector = {
  name: 'conan-cache',
  revision: 1,
  wants: {
    names: ['cache.sqlite3'],
    maxSize: 64 << 20,
    unless: ({ path }) => !/(?:^|\/)p\/cache\.sqlite3$/.test(path),
  },
  what: WHAT,
  blinds: ['packages'],
  take: ({ path }, content) => take(path, content),
};

function take(path: string, content: Buffer): Taken {
  if (content.length === 0) return { items: [] };
  const gap = (reason: HarvestedGap['reason']): HarvestedGap => ({ what: WHAT, reason, blinds: ['packages'] });
  const list: HarvestedFact = { kind: 'fact', ecosystem: 'conan', fact: LIST, key: path, values: [] };
  const items = new Map<string, HarvestedPackage>();
  try {
    for (const [text = ''] of tableTexts(content, 'packages', 1)) {
      if (items.size >= MAX_PACKAGES) return { items: [list, ...items.values()], gaps: [gap('too-many')] };
      for (const pkg of packagesOf(text)) items.set(text, pkg);
    }
    return { items: [list, ...items.values()] };
  } catch (error) {
    if (!(error instanceof SqliteError)) throw error;
    return { items: [list, ...items.values()], gaps: [gap(error.kind)] };
  }
}

/** `name/version@user/channel`, of which user and channel are mostly missing. */
function packagesOf(text: string): readonly HarvestedPackage[] {
  const [, name, version, user = '', channel = ''] = reference.exec(text) ?? [];
  if (name === undefined || version === undefined) return [];
  const publisher = { ...(user === '' ? {} : { user }), ...(channel === '' ? {} : { channel }) };
  return [languagePackage('conan', name, version, { attributes: publisher })];
}

/** Recipes in Conan 2's cache (`p/…/e/conanfile.py`), which say what is built by them. They count where the cache has no list. */
export const recipeCollector: Collector = {
  name: 'conan-recipes',
  revision: 1,
  wants: {
    names: ['conanfile.py'],
    maxSize: 1 << 20,
    unless: ({ path }) => !/(?:^|\/)p\/[^/]+\/e\/conanfile\.py$/.test(path),
  },
  what: 'Conan recipe',
  blinds: ['packages'],
  take: (_, content) => {
    const text = content.toString('utf8');
    const said = (member: string) =>
      new RegExp(`^[ \\t]{1,8}${member}[ \\t]{0,8}=[ \\t]{0,8}["']([\\w+.-]{1,200})["']`, 'm').exec(text)?.[1];
    const name = said('name');
    if (name === undefined) return { items: [] };
    return {
      items: [languagePackage('conan', name, said('version') ?? '(unknown)', { attributes: { [RECIPE]: 'true' } })],
    };
  },
};

/** What is installed: of the recipes only those of a cache that has no list. */
export function withoutListed(
  packages: readonly Placed<HarvestedPackage>[],
  facts: readonly Placed<HarvestedFact>[],
): readonly Placed<HarvestedPackage>[] {
  const caches = new Set(facts.flatMap(({ item, path }) => (item.fact === LIST ? [path.replace(/[^/]+$/, '')] : [])));
  return packages.flatMap((placed) => {
    const { [RECIPE]: recipe, ...attributes } = placed.item.attributes;
    if (recipe === undefined) return [placed];
    if (caches.has(placed.path.replace(/[^/]+\/e\/[^/]+$/, ''))) return [];
    return [{ ...placed, item: { ...placed.item, attributes } }];
  });
}
