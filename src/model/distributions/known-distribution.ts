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
  return endOfSupport(distribution)?.date ?? null;
}

/** The same with the page that says so. */
export function endOfSupport(distribution: Distribution): { readonly date: string; readonly source: string } | null {
  const { releases, source } = rowOf(distribution)?.ends ?? {};
  // A release candidate or an alpha of Alpine's is none of the releases.
  if (releases === undefined || source === undefined || !/^[0-9]+(?:\.[0-9]+)*$/.test(distribution.versionId))
    return null;
  const [first = '', second] = distribution.versionId.split('.');
  // Releases are named by one number or two: 12, 3.19 of 3.19.1, 9 of 9.4, 15.0 of 15.
  const names = [distribution.versionId, ...(second === undefined ? [] : [`${first}.${second}`]), first, `${first}.0`];
  const release = names.find((name) => Object.hasOwn(releases, name));
  const date = release === undefined ? undefined : releases[release];
  return date === undefined ? null : { date, source };
}

/** The day after which nothing is fixed any more in a release, where that is past at a moment in RFC 3339; else null. */
export function endedOn(distribution: Distribution, moment: string): string | null {
  const end = supportEnd(distribution);
  return end !== null && moment.slice(0, 10) > end ? end : null;
}
