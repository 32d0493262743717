import type { Distribution } from '../model/package.ts';

/**
 * The last day on which releases of distributions get security updates without a contract, long-term support by the distribution included.
 * A release that does not stand here is taken to be supported: better a plan that fails than none for what is only unknown.
 */
const ends: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  debian: {
    '7': '2018-05-31',
    '8': '2020-06-30',
    '9': '2022-06-30',
    '10': '2024-06-30',
    '11': '2026-08-31',
    '12': '2028-06-30',
    '13': '2030-06-30',
  },
  ubuntu: {
    '14.04': '2019-04-25',
    '16.04': '2021-04-30',
    '18.04': '2023-05-31',
    '20.04': '2025-05-31',
    '22.04': '2027-04-30',
    '24.04': '2029-04-30',
  },
  alpine: {
    '3.12': '2022-05-01',
    '3.13': '2022-11-01',
    '3.14': '2023-05-01',
    '3.15': '2023-11-01',
    '3.16': '2024-05-23',
    '3.17': '2024-11-22',
    '3.18': '2025-05-09',
    '3.19': '2025-11-01',
    '3.20': '2026-04-01',
    '3.21': '2026-11-01',
    '3.22': '2027-05-01',
  },
  centos: { '6': '2020-11-30', '7': '2024-06-30', '8': '2021-12-31' },
  almalinux: { '8': '2029-03-01', '9': '2032-05-31' },
  rocky: { '8': '2029-05-31', '9': '2032-05-31' },
  amzn: { '1': '2023-12-31', '2': '2026-06-30' },
};

/** The day after which nothing is fixed any more in a release, where that is past; else null. */
export function endedOn({ id, versionId }: Distribution, now: Date): string | null {
  if (!Object.hasOwn(ends, id)) return null;
  const releases = ends[id] ?? {};
  // Releases are named by one number or two: 12, 3.19 of 3.19.1, 9 of 9.4.
  const [first = '', second] = versionId.split('.');
  const wanted = [versionId, second === undefined ? first : `${first}.${second}`, first];
  const release = wanted.find((name) => Object.hasOwn(releases, name));
  const end = release === undefined ? undefined : releases[release];
  return end !== undefined && now.toISOString().slice(0, 10) > end ? end : null;
}

/** The newest release that is known to get updates; null where none is. */
export function newestRelease({ id }: Distribution, now: Date): string | null {
  if (!Object.hasOwn(ends, id)) return null;
  const day = now.toISOString().slice(0, 10);
  const living = Object.entries(ends[id] ?? {}).filter(([, end]) => end >= day);
  return living.sort(([, a], [, b]) => (a < b ? -1 : 1)).at(-1)?.[0] ?? null;
}
