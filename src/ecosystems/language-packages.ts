import type { Assembly } from '../collect/ecosystem.ts';
import type { HarvestedPackage } from '../model/harvest.ts';
import type { Package } from '../model/package.ts';
import { countingPackages } from './counting-packages.ts';
import { ownersByPath } from './file-digests.ts';

/** A package of a language, as a file names it and nothing else is known. */
export function languagePackage(
  ecosystem: string,
  name: string,
  version: string,
  more: Partial<Pick<HarvestedPackage, 'licenses' | 'attributes'>> = {},
): HarvestedPackage {
  return {
    kind: 'package',
    ecosystem,
    name,
    version,
    architecture: null,
    source: null,
    licenses: [],
    attributes: {},
    ...more,
  };
}

/** The packages of a language, with their owners; of what lock files name only what counts ({@link countingPackages}). */
export function languagePackages(
  assembly: Assembly,
  type: string,
  purl: (name: string, version: string, attributes: Package['attributes']) => string,
  nameOf?: (name: string) => string,
): readonly Package[] {
  const ownerOf = ownersByPath(assembly);
  return countingPackages(assembly.packages, nameOf).map(({ item, path, layer }) => ({
    name: item.name,
    version: item.version,
    type,
    purl: purl(item.name, item.version, item.attributes),
    architecture: null,
    source: null,
    licenses: item.licenses,
    layer,
    path,
    ownedBy: ownerOf(path),
    attributes: item.attributes,
  }));
}
