import { inflateSync } from 'node:zlib';
import { jsonSprawl } from '../json-sprawl.ts';
import { bytesOf, ExecutableFault, executablesIn } from './executable.ts';

/** A crate that a Rust program was built from. */
export interface RustCrate {
  readonly name: string;
  readonly version: string;
  /** `crates.io`, `git`, `local`, `registry`. */
  readonly source: string;
  /** The program itself. */
  readonly isRoot: boolean;
}

const SECTION = '.dep-v0';
/** As it stands among the names of an ELF file's sections, of which all begin with a dot. */
export const rustAuditMark: Buffer = Buffer.from(`${SECTION}\0`, 'latin1');
/** Bytes; the tool that writes them says that no real list comes near. */
const MAX_JSON = 8 << 20;
/** A universal file has one for each machine. */
const MAX_LISTS = 8;
const MAX_CRATES = 20_000;

/**
 * The crates of a program that was built with `cargo auditable` (github.com/rust-secure-code/cargo-auditable, "PARSING"): zlib-compressed JSON
 * in a section of its own. Those that only built it are left out. Null for a program without such a section; throws {@link ExecutableFault} where it cannot
 * be read.
 */
export function readRustAuditData(bytes: Buffer): readonly RustCrate[] | null {
  const found = executablesIn(bytes).flatMap((executable) =>
    executable.sections.filter(({ name }) => name === SECTION).map((section) => bytesOf(executable, section)),
  );
  if (found.length > MAX_LISTS) throw new ExecutableFault('more lists than there are machines');
  return found.length === 0 ? null : found.flatMap(cratesOf);
}

/** Whether a piece begins with the mark and is of a program with such a section. */
export function isAudited(piece: Buffer): boolean {
  if (!piece.subarray(0, rustAuditMark.length).equals(rustAuditMark)) return false;
  const next = piece[rustAuditMark.length];
  return next === undefined || next === 0x2e;
}

function cratesOf(section: Buffer): RustCrate[] {
  const { packages } = jsonOf(section);
  if (!Array.isArray(packages) || packages.length > MAX_CRATES) throw new ExecutableFault('no list of crates');
  return packages.flatMap((entry: unknown): RustCrate[] => {
    const { name, version, source, kind, root }: Entry = typeof entry === 'object' && entry !== null ? entry : {};
    if (typeof name !== 'string' || typeof version !== 'string' || name === '' || version === '') {
      throw new ExecutableFault('a crate without a name or version');
    }
    if (kind === 'build') return [];
    return [{ name, version, source: typeof source === 'string' ? source : '', isRoot: root === true }];
  });
}

interface Entry {
  readonly name?: unknown;
  readonly version?: unknown;
  readonly source?: unknown;
  readonly kind?: unknown;
  readonly root?: unknown;
}

function jsonOf(section: Buffer): { readonly packages?: unknown } {
  let json: Buffer;
  try {
    // Linkers for Windows fill the section up with zeros, which follow the end of the compressed data.
    json = inflateSync(section, { maxOutputLength: MAX_JSON });
  } catch (error) {
    throw new ExecutableFault(error instanceof Error ? error.message : 'no zlib data');
  }
  if (jsonSprawl(json) !== null) throw new ExecutableFault('JSON that takes too much memory');
  try {
    const value: unknown = JSON.parse(json.toString('utf8'));
    return typeof value === 'object' && value !== null ? value : {};
  } catch (error) {
    if (error instanceof SyntaxError) throw new ExecutableFault(error.message);
    throw error;
  }
}
