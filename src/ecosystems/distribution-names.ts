import type { AdvisoryName } from '../collect/ecosystem.ts';
import type { PackageDatabase } from '../model/distributions/distribution-row.ts';
import { distributionTable } from '../model/distributions/distribution-table.ts';
import { rowOf } from '../model/distributions/known-distribution.ts';
import { rootEcosystem } from '../model/osv-ecosystems.ts';
import type { Distribution, Package } from '../model/package.ts';
import { backportNames } from './backports.ts';
import { dockerNames, versionBeforeDocker } from './docker-hardened.ts';
import { beforeSupply, supplierNames } from './suppliers.ts';

/** The attribute `source` of a package that was built from a source of which nothing tells the name. Without it a missing source is called as the package is. */
export const SOURCE_UNTOLD = 'untold';

/** Under which names the feeds may know a distribution's package. */
export function distributionAdvisoryNames(
  pkg: Package,
  distribution: Distribution | null,
): readonly AdvisoryName[] | 'unknown' {
  const row = rowOf(distribution);
  if (distribution === null || row === null || row.packages !== pkg.type) return 'unknown';
  const ofRelease = row.ecosystems(distribution);
  if (ofRelease.length === 0) return 'unknown';
  const ecosystems = [...ofRelease, ...(row.also?.(pkg, distribution) ?? [])];
  const before = (named: NonNullable<Package['source']>) => {
    const { name, version } = beforeSupply(pkg, named, distribution);
    return { name, version: versionBeforeDocker(pkg.type, version) };
  };
  const binary = before(pkg);
  const source = pkg.source === null ? binary : before(pkg.source);
  const same = source.name === binary.name && source.version === binary.version;
  const asked = row.by === 'binary' ? [binary] : row.by === 'source' || same ? [source] : [source, binary];
  const sourceless = row.by === 'source' && pkg.source === null && pkg.attributes['source'] === SOURCE_UNTOLD;
  const lacking =
    typeof row.records === 'string'
      ? row.builder?.(distribution)[0]
      : `${row.records.borrowed}:${distribution.versionId}`;
  const borrowed = lacking === undefined ? {} : { borrowedFor: lacking };
  const marks = { ...borrowed, ...(sourceless && { ofBinary: true as const }) };
  const roots = ecosystems.map(rootEcosystem).filter((root) => !ecosystems.includes(root));
  const unscoped = new Set([...roots, ...(row.beside ?? [])]);
  return [
    ...ecosystems.flatMap((ecosystem) => asked.map(({ name, version }) => ({ ecosystem, name, version, ...marks }))),
    ...[...unscoped].flatMap((ecosystem) =>
      asked.map(({ name, version }) => ({ ecosystem, name, version, ...marks, ofAnyRelease: true as const })),
    ),
    ...backportNames(pkg, distribution),
    ...supplierNames(pkg, distribution),
    ...dockerNames(pkg, distribution),
  ];
}

/** The purl namespace of a distribution's packages. */
export function purlNamespace(distribution: Distribution | null): string | null {
  if (distribution === null) return null;
  return rowOf(distribution)?.namespace ?? distribution.id.toLowerCase();
}

/** What purls of the field carry as `distro`: `debian-12`. */
export function purlDistro(distribution: Distribution | null): string | null {
  if (distribution === null) return null;
  const release = distribution.versionId || distribution.codename;
  return release === null || release === '' ? distribution.id : `${distribution.id}-${release}`;
}

/** Whether a distribution, or one that it is made from, keeps packages of this type. */
export function keepsPackages(type: PackageDatabase): (distribution: Distribution) => boolean {
  return (distribution) => {
    const row = rowOf(distribution);
    if (row !== null) return row.packages === type;
    const parent = distribution.like.find((name) => distributionTable.some(({ ids }) => ids.includes(name)));
    return parent !== undefined && rowOf({ ...distribution, id: parent })?.packages === type;
  };
}
