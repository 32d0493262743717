import { pe } from './executables.ts';

const ADDRESS = 0x1000;

/** A library for Windows with a version behind other resources, for .NET's runtime where it is managed. */
export function windowsLibrary(texts: Readonly<Record<string, string>>, { isManaged = true, others = 0 } = {}): Buffer {
  const strings = Object.entries(texts).map(([name, value]) => block(name, wide(`${value}\0`), value.length + 1));
  const version = block(
    'VS_VERSION_INFO',
    Buffer.concat([Buffer.alloc(52), block('StringFileInfo', block('040904b0', Buffer.concat(strings)))]),
    52,
  );
  const root = 24 + others * 8;
  const leaf = root + 2 * 24;
  const content = Buffer.concat([
    directory(16, 0x80000000 + root, others),
    directory(1, 0x80000000 + root + 24),
    directory(1033, leaf),
    Buffer.from(Uint32Array.of(ADDRESS + leaf + 16, version.length, 0, 0).buffer),
    version,
  ]);
  const file = pe([{ name: '.rsrc', content, address: ADDRESS }], null);
  // The table of directories has room for none: it is written over what follows, which is nothing that these tests look at.
  return withDirectories(file, content.length, isManaged);
}

function withDirectories(file: Buffer, size: number, isManaged: boolean): Buffer {
  const header = file.readUInt32LE(60);
  const optional = header + 24;
  const wider = 16 * 8;
  const old = file.readUInt16LE(header + 20);
  const at = optional + old;
  const table = Buffer.alloc(wider);
  table.writeUInt32LE(ADDRESS, 2 * 8);
  table.writeUInt32LE(size, 2 * 8 + 4);
  if (isManaged) table.writeUInt32LE(72, 14 * 8 + 4);
  const out = Buffer.concat([file.subarray(0, at), table, file.subarray(at)]);
  out.writeUInt16LE(old + wider, header + 20);
  out.writeUInt32LE(16, optional + 108);
  const section = at + wider;
  out.writeUInt32LE(out.readUInt32LE(section + 20) + wider, section + 20);
  return out;
}

function directory(id: number, place: number, others = 0): Buffer {
  const bytes = Buffer.alloc(24 + others * 8);
  bytes.writeUInt16LE(others + 1, 14);
  bytes.writeUInt32LE(id, 16 + others * 8);
  bytes.writeUInt32LE(place, 20 + others * 8);
  return bytes;
}

/** @param valueLength as the format counts it: in letters for texts, in bytes for what is none */
function block(name: string, content: Buffer, valueLength = 0): Buffer {
  const key = wide(`${name}\0`);
  const head = padded(Buffer.concat([Buffer.alloc(6), key]));
  const bytes = Buffer.concat([head, content]);
  bytes.writeUInt16LE(bytes.length, 0);
  bytes.writeUInt16LE(valueLength, 2);
  return padded(bytes);
}

function padded(bytes: Buffer): Buffer {
  return Buffer.concat([bytes, Buffer.alloc((4 - (bytes.length % 4)) % 4)]);
}

function wide(value: string): Buffer {
  return Buffer.from(value, 'utf16le');
}
