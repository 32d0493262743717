import { bytesAt, bytesOf, type Executable, ExecutableFault, executablesIn } from './executable.ts';

/** A module that a Go program was built from. */
export interface GoModule {
  readonly path: string;
  /** `v1.2.3`, `(devel)`; empty where the toolchain wrote none. */
  readonly version: string;
  /** What was built in its place. */
  readonly replacement: { readonly path: string; readonly version: string } | null;
}

/** What Go's linker writes into every program (Go's package `runtime/debug`, type `BuildInfo`). */
export interface GoBuildInfo {
  /** Of the toolchain: `go1.21.5`. */
  readonly goVersion: string;
  /** The path of the main package; empty where the program was built without modules. */
  readonly path: string;
  readonly main: GoModule | null;
  readonly dependencies: readonly GoModule[];
  /** `vcs.revision`, `GOOS`, … */
  readonly settings: ReadonlyMap<string, string>;
}

/** What the blob begins with, at an address that is a multiple of 16. */
export const goMark: Buffer = Buffer.from('\xff Go buildinf:', 'latin1');
const HEADER = 32;
const ALIGNMENT = 16;
const INLINE = 2;
const BIG_ENDIAN = 1;
/** Marks around the text about modules. */
const FRAME = 16;
const WASM = 0x0061736d;
/** As the section says it: the name of the compiler, with its length in front and that of its version behind. */
const WASM_COMPILER = Buffer.from('\x0eGo cmd/compile', 'latin1');
const FRAME_START = Buffer.from('3077af0c9274080241e1c107e6d618e6', 'hex');
const FRAME_END = Buffer.from('f932433186182072008242104116d8f2', 'hex');
/** As Go calls what it does not know. */
const NO_VERSION = 'unknown';
const MAX_TEXT = 8 << 20;
/** What searching a range counts, however short it is. */
const LEAST_COST = 1024;
const MAX_MODULES = 20_000;
/** Marks with something like a header behind them that are tried in one piece. */
const MAX_TRIES = 8;
/** Bytes of a file that are searched for the blob; it stands at the beginning of a section, or of what is writable. */
const MAX_SEARCHED = 64 << 20;

/**
 * The build information of a program; null for a program that is not Go's, or of a Go before 1.13. Read as Go's package `debug/buildinfo` does:
 * in the section of its name, or where there are none in the writable data. Throws {@link ExecutableFault} where it is there and cannot be read.
 */
export function readGoBuildInfo(bytes: Buffer): readonly GoBuildInfo[] {
  if (bytes.length >= 8 && bytes.readUInt32BE(0) === WASM) return ofWebAssembly(bytes);
  const executables = executablesIn(bytes);
  const budget = { left: MAX_SEARCHED };
  const found = executables.flatMap((executable) => ofExecutable(executable, budget) ?? []);
  if (found.length > 0 || executables.some(({ mapped, sections }) => mapped.length + sections.length > 0)) return found;
  return goBuildInfoIn(bytes);
}

/**
 * The same from a piece of a program that begins with {@link goMark}. Programs that read build information hold the mark, too, with nothing of
 * the kind behind it.
 */
export function goBuildInfoIn(piece: Buffer): readonly GoBuildInfo[] {
  let fault: ExecutableFault | null = null;
  let tries = 0;
  for (let at = piece.indexOf(goMark); at !== -1 && tries < MAX_TRIES; at = piece.indexOf(goMark, at + 1)) {
    if (!isHeader(piece.subarray(at, at + HEADER))) continue;
    tries += 1;
    try {
      return [inlineInfo(piece.subarray(at))];
    } catch (error) {
      if (!(error instanceof ExecutableFault)) throw error;
      fault ??= error;
    }
  }
  if (fault !== null) throw fault;
  return [];
}

/**
 * A module of WebAssembly has the text about modules among its data, and no header in front: the marks around it tell where it is, and which toolchain compiled it a section for that
 * (`producers`).
 */
function ofWebAssembly(bytes: Buffer): readonly GoBuildInfo[] {
  const compiler = bytes.lastIndexOf(WASM_COMPILER);
  const at = compiler + WASM_COMPILER.length;
  const length = compiler === -1 ? 0 : (bytes[at] ?? 0);
  const start = bytes.indexOf(FRAME_START);
  const end = start === -1 ? -1 : bytes.indexOf(FRAME_END, start);
  if (compiler === -1 && start === -1) return [];
  if (start !== -1 && (end === -1 || end - start > MAX_TEXT)) throw new ExecutableFault('a text that is cut off');
  const framed = start === -1 ? Buffer.alloc(0) : bytes.subarray(start, end + FRAME);
  return [infoOf(length === 0 ? Buffer.from(NO_VERSION) : bytes.subarray(at + 1, at + 1 + length), framed)];
}

