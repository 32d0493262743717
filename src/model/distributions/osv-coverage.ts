import { imageEcosystems, rootEcosystem } from '../osv-ecosystems.ts';
import type { DistributionRow } from './distribution-row.ts';
import { distributionTable } from './distribution-table.ts';

/**
 * What an update could bring for something of which the database has no advisories, by the name that the gap gives it: `published`, where OSV has records;
 * `borrowed`, where it has those of the distribution that this one is built from; `distribution`, where it has none of a distribution that is known; `nobody`, for
 * kinds of packages and programs that no feed speaks of.
 */
export type OsvCoverage = 'published' | 'borrowed' | 'distribution' | 'nobody';

export function osvCoverage(name: string): OsvCoverage {
  const root = rootEcosystem(name);
  if (distributionTable.some(({ records }) => typeof records === 'object' && records.borrowed === root))
    return 'borrowed';
  if (imageEcosystems.includes(root)) return 'published';
  return distributionTable.some((row) => namesOf(row).includes(root)) ? 'distribution' : 'nobody';
}

/** Those that its releases stand under, without the release, and what it calls itself. */
function namesOf({ ids, example, ecosystems }: DistributionRow): readonly string[] {
  const named = ids.flatMap((id) => ecosystems({ id, versionId: example, name: '', like: [], codename: null }));
  return [...ids, ...named.map(rootEcosystem)];
}
