import { isObject } from '../json-object.ts';
import { fieldsOf } from './fields.ts';

/** The package that a program was built for, as its build wrote it into it. Texts are empty where it does not say. */
export interface PackageNote {
  /** `rpm`, `deb`, `apk`, … */
  readonly type: string;
  readonly name: string;
  readonly version: string;
  readonly architecture: string;
  /** As os-release has it: `ID` and `VERSION_ID`. */
  readonly os: string;
  readonly osVersion: string;
}

const NOTE = 4;
const OWNER = 'FDO\0';
const TYPE = 0xcafe1a7e;
/** As many segments and notes as linkers make and more. */
const MAX_SEGMENTS = 64;
const MAX_NOTES = 64;
/** Characters of one text. */
const LONGEST = 256;
const WORD = 4;

/**
 * Reads the packaging metadata of an ELF file (uapi-group.org, "Package Metadata for Executable Files": a note of the owner `FDO`, type 0xcafe1a7e, that
 * holds JSON). Linkers put notes in front: the beginning of a file is enough. Null where there is none, or none that says a name and a version.
 *
 * @param head the first bytes of the file; a note that goes on behind them is none
 */
export function readPackageNote(head: Buffer): PackageNote | null {
  if (head.length < 52 || head.readUInt32BE(0) !== 0x7f454c46) return null;
  const isWide = head[4] === 2;
  const fields = fieldsOf(head, head[5] !== 2);
  const { u16, u32, word } = fields;
  const [table, size] = [word(isWide ? 32 : 28, isWide), u16(isWide ? 54 : 42)];
  const count = Math.min(u16(isWide ? 56 : 44), MAX_SEGMENTS);
  let left = MAX_NOTES;
  for (let i = 0; i < count; i += 1) {
    const at = table + i * size;
    if (u32(at) !== NOTE) continue;
    const [start, length] = isWide ? [word(at + 8, true), word(at + 32, true)] : [u32(at + 4), u32(at + 16)];
    const align = isWide && word(at + 48, true) === 8 ? 8 : WORD;
    const end = Math.min(start + length, head.length);
    for (let note = start; note + 12 <= end && left > 0; left -= 1) {
      const [nameSize, contentSize, type] = [u32(note), u32(note + 4), u32(note + 8)];
      const content = note + aligned(12 + nameSize, align);
      if (!(content + contentSize <= end)) break;
      if (type === TYPE && nameSize === OWNER.length && head.toString('latin1', note + 12, note + 16) === OWNER) {
        const found = noteOf(head.toString('utf8', content, content + contentSize));
        if (found !== null) return found;
      }
      note = content + aligned(contentSize, align);
    }
  }
  return null;
}

function noteOf(text: string): PackageNote | null {
  let value: unknown;
  try {
    // What follows the JSON fills it up.
    value = JSON.parse(text.split('\0', 1)[0] ?? '');
  } catch (error) {
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  if (!isObject(value)) return null;
  const texts = ['type', 'name', 'version', 'architecture', 'os', 'osVersion'].map((field) => value[field] ?? '');
  if (!texts.every((one) => typeof one === 'string' && one.length <= LONGEST && !/\p{Cc}/u.test(one))) return null;
  const [type = '', name = '', version = '', architecture = '', os = '', osVersion = ''] = texts.map(String);
  return name === '' || version === '' ? null : { type, name, version, architecture, os, osVersion };
}

function aligned(size: number, to: number): number {
  return Math.ceil(size / to) * to;
}