function ofExecutable(executable: Executable, budget: { left: number }): GoBuildInfo | null {
  const { sections, mapped } = executable;
  const named = sections.filter(({ name }) => name === '.go.buildinfo' || name === '__go_buildinfo');
  for (const range of named.length > 0 ? named : mapped.filter(({ isWritable }) => isWritable)) {
    if (budget.left <= 0) {
      // So much writable data may be a program's that is not Go's; so many sections of this name nothing has.
      if (named.length > 0) throw new ExecutableFault('more to search than any program has');
      return null;
    }
    const bytes = bytesOf(executable, range).subarray(0, budget.left);
    budget.left -= Math.max(bytes.length, LEAST_COST);
    for (let at = bytes.indexOf(goMark); at !== -1; at = bytes.indexOf(goMark, at + 1)) {
      const blob = bytes.subarray(at);
      if ((range.address + at) % ALIGNMENT !== 0 || !isHeader(blob)) continue;
      return ((blob[15] ?? 0) & INLINE) !== 0 ? inlineInfo(blob) : pointedInfo(executable, blob);
    }
  }
  if (named.length > 0) throw new ExecutableFault('a section for build information without any');
  return null;
}

function isHeader(blob: Buffer): boolean {
  return blob.length >= HEADER && (blob[14] === 4 || blob[14] === 8) && (blob[15] ?? 4) < 4;
}

/** Go 1.18 and newer: two texts behind the header, each with its length in front. */
function inlineInfo(blob: Buffer): GoBuildInfo {
  if (((blob[15] ?? 0) & INLINE) === 0) throw new ExecutableFault('build information of the older kind');
  let at = HEADER;
  const text = (): Buffer => {
    let length = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = blob[at];
      at += 1;
      if (byte === undefined || scale > 2 ** 28) throw new ExecutableFault('a length that does not end');
      length += (byte & 0x7f) * scale;
      if (byte < 0x80) break;
    }
    if (at + length > blob.length || length > MAX_TEXT) throw new ExecutableFault('a text that is cut off');
    at += length;
    return blob.subarray(at - length, at);
  };
  const version = text();
  return infoOf(version, text());
}

/** Before Go 1.18: pointers to two of Go's strings, which are pointers and lengths themselves. */
function pointedInfo(executable: Executable, blob: Buffer): GoBuildInfo {
  const isWide = blob[14] === 8;
  const isBigEndian = ((blob[15] ?? 0) & BIG_ENDIAN) !== 0;
  const width = isWide ? 8 : 4;
  const number = (bytes: Buffer, at: number): number => {
    if (!isWide) return isBigEndian ? bytes.readUInt32BE(at) : bytes.readUInt32LE(at);
    return Number(isBigEndian ? bytes.readBigUInt64BE(at) : bytes.readBigUInt64LE(at));
  };
  const text = (pointer: number): Buffer => {
    if (pointer === 0) return Buffer.alloc(0);
    const header = bytesAt(executable, pointer, 2 * width);
    const length = number(header, width);
    if (length > MAX_TEXT) throw new ExecutableFault('a text without end');
    return length === 0 ? Buffer.alloc(0) : bytesAt(executable, number(header, 0), length);
  };
  return infoOf(text(number(blob, 16)), text(number(blob, 16 + width)));
}

function infoOf(version: Buffer, framed: Buffer): GoBuildInfo {
  const goVersion = version.toString('utf8');
  if (goVersion === '') throw new ExecutableFault('no version of the toolchain');
  // Where there is nothing about modules there is no frame either.
  const isFramed = framed.length >= 2 * FRAME + 1 && framed[framed.length - FRAME - 1] === 0x0a;
  if (!isFramed && framed.length > 0) throw new ExecutableFault('a text about modules without its marks');
  return readModules(goVersion, framed.toString('utf8', FRAME, framed.length - FRAME));
}

function readModules(goVersion: string, text: string): GoBuildInfo {
  let path = '';
  let main: GoModule | null = null;
  const dependencies: GoModule[] = [];
  const settings = new Map<string, string>();
  for (const line of text.split('\n')) {
    const [word, first = '', second = '', ...others] = line.split('\t');
    const module: GoModule = { path: first, version: second, replacement: null };
    if (word === 'path') path = first;
    else if (word === 'mod') main = module;
    else if (word === 'dep') dependencies.push(module);
    else if (word === '=>') {
      const replacement = { path: first, version: second };
      const last = dependencies.pop();
      if (last !== undefined) dependencies.push({ ...last, replacement });
      else if (main !== null) main = { path: main.path, version: main.version, replacement };
    } else if (word === 'build') {
      const equals = first.indexOf('=');
      if (equals > 0 && settings.size < 1000) settings.set(first.slice(0, equals), first.slice(equals + 1));
    }
    if (isGarbled(word, first, second, others.length)) throw new ExecutableFault('a module that is written as none is');
    if (dependencies.length > MAX_MODULES) throw new ExecutableFault('more modules than any program has');
  }
  return { goVersion, path, main, dependencies, settings };
}

/** Whether a line about a module is run together with what stands around it, or of a kind that nobody knows: then it may be that of another one. */
function isGarbled(word: string | undefined, first: string, second: string, others: number): boolean {
  if (word === 'build' || word === 'path') return false;
  const isModule = word === 'mod' || word === 'dep' || word === '=>';
  // A checksum may follow on the version, and nothing on the checksum.
  return isModule ? others > 1 || second.startsWith('h1:') : [first, second].some((part) => /^v\d/.test(part));
}
