/** Makes tar archives for tests, right ones and wrong ones, block by block. */
export interface TestEntry {
  readonly name: string;
  /** '0' file, '1' hard link, '2' symbolic link, '5' directory, 'x' PAX header, … */
  readonly type?: string;
  readonly content?: string | Uint8Array;
  readonly linkName?: string;
  readonly mode?: number;
  readonly uid?: number;
  readonly gid?: number;
  /** The size in the header, where it should not be the content's. */
  readonly statedSize?: number;
  readonly magic?: 'ustar' | 'gnu' | 'v7';
  /** Bytes written over the header before its checksum is made. */
  readonly patch?: readonly (readonly [offset: number, text: string])[];
}

export function tarHeader(entry: TestEntry): Buffer {
  const { name, type = '0', linkName = '', mode = 0o644, uid = 0, gid = 0, magic = 'ustar' } = entry;
  const block = Buffer.alloc(512);
  block.write(name, 0, 100, 'utf8');
  block.write(octal(mode, 7), 100);
  block.write(octal(uid, 7), 108);
  block.write(octal(gid, 7), 116);
  block.write(octal(entry.statedSize ?? bytesOf(entry).length, 11), 124);
  block.write(octal(0, 11), 136);
  block.write(type, 156);
  block.write(linkName, 157, 100, 'utf8');
  if (magic === 'ustar') block.write('ustar\x0000', 257, 'latin1');
  if (magic === 'gnu') block.write('ustar  \0', 257, 'latin1');
  for (const [offset, text] of entry.patch ?? []) block.write(text, offset, 'latin1');
  return withChecksum(block);
}

function withChecksum(block: Buffer): Buffer {
  block.fill(' ', 148, 156);
  const sum = block.reduce((total, byte) => total + byte, 0);
  block.write(`${octal(sum, 6)}\0 `, 148, 'latin1');
  return block;
}

/** An entry with its content and padding. */
export function tarEntry(entry: TestEntry): Buffer {
  const content = bytesOf(entry);
  return Buffer.concat([tarHeader(entry), content, Buffer.alloc((512 - (content.length % 512)) % 512)]);
}

/** A PAX header in front of an entry. */
export function paxEntry(records: Readonly<Record<string, string>>, entry: TestEntry): Buffer {
  const content = Object.entries(records)
    .map(([key, value]) => paxRecord(key, value))
    .join('');
  return Buffer.concat([tarEntry({ name: 'PaxHeaders/x', type: 'x', content }), tarEntry(entry)]);
}

export function paxRecord(key: string, value: string): string {
  const body = ` ${key}=${value}\n`;
  const bytes = Buffer.byteLength(body);
  let length = bytes + 1;
  while (String(length).length + bytes !== length) length = String(length).length + bytes;
  return `${length}${body}`;
}

export const tarEnd = Buffer.alloc(1024);

/** A whole archive of entries or ready-made pieces. */
export function tar(pieces: readonly (TestEntry | Buffer)[]): Buffer {
  return Buffer.concat([...pieces.map((piece) => (Buffer.isBuffer(piece) ? piece : tarEntry(piece))), tarEnd]);
}

export function directory(name: string): TestEntry {
  return { name: `${name}/`, type: '5', mode: 0o755 };
}

export function file(name: string, content: string | Uint8Array, mode = 0o644): TestEntry {
  return { name, content, mode };
}

export function symlink(name: string, linkName: string): TestEntry {
  return { name, type: '2', linkName, mode: 0o777 };
}

export function hardlink(name: string, linkName: string): TestEntry {
  return { name, type: '1', linkName };
}

function bytesOf(entry: TestEntry): Buffer {
  return Buffer.from(entry.content ?? '');
}

function octal(value: number, digits: number): string {
  return value.toString(8).padStart(digits, '0');
}
