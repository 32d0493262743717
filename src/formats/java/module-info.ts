/** What a module says of itself. */
export interface ModuleInfo {
  readonly name: string;
  /** Null where whoever compiled it gave none. */
  readonly version: string | null;
}

const MAGIC = 0xcafebabe;
const UTF8 = 1;
const MODULE = 19;
/** Bytes behind the tag of a constant. */
const sizes: Readonly<Record<number, number>> = {
  ...{ 3: 4, 4: 4, 5: 8, 6: 8, 7: 2, 8: 2, 9: 4, 10: 4, 11: 4, 12: 4 },
  ...{ 15: 3, 16: 2, 17: 4, 18: 4, 19: 2, 20: 2 },
};
const LONGEST = 300;

/**
 * The attribute `Module` of a `module-info.class` (The Java Virtual Machine Specification, 4.1, 4.4, 4.7.25). Null for what is none, contradicts itself or
 * breaks off: every number in it is somebody's claim.
 */
export function readModuleInfo(bytes: Buffer): ModuleInfo | null {
  const u16 = (at: number): number => (at + 2 <= bytes.length ? bytes.readUInt16BE(at) : Number.NaN);
  const u32 = (at: number): number => (at + 4 <= bytes.length ? bytes.readUInt32BE(at) : Number.NaN);
  if (u32(0) !== MAGIC) return null;
  const constants: number[] = [];
  let at = 10;
  for (let i = 1; i < u16(8); i += 1) {
    const tag = bytes[at] ?? 0;
    constants[i] = at;
    const size = tag === UTF8 ? 2 + u16(at + 1) : sizes[tag];
    if (size === undefined || !(at + 1 + size <= bytes.length)) return null;
    at += 1 + size;
    // Wide numbers take two places (4.4.5).
    if (tag === 5 || tag === 6) i += 1;
  }
  const text = (index: number): string | null => {
    const start = constants[index];
    if (start === undefined || bytes[start] !== UTF8 || u16(start + 1) > LONGEST) return null;
    return bytes.toString('utf8', start + 3, start + 3 + u16(start + 1));
  };
  // Flags, this class and the one above it, then counts of what a module has none of (4.1).
  if (u16(at + 6) !== 0 || u16(at + 8) !== 0 || u16(at + 10) !== 0) return null;
  const count = u16(at + 12);
  at += 14;
  for (let i = 0; i < count && at + 6 <= bytes.length; i += 1, at += 6 + u32(at + 2)) {
    if (text(u16(at)) !== 'Module') continue;
    const module = constants[u16(at + 6)];
    const name = module === undefined || bytes[module] !== MODULE ? null : text(u16(module + 1));
    return name === null || name === '' ? null : { name, version: text(u16(at + 10)) || null };
  }
  return null;
}
