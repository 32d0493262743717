import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { failure, failureFrom, systemCode } from '../../../base/errors.ts';
import { wordsOf } from '../../../base/system-words.ts';
import type { Text } from '../../../base/text.ts';
import { isObject } from '../../../formats/go-json.ts';
import type { EngineFacts } from './engine-facts.ts';
import { type Host, onHost } from './host.ts';
import { places } from './places.ts';
import type { FileStep, Plan, Step } from './plan.ts';
import { type Content, contentAt, fileBehind, type Owned, printOf, writeWhole } from './whole-file.ts';

/** What was at a path before the gate came, and what the gate made of it. */
export interface Kept {
  /** Behind links. */
  readonly path: string;
  readonly before:
    | { readonly kind: 'none' | 'folder' }
    /** The bytes are in the file of that name among the backups. */
    | ({ readonly kind: 'file'; readonly backup: string } & Owned)
    | { readonly kind: 'link'; readonly target: string };
  /** What the gate has made of it, oldest first; each is written down before it is made. */
  readonly made: readonly string[];
}

/** The record of an installation: what undoes it, whatever happened since. */
export interface Journal {
  readonly format: 1;
  readonly phase: 'installing' | 'installed' | 'removing';
  /** Whether the gate has stood here since: then what fails does not take it away. */
  readonly stood: boolean;
  readonly version: string;
  readonly kept: readonly Kept[];
  /** Files of accounts, where the gate's account was made by the installation. */
  readonly accounts: readonly Kept[] | null;
  readonly home: Owned | null;
  readonly programs: Plan['programs'];
  /** The engine as it was found: an installation that ended while the engine was down is finished by these. */
  readonly facts: EngineFacts;
}

export interface JournalFiles {
  readonly folder: string;
  readonly file: string;
}

export function journalFiles(host: Host, home: string): JournalFiles {
  const folder = onHost(host, join(home, places.install));
  return { folder, file: join(folder, 'journal.json') };
}

/** Null where the gate was never put up from this state directory. Throws `gate-journal-unusable`. */
export function readJournal(host: Host, home: string): Journal | null {
  const { file } = journalFiles(host, home);
  const unusable = (reason: Text, cause?: unknown) => failureFrom(cause, 'gate-journal-unusable', { file, reason });
  let value: unknown;
  try {
    value = JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw unusable(wordsOf(error), error);
  }
  if (!isJournal(value)) throw unusable(words.shape);
  return value;
}

export function writeJournal(host: Host, home: string, journal: Journal): void {
  const { file } = journalFiles(host, home);
  writeWhole(file, `${JSON.stringify(journal, null, 2)}\n`, privately());
}

/** Keeps what is at the paths of these steps, before any of it is changed. What was kept before stays as it is. */
export function keepBefore(host: Host, home: string, steps: readonly Step[], known: readonly Kept[]): readonly Kept[] {
  const paths = steps.flatMap((step) => (step.kind === 'account' || step.kind === 'home' ? [] : [placeOf(host, step)]));
  return keepPaths(host, home, paths, known);
}

export function keepPaths(host: Host, home: string, paths: readonly string[], known: readonly Kept[]): readonly Kept[] {
  const { folder } = journalFiles(host, home);
  const backups = join(folder, 'before');
  mkdirSync(backups, { recursive: true, mode: 0o700 });
  const kept = [...known];
  for (const path of paths) {
    if (kept.some((one) => one.path === path)) continue;
    kept.push({ path, before: before(contentAt(onHost(host, path)), path, backups), made: [] });
  }
  return kept;
}

function before(content: Content, path: string, backups: string): Kept['before'] {
  switch (content.kind) {
    case 'none':
    case 'folder':
      return { kind: content.kind };
    case 'link':
      return content;
    case 'file': {
      const backup = path.slice(1).replaceAll('/', '+');
      writeWhole(join(backups, backup), content.bytes, privately());
      const { mode, uid, gid } = content;
      return { kind: 'file', backup, mode, uid, gid };
    }
    case 'other':
      throw failure('gate-not-installable', {
        reason: { en: `${path} is neither a file nor a folder`, 'zh-CN': `${path} 既不是文件也不是目录` },
        remedy: { en: `Look at it, and move it away: ls -l ${path}`, 'zh-CN': `请检查并移开它：ls -l ${path}` },
      });
  }
}

/** What was there before, with its bytes. */
export function contentBefore(host: Host, home: string, { before }: Kept): Content {
  if (before.kind !== 'file') return before;
  const { folder, file } = journalFiles(host, home);
  try {
    return { ...before, bytes: readFileSync(join(folder, 'before', before.backup)) };
  } catch (error) {
    throw failureFrom(error, 'gate-journal-unusable', { file, reason: wordsOf(error) });
  }
}

/** Where a step does its work: a file behind the link that somebody made of it, for the link stays. */
export function placeOf(host: Host, step: FileStep): string {
  return step.kind === 'file' ? realPath(host, step.path) : step.path;
}

/** Where a link of the host leads, in the host's own paths. */
export function realPath(host: Host, path: string): string {
  const real = fileBehind(onHost(host, path));
  return host.root === '' ? real : real.slice(host.root.length);
}

export function printAt(host: Host, path: string): string {
  return printOf(contentAt(onHost(host, path)));
}

export function forgetJournal(host: Host, home: string): void {
  const { folder, file } = journalFiles(host, home);
  // The record first: backups without it are only left over.
  rmSync(file, { force: true });
  rmSync(join(folder, 'before'), { recursive: true, force: true });
}

function privately(): Owned {
  return { mode: 0o600, uid: process.geteuid?.() ?? 0, gid: process.getegid?.() ?? 0 };
}

function isJournal(value: unknown): value is Journal {
  return (
    isObject(value) &&
    value['format'] === 1 &&
    ['installing', 'installed', 'removing'].includes(String(value['phase'])) &&
    Array.isArray(value['kept']) &&
    value['kept'].every(
      (one: unknown) => isObject(one) && typeof one['path'] === 'string' && isObject(one['before']),
    ) &&
    (value['accounts'] === null || Array.isArray(value['accounts'])) &&
    isObject(value['programs']) &&
    isObject(value['facts']) &&
    typeof value['facts']['configFile'] === 'string'
  );
}

const words = {
  shape: { en: 'it is not a record of this version of Plimsoll', 'zh-CN': '不是本版本 Plimsoll 的记录' },
} as const satisfies Record<string, Text>;
