import type { Collector, Taken } from '../collect/collector.ts';
import type { Assembly, Ecosystem } from '../collect/ecosystem.ts';
import { isObject, jsonObject } from '../formats/json-object.ts';
import type { HarvestedGap, HarvestedPackage } from '../model/harvest.ts';
import type { Package } from '../model/package.ts';
import { apk as apkVersions } from '../versions/apk.ts';
import { distributionAdvisoryNames, keepsPackages, purlDistro } from './distribution-names.ts';
import { purlOf } from './purl.ts';

const WHAT = 'COS package list';
/** A system has some three hundred. */
const MAX_PACKAGES = 100_000;
const gap = (reason: HarvestedGap['reason']): HarvestedGap => ({ what: WHAT, reason, blinds: ['packages'] });

/**
 * What Google's Container-Optimized OS has in place of a database: `installedPackages` with category, name, version (that of the system's build) and
 * `ebuild_version`. What it was built with (`buildTimePackages`) is not in it.
 */
const listCollector: Collector = {
  name: 'cos-packages',
  revision: 1,
  wants: { paths: ['etc/cos-package-info.json'], maxSize: 64 << 20 },
  what: WHAT,
  blinds: ['packages'],
  take: (_, content) => take(content),
};

function take(content: Buffer): Taken {
  const listed = jsonObject(content)?.['installedPackages'];
  if (!Array.isArray(listed)) return { items: [], gaps: [gap('unparsable')] };
  const items = listed.slice(0, MAX_PACKAGES).flatMap((entry: unknown) => packageOf(entry) ?? []);
  if (listed.length > MAX_PACKAGES) return { items, gaps: [gap('too-many')] };
  return items.length === listed.length ? { items } : { items, gaps: [gap('unparsable')] };
}

function packageOf(entry: unknown): HarvestedPackage | null {
  if (!isObject(entry)) return null;
  const [category, name, version, ebuildVersion] = ['category', 'name', 'version', 'ebuild_version'].map((field) => {
    const value = entry[field];
    return typeof value === 'string' ? value : '';
  });
  if (!name || !version) return null;
  return {
    kind: 'package',
    ecosystem: 'cos',
    name: category ? `${category}/${name}` : name,
    version,
    architecture: null,
    source: null,
    licenses: [],
    attributes: ebuildVersion ? { ebuildVersion } : {},
  };
}

/** Packages of Container-Optimized OS. It does not tell which files they brought, and no feed in OSV speaks of it. */
export const cos: Ecosystem = {
  id: 'cos',
  title: { en: 'Packages of Container-Optimized OS', 'zh-CN': 'Container-Optimized OS 软件包' },
  kind: 'distribution',
  versions: apkVersions,
  collectors: [listCollector],
  database: { what: WHAT, isKeptBy: keepsPackages('cos') },
  assemble,
  advisoryNames: distributionAdvisoryNames,
};

function assemble({ packages, distribution }: Assembly): readonly Package[] {
  const distro = purlDistro(distribution);
  return packages.map(({ item, path, layer }) => {
    const slash = item.name.lastIndexOf('/');
    const category = slash === -1 ? null : item.name.slice(0, slash);
    return {
      name: item.name,
      version: item.version,
      type: 'cos',
      purl: purlOf('cos', category, item.name.slice(slash + 1), item.version, { distro }),
      architecture: null,
      source: null,
      licenses: [],
      layer,
      path,
      ownedBy: null,
      attributes: item.attributes,
    };
  });
}
