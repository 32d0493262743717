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
}

/** Makes zip archives for tests, right ones and wrong ones. */
export function zip(
  entries: readonly TestZipEntry[],
  { prefix = Buffer.alloc(0), comment = '', count = entries.length } = {},
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
    const local = [Buffer.from('PK\x03\x04'), head, name, stored];
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(entry.offset ?? at, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\0', 'latin1'), head, tail, name);
    parts.push(...local);
    at += local.reduce((sum, { length }) => sum + length, 0);
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(Math.min(count, 0xffff), 8);
  end.writeUInt16LE(Math.min(count, 0xffff), 10);
  end.writeUInt32LE(size, 12);
  end.writeUInt32LE(at, 16);
  end.writeUInt16LE(comment.length, 20);
  return Buffer.concat([...parts, ...directory, end, Buffer.from(comment, 'latin1')]);
}
