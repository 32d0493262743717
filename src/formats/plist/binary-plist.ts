/** What does not follow the format. */
export class PlistFault extends Error {
  override readonly name = 'PlistFault';
}

const MAGIC = 'bplist00';
const TRAILER = 32;
/** Objects of a property list that are looked at; those that describe an application have some hundreds. */
const MAX_OBJECTS = 100_000;
const MAX_KEYS = 10_000;
const LONGEST_TEXT = 1000;

export function isBinaryPlist(bytes: Buffer): boolean {
  return bytes.length > MAGIC.length && bytes.toString('latin1', 0, MAGIC.length) === MAGIC;
}

/**
 * The texts in the outermost dictionary of a binary property list (Apple, "CFBinaryPList.c": trailer, table of places, objects), by their keys. What else it
 * holds is not looked at. Throws {@link PlistFault}.
 */
export function textsOfBinaryPlist(bytes: Buffer): ReadonlyMap<string, string> {
  if (!isBinaryPlist(bytes) || bytes.length < MAGIC.length + TRAILER) throw new PlistFault('no binary property list');
  const trailer = bytes.subarray(-TRAILER);
  const [placeWidth, referenceWidth] = [trailer.readUInt8(6), trailer.readUInt8(7)];
  const [count, top, table] = [8, 16, 24].map((at) => Number(trailer.readBigUInt64BE(at)));
  if (count === undefined || top === undefined || table === undefined) throw new PlistFault('no trailer');
  if (!isWidth(placeWidth) || !isWidth(referenceWidth) || count > MAX_OBJECTS || top >= count)
    throw new PlistFault('a trailer that cannot be');
  if (table + count * placeWidth > bytes.length - TRAILER) throw new PlistFault('a table that runs over');

  const numberAt = (at: number, width: number): number => {
    if (at < 0 || at + width > bytes.length) throw new PlistFault('it ends too early');
    return bytes.readUIntBE(at, width);
  };
  const placeOf = (object: number): number => {
    if (object >= count) throw new PlistFault('an object that is not there');
    return numberAt(table + object * placeWidth, placeWidth);
  };
  /** How many parts it has, and where they begin. */
  const partsOf = (at: number): { readonly parts: number; readonly start: number } => {
    const low = numberAt(at, 1) & 0x0f;
    if (low !== 0x0f) return { parts: low, start: at + 1 };
    const width = 2 ** (numberAt(at + 1, 1) & 0x0f);
    if (width > 4) throw new PlistFault('more parts than fit');
    return { parts: numberAt(at + 2, width), start: at + 2 + width };
  };
  const textOf = (object: number): string | null => {
    const at = placeOf(object);
    const kind = numberAt(at, 1) >> 4;
    if (kind !== 5 && kind !== 6) return null;
    const { parts, start } = partsOf(at);
    const length = parts * (kind === 6 ? 2 : 1);
    if (parts > LONGEST_TEXT) return null;
    if (start + length > bytes.length) throw new PlistFault('a text that runs over');
    const text = bytes.subarray(start, start + length);
    return kind === 6 ? Buffer.from(text).swap16().toString('utf16le') : text.toString('latin1');
  };

  const at = placeOf(top);
  if (numberAt(at, 1) >> 4 !== 0xd) throw new PlistFault('no dictionary');
  const { parts, start } = partsOf(at);
  if (parts > MAX_KEYS) throw new PlistFault('too many keys');
  const texts = new Map<string, string>();
  for (let i = 0; i < parts; i += 1) {
    const key = textOf(numberAt(start + i * referenceWidth, referenceWidth));
    const value = textOf(numberAt(start + (parts + i) * referenceWidth, referenceWidth));
    if (key !== null && value !== null) texts.set(key, value);
  }
  return texts;
}

/** Bytes of a number. */
function isWidth(width: number): boolean {
  return width >= 1 && width <= 4;
}
