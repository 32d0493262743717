import { crc32, deflateRawSync } from 'node:zlib';

/** A file of a zip archive, with what may be wrong about it. */
export interface TestZipEntry {
  readonly name: string;
  readonly content?: string | Buffer;
  /** Kept as it is instead of deflated. */
  readonly isStored?: boolean;
  readonly method?: number;
  readonly flags?: number;
  /** The sizes that the directory states, where they should not be the content's. */
  readonly statedSize?: number;
  readonly statedStoredSize?: number;
  readonly offset?: number;
  /** What the entry itself is called, where the directory calls it something else. */
  readonly localName?: string;
  /** Size, stored size and offset in the directory's field for those that do not fit (4.5.3), as many as are given. */
  readonly wide?: readonly bigint[];
}

/** The second end of an archive with numbers that do not fit in the first (4.3.14): what it says, and where the first says that it is. */
export interface WideEnd {
  readonly count: bigint;
  readonly size: bigint;
  readonly offset: bigint;
  readonly at?: bigint;
}

/** Makes zip archives for tests, right ones and wrong ones. */
export function zip(
  entries: readonly TestZipEntry[],
  {
    prefix = Buffer.alloc(0),
    comment = '',
    count = entries.length,
    wideEnd,
  }: { prefix?: Buffer; comment?: string; count?: number; wideEnd?: (right: WideEnd) => WideEnd } = {},
): Buffer {
  const parts: Buffer[] = [prefix];
  const directory: Buffer[] = [];
  let at = prefix.length;
  for (const entry of entries) {
    const content = Buffer.from(entry.content ?? '');
    const method = entry.method ?? (entry.isStored === true ? 0 : 8);
    const stored = method === 8 ? deflateRawSync(content) : content;
    const name = Buffer.from(entry.name);
    const head = Buffer.alloc(26);
    head.writeUInt16LE(20, 0);
    head.writeUInt16LE(entry.flags ?? 0, 2);
    head.writeUInt16LE(method, 4);
    head.writeUInt32LE(crc32(content), 10);
    head.writeUInt32LE(entry.statedStoredSize ?? stored.length, 14);
    head.writeUInt32LE(entry.statedSize ?? content.length, 18);
    head.writeUInt16LE(name.length, 22);
    const localName = Buffer.from(entry.localName ?? entry.name);
    const localHead = Buffer.from(head);
    localHead.writeUInt16LE(localName.length, 22);
    const local = [Buffer.from('PK\x03\x04'), localHead, localName, stored];
    const extra = wideField(entry.wide ?? []);
    head.writeUInt16LE(extra.length, 24);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(entry.offset ?? at, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), head, tail, name, extra);
    parts.push(...local);
    at += local.reduce((sum, { length }) => sum + length, 0);
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const right = { count: BigInt(count), size: BigInt(size), offset: BigInt(at), at: BigInt(at + size) };
  const second = wideEnd === undefined ? [] : secondEnd({ ...right, ...wideEnd(right) });
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(wideEnd === undefined ? Math.min(count, 0xffff) : 0xffff, 8);
  end.writeUInt16LE(wideEnd === undefined ? Math.min(count, 0xffff) : 0xffff, 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, ...directory, ...second, end, Buffer.from(comment, 'latin1')]);
}

function wideField(values: readonly bigint[]): Buffer {
  if (values.length === 0) return Buffer.alloc(0);
  const field = Buffer.alloc(4 + 8 * values.length);
  field.writeUInt16LE(1, 0);
  field.writeUInt16LE(8 * values.length, 2);
  for (const [i, value] of values.entries()) field.writeBigUInt64LE(value, 4 + 8 * i);
  return field;
}

function secondEnd({ count, size, offset, at }: Required<WideEnd>): readonly Buffer[] {
  const end = Buffer.alloc(56);
  end.write('PK\x06\x06', 'latin1');
  end.writeBigUInt64LE(44n, 4);
  end.writeBigUInt64LE(count, 24);
  end.writeBigUInt64LE(count, 32);
  end.writeBigUInt64LE(size, 40);
  end.writeBigUInt64LE(offset, 48);
  const locator = Buffer.alloc(20);
  locator.write('PK\x06\x07', 'latin1');
  locator.writeBigUInt64LE(at, 8);
  return [end, locator];
}

/** An archive whose directory has so many entries, all of them the first one's bytes. */
export function endlessZip(count: number, name = 'a'): Buffer {
  const one = zip([{ name }]);
  const end = one.length - 22;
  const start = one.indexOf('PK\x01\x02');
  const directory = Buffer.alloc((end - start) * count, one.subarray(start, end));
  const last = Buffer.from(one.subarray(end));
  last.writeUInt32LE(directory.length, 12);
  return Buffer.concat([one.subarray(0, start), directory, last]);
}
