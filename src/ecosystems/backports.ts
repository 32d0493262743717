import type { AdvisoryName } from '../collect/ecosystem.ts';
import type { Distribution, Package } from '../model/package.ts';

/** What Debian's backports put behind a version of the next release: `8.11.0-1~bpo12+1` is trixie's 8.11.0-1, built for bookworm. */
const mark = /~bpo([1-9]\d?)\+.*$/;

/**
 * A backport's name in the records of the release that it was taken from, which speak of it first. Those of its own release know nothing of it: what they fixed is lower
 * (`7.88.1-10+deb12u9`), and so would always be taken for mended.
 */
export function backportNames(pkg: Package, { id, versionId }: Distribution): readonly AdvisoryName[] {
  const { name, version } = pkg.source ?? pkg;
  const found = pkg.type === 'deb' && id === 'debian' ? mark.exec(version) : null;
  // One for an older release is left over, and its own release's records tell what was mended since.
  if (found === null || found[1] !== versionId.split('.', 1)[0]) return [];
  return [
    { ecosystem: `Debian:${Number(found[1]) + 1}`, name, version: version.slice(0, found.index), ofSupplier: true },
  ];
}
