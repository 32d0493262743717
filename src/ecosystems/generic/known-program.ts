/** A program or library that is known by what it says of itself. */
export interface KnownProgram {
  /** As purls of the field name it: `pkg:generic/NAME@…`. */
  readonly name: string;
  /** `vendor:product` of its CPE. */
  readonly cpe: string;
  /** Names of its files without version numbers: `python` for `python3.11`, `libssl.so` for `libssl.so.1.1`. */
  readonly files: readonly string[];
  /** Where its version stands, the surest first: see `VersionMark`. */
  readonly says: readonly string[];
  /** Its name among Bitnami's advisories, which tell upstream versions; null where they do not know it. */
  readonly bitnami: string | null;
}

/** @param files names parted by blanks */
export function known(
  name: string,
  cpe: string,
  files: string,
  says: readonly string[],
  bitnami: string | null = null,
): KnownProgram {
  return { name, cpe, files: files.split(' '), says, bitnami };
}

/** What a file's name says: the names by which the table may have it, and the version in it. */
export interface NameParts {
  readonly names: readonly string[];
  /** `3.11` of `libpython3.11.so.1.0`. */
  readonly named: string | null;
}

/** Compilers for one machine have its name in front. */
const machine = /^(?:x86_64|aarch64|i[3-6]86|arm|powerpc64le|s390x|riscv64)[a-z0-9_]*(?:-[a-z0-9_]+){1,3}-(?=[a-z])/;
/** Letters behind the numbers are Python's, for builds of another ABI. */
const numbered = /^(.*?)[-_.]?(\d+(?:\.\d+)*)[dmut]{0,2}$/;
/** Rust's libraries are told apart by a hash, and those that wheels of Python carry along by a shorter one (auditwheel). */
const hashed = /-[0-9a-f]{8}(?:[0-9a-f]{8})?$/;
const library = /^(.+?)\.so(?:\.[0-9.]+)?$/;

/** Bytes of a file's name on the systems that images run on (Linux' NAME_MAX): no known program has a longer one. */
const MOST_NAME = 255;

export function nameParts(fileName: string): NameParts {
  if (fileName.length > MOST_NAME) return { names: [fileName], named: null };
  const base = library.exec(fileName)?.[1]?.replace(hashed, '');
  const ending = base === undefined ? '' : '.so';
  const plain = (base ?? fileName).replace(machine, '');
  const [, stem = plain, named = null] = numbered.exec(plain) ?? [];
  return { names: [...new Set([plain, stem])].map((name) => `${name}${ending}`), named };
}
