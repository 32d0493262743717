import type { Assembly, Ecosystem, OwnedFile, Placed } from '../collect/ecosystem.ts';
import type { AdvisoryMatch } from '../model/advisory.ts';
import type { HarvestedPackage } from '../model/harvest.ts';
import type { Package } from '../model/package.ts';
import { rpm as rpmVersions } from '../versions/rpm.ts';
import { distributionAdvisoryNames, keepsPackages, purlDistro, purlNamespace } from './distribution-names.ts';
import { isForeign } from './foreign-builders.ts';
import { purlOf } from './purl.ts';
import { applicationInventoryCollector } from './rpm/application-inventory.ts';
import { berkeleyCollector, ndbCollector } from './rpm/blob-databases.ts';
import { contentSetsCollector, productsOf } from './rpm/content-sets.ts';
import { type Installed, installedPackages } from './rpm/databases.ts';
import { manifestCollector } from './rpm/manifest.ts';
import { concernsBuild } from './rpm/modules.ts';
import { sourcesOf } from './rpm/sources.ts';
import { databaseCollector } from './rpm/sqlite-database.ts';
import { logCollector } from './rpm/sqlite-log.ts';
import { livePackages } from './rpm/write-ahead.ts';

/** Packages of rpm: Red Hat and its kin, SUSE, Mageia, openEuler and others. */
export const rpm: Ecosystem = {
  id: 'rpm',
  title: { en: 'RPM packages', 'zh-CN': 'RPM 软件包' },
  kind: 'distribution',
  versions: rpmVersions,
  collectors: [
    databaseCollector,
    logCollector,
    ndbCollector,
    berkeleyCollector,
    manifestCollector,
    applicationInventoryCollector,
    contentSetsCollector,
  ],
  database: { what: databaseCollector.what, isKeptBy: keepsPackages('rpm') },
  assemble,
  doubts: (assembly) => installed(assembly).gaps,
  ownedFiles,
  advisoryNames: distributionAdvisoryNames,
  isForeign,
  concerns: (pkg: Package, match: AdvisoryMatch) => concernsBuild(pkg, match),
};

/** A log of SQLite is laid over its file before databases are compared. */
function installed({ packages, facts, distribution }: Assembly): Installed {
  return installedPackages(livePackages(packages, facts), distribution);
}

function assemble(assembly: Assembly): readonly Package[] {
  const { packages } = installed(assembly);
  const namespace = purlNamespace(assembly.distribution);
  const distro = purlDistro(assembly.distribution);
  const products = productsOf(assembly.facts, assembly.distribution);
  const sourceOf = sourcesOf(packages.map(({ item }) => item));
  return packages.map((placed: Placed<HarvestedPackage>) => {
    const { item, path, layer } = placed;
    const { epoch, evr } = epochOf(item.version);
    const { modularityLabel, vendor } = item.attributes;
    return {
      name: item.name,
      version: item.version,
      type: 'rpm',
      purl: purlOf('rpm', namespace, item.name, evr, {
        arch: item.architecture,
        distro,
        epoch,
        // As Red Hat writes the module that a build belongs to.
        rpmmod: modularityLabel ?? null,
      }),
      architecture: item.architecture,
      source: sourceOf(item),
      licenses: item.licenses,
      layer,
      path,
      ownedBy: null,
      attributes: {
        ...(modularityLabel === undefined ? {} : { modularityLabel }),
        ...(vendor === undefined ? {} : { vendor }),
        ...(products === null ? {} : { products }),
      },
    };
  });
}

/** The purl has the epoch as a qualifier (purl-spec, type `rpm`). */
function epochOf(version: string): { readonly epoch: string | null; readonly evr: string } {
  const colon = version.indexOf(':');
  if (colon === -1) return { epoch: null, evr: version };
  return { epoch: version.slice(0, colon), evr: version.slice(colon + 1) };
}

function* ownedFiles({ facts }: Assembly, packages: readonly Package[]): Generator<OwnedFile> {
  const owners = new Map(packages.map((pkg) => [`${pkg.name} ${pkg.version} ${pkg.architecture}`, pkg.purl]));
  for (const { item } of facts) {
    if (item.fact !== 'owned') continue;
    const owner = owners.get(item.key);
    if (owner === undefined) continue;
    for (let at = 0; at < item.values.length; at += 2)
      yield { path: item.values[at] ?? '', owner, digest: item.values[at + 1] || null };
  }
}
