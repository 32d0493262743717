import type { Inventory } from '../../src/model/inventory.ts';
import type { Package } from '../../src/model/package.ts';

/** An inventory as Syft writes it, which Plimsoll reads and does not write: `artifacts` with metadata, places, licenses; owners beside them; the distribution. */
export function syftDocument({ packages, distribution }: Inventory): object {
  const owners = new Map(packages.map(({ purl }, at) => [purl, String(at)]));
  return {
    artifacts: packages.map((pkg, at) => ({
      id: String(at),
      name: pkg.type === 'maven' ? pkg.name.replace(/^.*:/, '') : pkg.name,
      version: pkg.version,
      type: pkg.type === 'pypi' ? 'python' : pkg.type,
      locations: [{ path: `/${pkg.path}`, layerID: pkg.layer }],
      licenses: pkg.licenses.map((value) => ({ value, spdxExpression: value, type: 'declared' })),
      purl: syftPurl(pkg),
      metadata: {
        architecture: pkg.architecture ?? '',
        ...(pkg.type === 'deb' ? { source: pkg.source?.name ?? '', sourceVersion: pkg.source?.version ?? '' } : {}),
        ...(pkg.type === 'apk' ? { originPackage: pkg.source?.name ?? '' } : {}),
        modularityLabel: pkg.attributes['modularityLabel'] ?? '',
      },
    })),
    artifactRelationships: packages.flatMap(({ ownedBy }, at) => {
      const owner = ownedBy === null ? undefined : owners.get(ownedBy);
      return owner === undefined ? [] : [{ parent: owner, child: String(at), type: 'ownership-by-file-overlap' }];
    }),
    source: { type: 'image', name: 'x', metadata: {} },
    distro:
      distribution === null
        ? {}
        : {
            prettyName: distribution.name,
            id: distribution.id,
            versionID: distribution.versionId,
            idLike: distribution.like,
            versionCodename: distribution.codename ?? '',
          },
    descriptor: { name: 'syft', version: '1.18.0' },
    schema: { version: '16.0.21' },
  };
}

/** Syft names the source, or the source rpm, in the purl. */
function syftPurl({ type, purl, source }: Package): string {
  if ((type !== 'rpm' && type !== 'alpm' && type !== 'opkg') || source === null) return purl;
  const file = type !== 'rpm' ? source.name : `${source.name}-${source.version.replace(/^[0-9]+:/, '')}.src.rpm`;
  return `${purl}${purl.includes('?') ? '&' : '?'}upstream=${file}`;
}
