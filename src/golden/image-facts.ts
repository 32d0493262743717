import type { Collector, Taken } from '../collect/collector.ts';
import { deb822Paragraphs } from '../formats/deb822.ts';
import type { SquashedFile } from '../images/squash.ts';
import type { HarvestedFact } from '../model/harvest.ts';
import { type Alternative, type PackageRelations, relationNames } from './relations.ts';

/** What a plan has to know of an image that no report tells. */
export interface ImageFacts {
  /** Which packages need which; null where no database that tells it was read whole. */
  readonly relations: readonly PackageRelations[] | null;
  /** The image's groups by their number. */
  readonly groups: ReadonlyMap<number, string>;
}

const ECOSYSTEM = 'golden';
/** Packages of which relations are looked at: ten times what the largest images have. Beyond that nothing is proposed for removal. */
const MOST = 20_000;
/** Characters of relations: some ten times what the largest images have. */
const LONGEST = 8 << 20;
const what = 'dependencies of packages';
const tooMany: Taken = { items: [], gaps: [{ what, reason: 'too-many', blinds: [] }] };
const fields: ReadonlySet<string> = new Set([
  'package',
  'status',
  'depends',
  'pre-depends',
  'provides',
  'essential',
  'protected',
]);

const debRelations: Collector = {
  name: 'golden-deb-relations',
  revision: 1,
  wants: { paths: ['var/lib/dpkg/status'], maxSize: 64 << 20 },
  what,
  blinds: [],
  take: (_, content) => {
    const items: HarvestedFact[] = [];
    for (const { fields: field } of deb822Paragraphs(content.toString('utf8'), fields)) {
      const state = (field.get('status') ?? '').trim().split(/\s+/)[2] ?? 'installed';
      if (state === 'not-installed' || state === 'config-files') continue;
      const isKept = field.get('essential') === 'yes' || field.get('protected') === 'yes';
      const needs = [field.get('pre-depends'), field.get('depends')].filter(Boolean).join(', ');
      items.push(fact('deb', field.get('package') ?? '', [isKept ? 'kept' : '', needs, field.get('provides') ?? '']));
    }
    return bounded(items);
  },
};

const apkRelations: Collector = {
  name: 'golden-apk-relations',
  revision: 1,
  wants: { paths: ['lib/apk/db/installed', 'usr/lib/apk/db/installed'], maxSize: 64 << 20 },
  what,
  blinds: [],
  take: (_, content) => {
    const items: HarvestedFact[] = [];
    for (const record of content.toString('utf8').split('\n\n')) {
      const field = (letter: string) => new RegExp(`^${letter}:(.*)$`, 'm').exec(record)?.[1] ?? '';
      const name = field('P');
      if (name === '') continue;
      items.push(fact('apk', name, ['', field('D'), field('p')]));
    }
    return bounded(items);
  },
};

const groups: Collector = {
  name: 'golden-groups',
  revision: 1,
  wants: { paths: ['etc/group'], maxSize: 16 << 20 },
  what: 'group',
  blinds: [],
  take: (_, content) => {
    const values = content
      .toString('utf8')
      .split('\n')
      .slice(0, MOST)
      .flatMap((line) => {
        const [name = '', , gid = ''] = line.split(':');
        return /^[0-9]{1,10}$/.test(gid) && name !== '' ? [`${gid}:${name.slice(0, 64)}`] : [];
      });
    return { items: [fact('groups', '', values)] };
  },
};

/** Relations as a whole or not at all: half of them would let something go that is needed. */
function bounded(items: readonly HarvestedFact[]): Taken {
  const length = items.reduce((sum, { values }) => sum + values.reduce((own, value) => own + value.length, 0), 0);
  return items.length > MOST || length > LONGEST ? tooMany : { items };
}

/** Beside those of a scan. They read files that the scan reads anyway. */
export const goldenCollectors: readonly Collector[] = [debRelations, apkRelations, groups];

export function imageFacts(files: readonly SquashedFile[]): ImageFacts {
  const own = files.filter(({ collector }) => goldenCollectors.some(({ name }) => name === collector));
  const facts = own.flatMap(({ items }) =>
    items.flatMap(({ item }) => (item.kind === 'fact' && item.ecosystem === ECOSYSTEM ? [item] : [])),
  );
  const relations = facts.flatMap(({ fact: kind, key, values }) =>
    kind === 'deb' || kind === 'apk' ? [relationOf(kind, key, values)] : [],
  );
  const isWhole = own.every(({ gaps }) => gaps.length === 0) && !isTangled(relations);
  const pairs = facts
    .filter(({ fact: kind }) => kind === 'groups')
    .flatMap(({ values }) =>
      values.map((value) => [Number(value.split(':')[0]), value.replace(/^[0-9]+:/, '')] as const),
    );
  return { relations: relations.length > 0 && isWhole ? relations : null, groups: new Map(pairs) };
}

/** Packages that all claim to be the same, or need more than any package does, would cost time and tell nothing. */
function isTangled(relations: readonly PackageRelations[]): boolean {
  const provided = relations.flatMap(({ provides }) => provides);
  const needed = relations.reduce((sum, { needs }) => sum + needs.flat().length, 0);
  const counts = new Map<string, number>();
  for (const name of provided) counts.set(name, (counts.get(name) ?? 0) + 1);
  return needed > 40 * MOST || [...counts.values()].some((count) => count > 500);
}

function relationOf(kind: 'deb' | 'apk', name: string, [kept = '', needs = '', provides = '']: readonly string[]) {
  const groupsOf = kind === 'deb' ? debNeeds : apkNeeds;
  return {
    name,
    isKept: kept !== '',
    needs: groupsOf(needs),
    provides: relationNames(kind === 'deb' ? provides.split(',') : provides.split(/\s+/)),
  };
}

/** `libc6 (>= 2.36), debconf | debconf-2.0` (Debian Policy 7.1). */
function debNeeds(text: string): readonly (readonly Alternative[])[] {
  return text
    .split(',')
    .map((group) =>
      group.split('|').flatMap((one) => {
        const [name] = relationNames([one]);
        return name === undefined ? [] : [{ name, isVersioned: one.includes('(') }];
      }),
    )
    .filter((group) => group.length > 0);
}

/** `so:libc.musl-x86_64.so.1 busybox>=1.36 !other` (apk-package(5)). */
function apkNeeds(text: string): readonly (readonly Alternative[])[] {
  return text.split(/\s+/).flatMap((one) => {
    const [name] = relationNames([one]);
    return name === undefined || one.startsWith('!') ? [] : [[{ name, isVersioned: /[<>=~]/.test(one) }]];
  });
}

function fact(kind: string, key: string, values: readonly string[]): HarvestedFact {
  return { kind: 'fact', ecosystem: ECOSYSTEM, fact: kind, key, values };
}
