import type { Assembly } from '../collect/ecosystem.ts';
import { jsonSprawl } from '../formats/json-sprawl.ts';
import type { HarvestedPackage } from '../model/harvest.ts';
import type { Package } from '../model/package.ts';
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

/** Says of an item that it stands in a file that tells what is to be installed, not what is. */
export const wished: Readonly<Record<string, string>> = { wished: 'true' };

/**
 * The packages of a language, with their owners. What lock files name counts only where no package of the language is installed at all: beside installed ones
 * it is a plan, and mostly somebody else's.
 */
export function languagePackages(
  assembly: Assembly,
  type: string,
  purl: (name: string, version: string) => string,
): readonly Package[] {
  const ownerOf = ownersByPath(assembly);
  const isInstalled = assembly.packages.some(({ item }) => item.attributes['wished'] === undefined);
  return assembly.packages
    .filter(({ item }) => !isInstalled || item.attributes['wished'] === undefined)
    .map(({ item, path, layer }) => ({
      name: item.name,
      version: item.version,
      type,
      purl: purl(item.name, item.version),
      architecture: null,
      source: null,
      licenses: item.licenses,
      layer,
      path,
      ownedBy: ownerOf(path),
      attributes: item.attributes,
    }));
}

/** An object of a JSON file; null for anything else, and for what would take memory out of proportion. */
export function jsonObject(content: Buffer): Readonly<Record<string, unknown>> | null {
  if (content.length > 65_536 && jsonSprawl(content) !== null) return null;
  try {
    const value: unknown = JSON.parse(content.toString('utf8').replace(/^\ufeff/, ''));
    return isObject(value) ? value : null;
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
