import type { Collector } from '../collect/collector.ts';
import type { Assembly, Ecosystem, OwnedFile } from '../collect/ecosystem.ts';
import { readApkDatabase } from '../formats/apk-installed.ts';
import type { Harvested } from '../model/harvest.ts';
import type { Package } from '../model/package.ts';
import { apk as apkVersions } from '../versions/apk.ts';
import { distributionAdvisoryNames, keepsPackages } from './distribution-names.ts';
import { distributionPackages } from './distribution-packages.ts';
import { vendorOf } from './docker-hardened.ts';
import { isOwnerAsked } from './file-digests.ts';
import { isForeign } from './foreign-builders.ts';
import { normalizedLicense } from './license-names.ts';
import { differingCopies } from './told-twice.ts';

const WHAT = 'apk database';

/** apk-tools' database; from version 3 on it lies under `usr`. */
const installedCollector: Collector = {
  name: 'apk-installed',
  revision: 5,
  wants: { paths: ['lib/apk/db/installed', 'usr/lib/apk/db/installed'], maxSize: 64 << 20 },
  what: WHAT,
  blinds: ['packages'],
  knowsFiles: { by: ['sha1'], in: ['lib/apk', 'usr/lib/apk'], heralds: ['etc/apk'] },
  take: (_, content) => {
    const { packages, faults, tooMany } = readApkDatabase(content.toString('utf8'), isOwnerAsked);
    const items: Harvested[] = [];
    for (const { name, version, architecture, origin, license, maintainer, files } of packages) {
      const source = { name: origin || name, version };
      const licenses = license ? [normalizedLicense(license)] : [];
      items.push({
        kind: 'package',
        ecosystem: 'apk',
        name,
        version,
        architecture: architecture || null,
        source,
        licenses,
        attributes: vendorOf(maintainer),
      });
      for (const { path, digest } of files) {
        items.push({ kind: 'fact', ecosystem: 'apk', fact: 'owned', key: path, values: [name, digest ?? ''] });
      }
    }
    if (faults === 0 && !tooMany) return { items };
    return { items, gaps: [{ what: WHAT, reason: tooMany ? 'too-many' : 'unparsable', blinds: ['packages'] }] };
  },
};

/** Packages of apk-tools: Alpine, Wolfi, Chainguard and others. */
export const apk: Ecosystem = {
  id: 'apk',
  title: { en: 'Alpine packages', 'zh-CN': 'Alpine 软件包' },
  kind: 'distribution',
  versions: apkVersions,
  collectors: [installedCollector],
  database: { what: WHAT, isKeptBy: keepsPackages('apk') },
  assemble: (assembly) => distributionPackages(assembly, 'apk'),
  doubts: ({ packages }) => differingCopies(packages, WHAT),
  ownedFiles,
  advisoryNames: distributionAdvisoryNames,
  isForeign,
};

function* ownedFiles({ facts }: Assembly, packages: readonly Package[]): Generator<OwnedFile> {
  const owners = new Map(packages.map(({ name, purl }) => [name, purl]));
  for (const { item } of facts) {
    if (item.fact !== 'owned') continue;
    const [owner = '', digest = ''] = item.values;
    const purl = owners.get(owner);
    if (purl !== undefined) yield { path: item.key, owner: purl, digest: digest || null };
  }
}
