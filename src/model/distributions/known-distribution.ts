import type { Distribution } from '../package.ts';
import type { DistributionRow } from './distribution-row.ts';
import { distributionTable } from './distribution-table.ts';

/** Null where nobody knows the distribution. */
export function rowOf(distribution: Distribution | null): DistributionRow | null {
  if (distribution === null) return null;
  return distributionTable.find((row) => row.ids.includes(distribution.id) && row.is?.(distribution) !== false) ?? null;
}

/** The last day on which a release gets security updates without a contract; null where that is not known. */
export function supportEnd(distribution: Distribution): string | null {
  const releases = rowOf(distribution)?.ends?.releases;
  // A release candidate or an alpha of Alpine's is none of the releases.
  if (releases === undefined || !/^[0-9]+(?:\.[0-9]+)*$/.test(distribution.versionId)) return null;
  const [first = '', second] = distribution.versionId.split('.');
  // Releases are named by one number or two: 12, 3.19 of 3.19.1, 9 of 9.4, 15.0 of 15.
  const names = [distribution.versionId, ...(second === undefined ? [] : [`${first}.${second}`]), first, `${first}.0`];
  const release = names.find((name) => Object.hasOwn(releases, name));
  return release === undefined ? null : (releases[release] ?? null);
}
