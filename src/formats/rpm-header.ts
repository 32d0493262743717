/** A header of the rpm database that does not follow its format. */
export class RpmHeaderError extends Error {
  override readonly name = 'RpmHeaderError';
}

/** Tags of rpm headers (rpm, `include/rpm/rpmtag.h`). */
export const rpmTags = {
  name: 1000,
  version: 1001,
  release: 1002,
  epoch: 1003,
  vendor: 1011,
  license: 1014,
  architecture: 1022,
  fileDigests: 1035,
  sourceRpm: 1044,
  directoryIndexes: 1116,
  baseNames: 1117,
  directoryNames: 1118,
  fileColors: 1140,
  fileDigestAlgorithm: 5011,
  modularityLabel: 5096,
} as const;

/** A header: its tags, read when asked for. All methods throw {@link RpmHeaderError} where the tag leads out of the header. */
export interface RpmHeader {
  /** A string, or the first of several. */
  text(tag: number): string | null;
  number(tag: number): number | null;
  texts(tag: number): readonly string[];
  numbers(tag: number): readonly number[];
}

interface Entry {
  readonly type: number;
  readonly offset: number;
  readonly count: number;
}

const INT32 = 4;
const STRING = 6;
const STRING_ARRAY = 8;
const I18N_STRING = 9;

/** rpm's own limits (`lib/header.c`: `hdrchkTags`, `hdrchkData`). */
const MAX_TAGS = 0xffff;
const MAX_DATA = 0x0fff_ffff;

/**
 * Reads a header as the rpm database stores it: two big-endian counts (index entries, bytes of data), the index, the data. The header's
 * regions need no treatment: their tags stand in the index like all others, and what was added after a region stands behind it and wins,
 * as in rpm.
 */
export function readRpmHeader(blob: Buffer): RpmHeader {
  if (blob.length < 8) throw new RpmHeaderError('it is shorter than its preamble');
  const tags = blob.readUInt32BE(0);
  const size = blob.readUInt32BE(4);
  if (tags === 0 || tags > MAX_TAGS || size > MAX_DATA) throw new RpmHeaderError('its counts are out of bounds');
  const dataStart = 8 + tags * 16;
  if (dataStart + size !== blob.length) throw new RpmHeaderError('its length is not what its counts say');
  const data = blob.subarray(dataStart);
  const entries = new Map<number, Entry>();
  for (let at = 8; at < dataStart; at += 16) {
    entries.set(blob.readInt32BE(at), {
      type: blob.readUInt32BE(at + 4),
      offset: blob.readUInt32BE(at + 8),
      count: blob.readUInt32BE(at + 12),
    });
  }
  const entry = (tag: number, ...types: readonly number[]) => {
    const found = entries.get(tag);
    if (found === undefined) return null;
    if (!types.includes(found.type)) throw new RpmHeaderError(`tag ${tag} has type ${found.type}`);
    return found;
  };
  const texts = (tag: number, limit: number) => {
    const found = entry(tag, STRING, STRING_ARRAY, I18N_STRING);
    return found === null ? [] : readTexts(data, found, limit);
  };
  const numbers = (tag: number) => {
    const found = entry(tag, INT32);
    return found === null ? [] : readNumbers(data, found);
  };
  return {
    text: (tag) => texts(tag, 1)[0] ?? null,
    number: (tag) => numbers(tag)[0] ?? null,
    texts: (tag) => texts(tag, Number.POSITIVE_INFINITY),
    numbers,
  };
}

function readTexts(data: Buffer, { offset, count }: Entry, limit: number): readonly string[] {
  const texts: string[] = [];
  let at = offset;
  for (let i = 0; i < Math.min(count, limit); i += 1) {
    // Each text takes a byte at least, so a count that lies ends here.
    const end = at < data.length ? data.indexOf(0, at) : -1;
    if (end === -1) throw new RpmHeaderError('a text runs out of the data');
    texts.push(data.toString('utf8', at, end));
    at = end + 1;
  }
  return texts;
}

function readNumbers(data: Buffer, { offset, count }: Entry): readonly number[] {
  if (offset + count * 4 > data.length) throw new RpmHeaderError('a number runs out of the data');
  return Array.from({ length: count }, (_, i) => data.readUInt32BE(offset + i * 4));
}
