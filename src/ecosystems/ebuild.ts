import type { Collector, LayerFile, Taken } from '../collect/collector.ts';
import type { Assembly, Ecosystem, OwnedFile } from '../collect/ecosystem.ts';
import type { HarvestedFact } from '../model/harvest.ts';
import type { Package } from '../model/package.ts';
import { apk as apkVersions } from '../versions/apk.ts';
import { distributionAdvisoryNames, keepsPackages, purlDistro } from './distribution-names.ts';
import { isOwnerAsked } from './file-digests.ts';
import { purlOf } from './purl.ts';

const WHAT = 'portage database';
/** A directory a package, `CATEGORY/NAME-VERSION` (PMS, 3.1 and 3.2); one that is being installed has its mark before the name. */
const place = /^var\/db\/pkg\/([\w][\w+.-]*)\/(?:-MERGING-)?([^/]+)\/(?:CONTENTS|LICENSE)$/;
const nameAndVersion = /^([\w+][\w+-]*?)-(\d+(?:\.\d+)*[a-z]?(?:_(?:alpha|beta|pre|rc|p)\d*)*(?:-r\d+)?)$/;
const isElsewhere = ({ path }: LayerFile) => !place.test(path);
/** Files of interest in one package; the kernel's sources have most. */
const MAX_OWNED = 50_000;

const contentsCollector: Collector = {
  name: 'ebuild-contents',
  revision: 2,
  wants: { names: ['CONTENTS'], maxSize: 64 << 20, unless: isElsewhere },
  what: WHAT,
  blinds: ['packages'],
  knowsFiles: { by: ['md5'], in: ['var/db/pkg'] },
  take: ({ path }, content) => takeContents(path, content.toString('utf8')),
};

const licenseCollector: Collector = {
  name: 'ebuild-license',
  revision: 1,
  wants: {
    names: ['LICENSE'],
    maxSize: 1 << 20,
    // Every second package of a language has such a file: they are not even remembered for links that could lead to them.
    never: (path) => !path.startsWith('var/db/pkg/'),
    unless: isElsewhere,
  },
  what: WHAT,
  blinds: [],
  take: ({ path }, content) => {
    const license = content.toString('utf8').trim().replace(/\s+/g, ' ').slice(0, 1000);
    const fact: HarvestedFact = {
      kind: 'fact',
      ecosystem: 'ebuild',
      fact: 'license',
      key: directoryOf(path),
      values: [license],
    };
    return { items: license === '' ? [] : [fact] };
  },
};

/**
 * Packages of Portage: Gentoo and what is made of it. Alpine took the order of their versions over (PMS, 3.3). No feed in OSV speaks of them; a feed
 * of one's own would name them `CATEGORY/NAME`.
 */
export const ebuild: Ecosystem = {
  id: 'ebuild',
  title: { en: 'Gentoo packages', 'zh-CN': 'Gentoo 软件包' },
  kind: 'distribution',
  versions: apkVersions,
  collectors: [contentsCollector, licenseCollector],
  database: { what: WHAT, isKeptBy: keepsPackages('ebuild'), in: 'var/db/pkg' },
  assemble,
  ownedFiles,
  advisoryNames: distributionAdvisoryNames,
};

function takeContents(path: string, text: string): Taken {
  const [, category = '', directory = ''] = place.exec(path) ?? [];
  const [, name, version] = nameAndVersion.exec(directory.slice(0, 500)) ?? [];
  if (name === undefined || version === undefined)
    return { items: [], gaps: [{ what: WHAT, reason: 'unparsable', blinds: ['packages'] }] };
  const item = {
    kind: 'package',
    ecosystem: 'ebuild',
    name: `${category}/${name}`,
    version,
    architecture: null,
    source: null,
    licenses: [],
    attributes: {},
  } as const;
  return { items: [item, ...ownedIn(text, directoryOf(path))] };
}

/** `obj PATH MD5 TIME`; paths may have blanks in them. Directories and links are of no interest. */
function ownedIn(text: string, key: string): HarvestedFact[] {
  const values: string[] = [];
  for (const [, path = '', digest = ''] of text.matchAll(/^obj \/(.+) ([0-9a-f]{32}) \d+$/gm)) {
    if (values.length >= 2 * MAX_OWNED) break;
    if (isOwnerAsked(path)) values.push(path, `md5:${digest}`);
  }
  return values.length === 0 ? [] : [{ kind: 'fact', ecosystem: 'ebuild', fact: 'owned', key, values }];
}

function assemble({ packages, facts, distribution }: Assembly): readonly Package[] {
  const licenses = new Map(
    facts.filter(({ item }) => item.fact === 'license').map(({ item }) => [item.key, item.values]),
  );
  const distro = purlDistro(distribution);
  return packages.map(({ item, path, layer }) => {
    const slash = item.name.indexOf('/');
    const [category, name] = [item.name.slice(0, slash), item.name.slice(slash + 1)];
    return {
      name: item.name,
      version: item.version,
      type: 'ebuild',
      purl: purlOf('ebuild', category, name, item.version, { distro }),
      architecture: null,
      source: null,
      licenses: licenses.get(directoryOf(path)) ?? [],
      layer,
      path,
      ownedBy: null,
      attributes: item.attributes,
    };
  });
}

function* ownedFiles({ facts }: Assembly, packages: readonly Package[]): Generator<OwnedFile> {
  const owners = new Map(packages.map(({ path, purl }) => [directoryOf(path), purl]));
  for (const { item } of facts) {
    const owner = item.fact === 'owned' ? owners.get(item.key) : undefined;
    if (owner === undefined) continue;
    for (let at = 0; at < item.values.length; at += 2)
      yield { path: item.values[at] ?? '', owner, digest: item.values[at + 1] || null };
  }
}

function directoryOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/'));
}
