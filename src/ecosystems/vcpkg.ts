import type { Collector, Taken } from '../collect/collector.ts';
import type { Assembly, Ecosystem, Placed } from '../collect/ecosystem.ts';
import { deb822Paragraphs } from '../formats/deb822.ts';
import type { HarvestedFact, HarvestedGap } from '../model/harvest.ts';
import type { Package } from '../model/package.ts';
import { php } from '../versions/php.ts';
import { purlOf } from './purl.ts';

const WHAT = 'vcpkg database';
/** More ports than there are, for several triplets. */
const MAX_PACKAGES = 20_000;
const unparsable: HarvestedGap = { what: WHAT, reason: 'unparsable', blinds: ['packages'] };
/** Whatever the tree is called: `installed` of a classic one, `vcpkg_installed` of a project. */
const place = /^(.*?)(?:^|\/)vcpkg\/(status|updates\/\d{1,20})$/;
const wanted: ReadonlySet<string> = new Set([
  'package',
  'feature',
  'version',
  'port-version',
  'architecture',
  'status',
]);

/**
 * The list of what vcpkg installed: paragraphs like dpkg's. What was done last stands in files of its own (`updates/`), which vcpkg adds to the list when it is
 * run the next time, so that in an image both count.
 */
const statusCollector: Collector = {
  name: 'vcpkg-status',
  revision: 1,
  wants: {
    parents: [
      { named: 'vcpkg', ending: 'status' },
      { named: 'updates', ending: '' },
    ],
    maxSize: 32 << 20,
    unless: ({ path }) => !place.test(path),
  },
  what: WHAT,
  blinds: ['packages'],
  take: (_, content) => take(content.toString('utf8')),
};

function take(text: string): Taken {
  const items: HarvestedFact[] = [];
  let isWhole = true;
  for (const { fields, faults } of deb822Paragraphs(text, wanted)) {
    if (items.length >= MAX_PACKAGES) return { items, gaps: [{ ...unparsable, reason: 'too-many' }] };
    // What of a package was asked for besides has its version.
    if (fields.has('feature')) continue;
    const [name, architecture, status] = ['package', 'architecture', 'status'].map((field) => fields.get(field) ?? '');
    const version = fields.get('version') ?? '';
    const isThere = / (?:installed|half-installed)$/.test(status ?? '');
    if (faults > 0 || !name || !architecture || !/^\S+ \S+ \S+$/.test(status ?? '') || (isThere && version === '')) {
      isWhole = false;
      continue;
    }
    const values = [name, architecture, isThere ? version : '', fields.get('port-version') ?? ''];
    items.push({ kind: 'fact', ecosystem: 'vcpkg', fact: 'paragraph', key: `${name}:${architecture}`, values });
  }
  return isWhole ? { items } : { items, gaps: [unparsable] };
}

/** Of each tree the list, then what was done since, in its order: what is said last of a package holds. */
function assemble({ facts }: Assembly): readonly Package[] {
  const found = new Map<string, Package>();
  for (const { item, path, layer } of [...facts].sort(byTime)) {
    const [name = '', architecture = '', version = '', port = ''] = item.values;
    const key = `${rootOf(path)}\0${item.key}`;
    if (version === '') {
      found.delete(key);
      continue;
    }
    const portVersion = port === '0' ? '' : port;
    const purl = purlOf('vcpkg', null, name, version, { port_version: portVersion, triplet: architecture });
    const attributes = portVersion === '' ? {} : { portVersion };
    const known = { architecture, source: null, licenses: [], layer, path, ownedBy: null, attributes };
    found.set(key, { name, version, type: 'vcpkg', purl, ...known });
  }
  return [...found.values()];
}

function rootOf(path: string): string {
  return place.exec(path)?.[1] ?? '';
}

function byTime(a: Placed<HarvestedFact>, b: Placed<HarvestedFact>): number {
  const [left, right] = [a, b].map(({ path }) =>
    Number(place.exec(path)?.[2]?.replace('updates/', '').replace('status', '-1')),
  );
  return (left ?? 0) - (right ?? 0);
}

/** Packages of vcpkg. No feed speaks of them. Of its versions, of which a port chooses the kind, PHP's order is the nearest. */
export const vcpkg: Ecosystem = {
  id: 'vcpkg',
  title: { en: 'vcpkg packages', 'zh-CN': 'vcpkg 软件包' },
  kind: 'language',
  versions: php,
  collectors: [statusCollector],
  assemble,
  // Its tree has a directory for each triplet, in which nothing else lies.
  brings: (_, packages) =>
    packages.map(({ path, architecture }) => [rootOf(path), architecture].filter(Boolean).join('/')),
  advisoryNames: () => [],
};
