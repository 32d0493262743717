import { type RpmHeader, RpmHeaderError, readRpmHeader, rpmTags } from '../../formats/rpm-header.ts';
import type { HarvestedFact, HarvestedPackage } from '../../model/harvest.ts';
import { isOwnerAsked } from '../file-digests.ts';
import { normalizedLicense } from '../license-names.ts';

/** Where a header stood in a database of SQLite, so that a later log can replace or drop it. */
export interface HeaderPlace {
  readonly page: number;
  readonly row: number;
}

export type OwnedFact = HarvestedFact & { readonly fact: 'owned' };

/**
 * A header as a package and what is known about its files; null for a key that was imported to check signatures (`gpg-pubkey`), which rpm
 * keeps among the packages. Throws {@link RpmHeaderError}.
 */
export function packageOfHeader(
  blob: Buffer,
  place: HeaderPlace | null,
): readonly [HarvestedPackage, OwnedFact | null] | null {
  const header = readRpmHeader(blob);
  const name = header.text(rpmTags.name);
  const version = header.text(rpmTags.version);
  const release = header.text(rpmTags.release);
  if (!name || !version || !release) throw new RpmHeaderError('it has no name, version or release');
  if (name === 'gpg-pubkey') return null;
  const epoch = header.number(rpmTags.epoch) ?? 0;
  const full = `${epoch === 0 ? '' : `${epoch}:`}${version}-${release}`;
  const architecture = header.text(rpmTags.architecture);
  const license = header.text(rpmTags.license);
  const attributes = {
    page: place === null ? null : String(place.page),
    row: place === null ? null : String(place.row),
    sourceRpm: header.text(rpmTags.sourceRpm),
    modularityLabel: header.text(rpmTags.modularityLabel),
    vendor: header.text(rpmTags.vendor),
  };
  const pkg: HarvestedPackage = {
    kind: 'package',
    ecosystem: 'rpm',
    name,
    version: full,
    architecture,
    source: null,
    licenses: license ? [normalizedLicense(license)] : [],
    attributes: Object.fromEntries(
      Object.entries(attributes).filter((pair): pair is [string, string] => pair[1] !== null && pair[1] !== ''),
    ),
  };
  return [pkg, ownedFact(header, `${name} ${full} ${architecture}`)];
}

/** One fact for all files of a package, since a system has three hundred thousand: path and digest by turns. */
function ownedFact(header: RpmHeader, owner: string): OwnedFact | null {
  const names = header.texts(rpmTags.baseNames);
  const directories = header.texts(rpmTags.directoryNames);
  const indexes = header.numbers(rpmTags.directoryIndexes);
  // Not zero for ELF files of a machine (rpm, `include/rpm/rpmfi.h`, "file color").
  const colors = header.numbers(rpmTags.fileColors);
  const wanted = names.flatMap((name, i) => {
    const key = `${directories[indexes[i] ?? -1] ?? ''}${name}`.replace(/^\/+/, '');
    return directories[indexes[i] ?? -1] !== undefined && ((colors[i] ?? 0) !== 0 || isOwnerAsked(key))
      ? [{ key, i }]
      : [];
  });
  if (wanted.length === 0) return null;
  const digests = header.texts(rpmTags.fileDigests);
  const algorithm = algorithms[header.number(rpmTags.fileDigestAlgorithm) ?? 1];
  const values = wanted.flatMap(({ key, i }) => [
    key,
    algorithm !== undefined && digests[i] ? `${algorithm}:${digests[i]}` : '',
  ]);
  return { kind: 'fact', ecosystem: 'rpm', fact: 'owned', key: owner, values };
}

/** RFC 4880, 9.4. */
const algorithms: Readonly<Record<number, string>> = { 1: 'md5', 2: 'sha1', 8: 'sha256', 10: 'sha512' };
