import { recordsOf } from '../accuracy/feed-records.ts';
import type { Feed } from './version-tool.ts';

/** The versions that the records of a feed name, those of one package together. */
export function realVersions(feed: Feed): readonly (readonly string[])[] {
  const packages = new Map<string, Set<string>>();
  for (const { ecosystem, name, ranges, versions } of recordsOf(feed).flatMap(({ affected }) => affected)) {
    const key = `${ecosystem} ${name}`;
    const known = packages.get(key) ?? new Set();
    packages.set(key, known);
    for (const version of [...ranges.flat().map(([, version]) => version), ...versions])
      if (/^\S+$/.test(version)) known.add(version);
  }
  return [...packages.values()].map((versions) => [...versions]).filter(({ length }) => length > 1);
}
