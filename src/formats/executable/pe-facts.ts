import { bytesAt, ExecutableFault } from './executable.ts';
import { fieldsOf } from './fields.ts';
import { peLayout } from './pe.ts';

/** What a program or library for Windows says of itself: one of .NET runs anywhere. */
export interface PeFacts {
  /** Whether it holds code for .NET's runtime. */
  readonly isManaged: boolean;
  /** The texts of its version: `ProductName`, `ProductVersion`, `FileVersion`, `CompanyName`. */
  readonly texts: ReadonlyMap<string, string>;
}

/** Places in the table of directories. */
const RESOURCES = 2;
const MANAGED = 14;
const VERSION = 16;
const SUBDIRECTORY = 0x80000000;
/** Real versions take a few kilobytes and have a dozen texts. */
const MAX_VERSION = 64 << 10;
const MAX_ENTRIES = 1000;
const MAX_TEXTS = 200;
const LONGEST = 500;

/**
 * Reads Microsoft's "PE Format", section "The .rsrc Section", and in it the resource `VERSIONINFO` ("VS_VERSIONINFO structure"). Null for what is no PE file; where its version cannot
 * be read there are no texts.
 */
export function readPeFacts(bytes: Buffer): PeFacts | null {
  let isManaged = false;
  try {
    const layout = peLayout(bytes);
    if (layout === null) return null;
    isManaged = (layout.directory(MANAGED)?.size ?? 0) > 0;
    return { isManaged, texts: textsOf(versionOf(layout)) };
  } catch (error) {
    if (!(error instanceof ExecutableFault)) throw error;
    return { isManaged, texts: new Map() };
  }
}

type Layout = NonNullable<ReturnType<typeof peLayout>>;

/** Resources stand in a tree of three levels: kind, name, language. The first of each is taken. */
function versionOf({ executable, base, directory }: Layout): Buffer {
  const resources = directory(RESOURCES);
  if (resources === null || resources.size === 0) return Buffer.alloc(0);
  const root = base + resources.address;
  const entry = (table: number, id: number | null): number => {
    const head = bytesAt(executable, table, 16);
    const count = Math.min(head.readUInt16LE(12) + head.readUInt16LE(14), MAX_ENTRIES);
    const entries = bytesAt(executable, table + 16, count * 8);
    for (let i = 0; i < count; i += 1) {
      if (id === null || entries.readUInt32LE(i * 8) === id) return entries.readUInt32LE(i * 8 + 4);
    }
    throw new ExecutableFault('no version');
  };
  let place = entry(root, VERSION);
  for (let level = 0; level < 2; level += 1) {
    if (place < SUBDIRECTORY) throw new ExecutableFault('a tree of resources that ends early');
    place = entry(root + (place - SUBDIRECTORY), null);
  }
  const leaf = bytesAt(executable, root + place, 8);
  return bytesAt(executable, base + leaf.readUInt32LE(0), Math.min(leaf.readUInt32LE(4), MAX_VERSION));
}

/** Blocks in blocks, each of its length, the length of its value, its kind and its name: `VS_VERSION_INFO`, `StringFileInfo`, a language, the texts. */
function textsOf(version: Buffer): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  const walk = (start: number, end: number, level: number): void => {
    for (let at = start; at + 6 <= end && found.size < MAX_TEXTS; ) {
      const { u16 } = fieldsOf(version, true);
      const [length, valueLength] = [u16(at), u16(at + 2)];
      if (!(length >= 6) || at + length > end) return;
      const name = wideText(version, at + 6, at + length);
      const value = aligned(at + 8 + 2 * name.length);
      if (level === 3) found.set(name, wideText(version, value, at + length).trim());
      else if (level !== 1 || name === 'StringFileInfo')
        walk(aligned(value + (level === 0 ? valueLength : 0)), at + length, level + 1);
      at = aligned(at + length);
    }
  };
  walk(0, version.length, 0);
  return found;
}

function aligned(at: number): number {
  return (at + 3) & ~3;
}

/** Up to a NUL, as far as texts go. */
function wideText(bytes: Buffer, start: number, end: number): string {
  const text = bytes.toString('utf16le', start, Math.min(end, start + 2 * LONGEST));
  const nul = text.indexOf('\0');
  return nul === -1 ? text : text.slice(0, nul);
}
