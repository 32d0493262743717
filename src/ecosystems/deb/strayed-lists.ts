import type { Assembly } from '../../collect/ecosystem.ts';
import type { Gap } from '../../model/gap.ts';
import { WHAT } from './lists.ts';

/** More say no more. */
const MOST_NAMED = 100;
/** Of a package that was removed dpkg keeps the list of its settings, which lie elsewhere. */
const removedWithIt = /^(?:usr|s?bin|lib\w*|opt)\/./;

/**
 * Lists of the files of packages that the database does not have, or calls removed: dpkg deletes a list with its package, and shortens that of one of which only settings are left. Somebody
 * wrote into the database, or laid that of another system over it, and the files may be there still.
 */
export function strayedLists({ packages, facts }: Pick<Assembly, 'packages' | 'facts'>): readonly Gap[] {
  // Where there is no database at all, that is said.
  if (packages.length === 0) return [];
  const known = new Set(packages.flatMap(({ item }) => [item.name, `${item.name}:${item.architecture ?? ''}`]));
  return facts
    .filter(({ item }) => item.fact === 'listed' && !known.has(item.key))
    .filter(({ item }) => item.values.some((path) => removedWithIt.test(path)))
    .slice(0, MOST_NAMED)
    .map(({ path, layer }): Gap => {
      return { what: WHAT, path, layer, reason: 'ambiguous', blinds: ['packages'], incomplete: false };
    });
}
