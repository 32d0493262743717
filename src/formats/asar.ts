import { isObject, jsonObject } from './json-object.ts';

/** A file in an archive of Electron. */
export interface AsarFile {
  /** Without a leading slash. */
  readonly path: string;
  readonly content: Buffer;
}

/** What is no such archive, or one that contradicts itself. */
export class AsarFault extends Error {
  override readonly name = 'AsarFault';
  readonly kind: 'corrupt' | 'too-many' | 'too-large';

  constructor(kind: AsarFault['kind']) {
    super(`asar: ${kind}`);
    this.kind = kind;
  }
}

const MAX_ENTRIES = 1_000_000;
const PREFIX = 16;
/** Characters of a path. */
const LONGEST_PATH = 4095;

/**
 * The files of an archive of Electron that somebody wants (github.com/electron/asar, "Format"): the directory is an object of JSON behind four numbers, and files lie one
 * behind the other behind it. What lies beside the archive (`unpacked`) is not in it. All that is wanted may not be larger than the archive, as
 * files could lie in the same place. Throws {@link AsarFault}.
 */
export function asarFiles(bytes: Buffer, wanted: (path: string) => boolean, longest: number): readonly AsarFile[] {
  const [directory, start] = directoryOf(bytes);
  const found: AsarFile[] = [];
  let [entries, held] = [0, 0];
  const pending = [{ path: '', files: directory }];
  for (let folder = pending.pop(); folder !== undefined; folder = pending.pop()) {
    for (const [name, entry] of Object.entries(folder.files)) {
      entries += 1;
      if (entries > MAX_ENTRIES) throw new AsarFault('too-many');
      if (!isObject(entry)) throw new AsarFault('corrupt');
      const path = folder.path === '' ? name : `${folder.path}/${name}`;
      if (path.length > LONGEST_PATH) throw new AsarFault('corrupt');
      const { files, size, offset, unpacked } = entry;
      if (isObject(files)) pending.push({ path, files });
      if (unpacked === true || typeof size !== 'number' || !wanted(path)) continue;
      const at = start + (typeof offset === 'string' && /^\d{1,15}$/.test(offset) ? Number(offset) : Number.NaN);
      if (!(size >= 0) || !(at + size <= bytes.length)) throw new AsarFault('corrupt');
      held += size;
      if (size > longest || held > bytes.length) throw new AsarFault('too-large');
      found.push({ path, content: bytes.subarray(at, at + size) });
    }
  }
  return found;
}

/** The directory, and where the files begin. */
function directoryOf(bytes: Buffer): readonly [Readonly<Record<string, unknown>>, number] {
  if (bytes.length < PREFIX || bytes.readUInt32LE(0) !== 4) throw new AsarFault('corrupt');
  const [size, length] = [bytes.readUInt32LE(4), bytes.readUInt32LE(12)];
  if (length > size || 8 + size > bytes.length) throw new AsarFault('corrupt');
  const files = jsonObject(bytes.subarray(PREFIX, PREFIX + length))?.['files'];
  if (!isObject(files)) throw new AsarFault('corrupt');
  return [files, 8 + size];
}
