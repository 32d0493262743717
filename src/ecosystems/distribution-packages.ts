import type { Assembly } from '../collect/ecosystem.ts';
import type { Package } from '../model/package.ts';
import { purlDistro, purlNamespace } from './distribution-names.ts';
import { purlOf } from './purl.ts';
import { withoutTwice } from './told-twice.ts';

/** Packages whose purl says what was read of them, and of which distribution they are. */
export function distributionPackages({ packages, distribution }: Assembly, type: string): readonly Package[] {
  const namespace = purlNamespace(distribution);
  const distro = purlDistro(distribution);
  return withoutTwice(packages).map(({ item, path, layer }) => ({
    name: item.name,
    version: item.version,
    type,
    purl: purlOf(type, namespace, item.name, item.version, { arch: item.architecture, distro }),
    architecture: item.architecture,
    source: item.source,
    licenses: item.licenses,
    layer,
    path,
    ownedBy: null,
    attributes: item.attributes,
  }));
}
