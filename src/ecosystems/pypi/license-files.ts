import type { Collector } from '../../collect/collector.ts';
import type { Placed } from '../../collect/ecosystem.ts';
import { licenseOfText } from '../../formats/license-text.ts';
import type { HarvestedFact } from '../../model/harvest.ts';
import { normalizedLicenses } from '../license-names.ts';

const place = /^(.*\.dist-info)\/(?:licenses\/)?[^/]+$/;
/** Longer than the texts that are known. */
const MAX_SIZE = 16 << 10;
const endings = ['', '.txt', '.md', '.rst'];

/** The license's text beside a package's metadata (PEP 639, "Add license files"), for those of which that names none. A package of npm nearly always names it, and has its text in front of that. */
export const licenseFilesCollector: Collector = {
  name: 'pypi-license-files',
  revision: 1,
  wants: {
    names: ['LICENSE', 'LICENCE', 'COPYING'].flatMap((name) => endings.map((ending) => `${name}${ending}`)),
    never: (path) => !place.test(path),
  },
  what: 'license file',
  blinds: [],
  take: ({ path }, content) => {
    const [, key = ''] = place.exec(path) ?? [];
    const license = content.length > MAX_SIZE ? null : licenseOfText(content);
    return { items: [{ kind: 'fact', ecosystem: 'pypi', fact: 'license-text', key, values: [license ?? ''] }] };
  },
};

/** By directories of metadata, the license of all texts in each. Nothing where one of them is not known: what that is about is not certain. */
export function licensesByDirectory(facts: readonly Placed<HarvestedFact>[]): ReadonlyMap<string, readonly string[]> {
  const texts = Map.groupBy(
    facts.filter(({ item }) => item.fact === 'license-text'),
    ({ item }) => item.key,
  );
  return new Map(
    [...texts].flatMap(([directory, all]): [string, readonly string[]][] => {
      const licenses = [...new Set(all.map(({ item }) => item.values[0] ?? ''))];
      return licenses.includes('') ? [] : [[directory, normalizedLicenses(licenses.sort())]];
    }),
  );
}
