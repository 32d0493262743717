import {
  appendFileSync,
  closeSync,
  constants,
  createReadStream,
  fstatSync,
  mkdirSync,
  openSync,
  renameSync,
  rmSync,
} from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { type Digest, isDigest, sha256 } from '../base/digest.ts';
import { failure, failureFrom, PlimsollError, systemCode } from '../base/errors.ts';
import { takeFileLock } from '../base/file-lock.ts';
import { wordsOf } from '../base/system-words.ts';
import { type FleetAsk, keyOf } from './fleet-ask.ts';
import type { ImageRow } from './image-row.ts';
import type { Resolved } from './resolve-name.ts';

/** What is done of what was asked for, in a file of the state directory that outlives whatever ends the process. */
export interface Journal {
  /** What a digest was found to be, by an earlier run or this one. */
  resolved(root: Digest): Resolved | null;
  keepResolved(resolved: Resolved): void;
  /** The digest that a name led to when it was last looked at. */
  ledTo(name: string): Digest | null;
  keepName(name: string, root: Digest): void;
  /** What an image came to, whenever it was judged. */
  judged(digest: Digest): Judged | null;
  keepJudged(judged: Judged): void;
  close(): void;
}

/** An image that was judged, with what it was judged by. */
export interface Judged {
  readonly digest: Digest;
  /** {@link basisOf}: another one makes the judgement void. */
  readonly basis: string;
  /** `NAME ROOT`, sorted: what it was judged under. */
  readonly names: readonly string[];
  readonly rows: readonly ImageRow[];
}

type Line =
  | { readonly kind: 'resolved'; readonly value: Resolved }
  | { readonly kind: 'name'; readonly name: string; readonly root: Digest }
  | { readonly kind: 'judged'; readonly value: Judged };

/** Raised when a line means something else than before: older ones are then not believed. */
const FORMAT = 2;
const MAX_FILE = 2e9;
const MAX_LINE = 4 << 20;

/**
 * Opens the state of what is asked for, alone. Each line carries its own checksum: one that was cut off by the end of a process, or changed
 * since, is no line. Throws `fleet-busy`, `home-unusable`.
 */
export async function openJournal(
  home: string,
  ask: FleetAsk,
  { isFresh, signal }: { readonly isFresh: boolean; readonly signal: AbortSignal },
): Promise<Journal> {
  const folder = join(home, 'fleet');
  const file = join(folder, `${keyOf(ask)}.jsonl`);
  const resolved = new Map<Digest, Resolved>();
  const names = new Map<string, Digest>();
  const judged = new Map<Digest, Judged>();
  const unlock = await locked(folder, `${file}.lock`, signal);
  try {
    if (!isFresh) {
      for await (const line of linesOf(file)) {
        if (line.kind === 'resolved') resolved.set(line.value.root, line.value);
        else if (line.kind === 'name') names.set(line.name, line.root);
        else judged.set(line.value.digest, line.value);
      }
    }
    // What is void or was written over goes; what is left stands whole in a new file or not at all.
    // What a process that was killed left there; a link in its place is not followed.
    rmSync(`${file}.new`, { force: true });
    const descriptor = openSync(`${file}.new`, 'wx', 0o600);
    try {
      for (const value of resolved.values()) appendFileSync(descriptor, textOf({ kind: 'resolved', value }));
      for (const [name, root] of names) appendFileSync(descriptor, textOf({ kind: 'name', name, root }));
      for (const value of judged.values()) appendFileSync(descriptor, textOf({ kind: 'judged', value }));
    } finally {
      closeSync(descriptor);
    }
    renameSync(`${file}.new`, file);
  } catch (error) {
    unlock();
    throw unusable(error, folder);
  }
  const keep = (line: Line) => {
    try {
      appendFileSync(file, textOf(line));
    } catch (error) {
      throw unusable(error, folder);
    }
  };
  return {
    resolved: (root) => resolved.get(root) ?? null,
    keepResolved: (value) => {
      if (resolved.has(value.root)) return;
      resolved.set(value.root, value);
      keep({ kind: 'resolved', value });
    },
    ledTo: (name) => names.get(name) ?? null,
    keepName: (name, root) => {
      if (names.get(name) === root) return;
      names.set(name, root);
      keep({ kind: 'name', name, root });
    },
    judged: (digest) => judged.get(digest) ?? null,
    keepJudged: (value) => {
      judged.set(value.digest, value);
      keep({ kind: 'judged', value });
    },
    close: unlock,
  };
}

async function locked(folder: string, file: string, signal: AbortSignal): Promise<() => void> {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    const busy = (holder: string) => failure('fleet-busy', { holder });
    return await takeFileLock(file, { patience: 2000, pause: 100, signal, busy });
  } catch (error) {
    throw unusable(error, folder);
  }
}

function unusable(error: unknown, home: string): unknown {
  if (error instanceof PlimsollError || systemCode(error) === undefined) return error;
  return failureFrom(error, 'home-unusable', { home, reason: wordsOf(error) });
}

function textOf(line: Line): string {
  const json = JSON.stringify(line);
  return `${checksum(json)} ${json}\n`;
}

function checksum(json: string): string {
  return sha256(`${FORMAT} ${json}`).slice('sha256:'.length, 'sha256:'.length + 32);
}

/** The lines that are whole and ours. What another user could have written is not believed. */
async function* linesOf(file: string): AsyncGenerator<Line> {
  let descriptor: number;
  try {
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ELOOP') return;
    throw error;
  }
  const facts = fstatSync(descriptor);
  const isOurs = facts.isFile() && facts.uid === process.geteuid?.() && (facts.mode & 0o022) === 0;
  if (!isOurs || facts.size > MAX_FILE) {
    closeSync(descriptor);
    return;
  }
  const input = createReadStream('', { fd: descriptor });
  for await (const text of createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY })) {
    const line = text.length > MAX_LINE ? null : readLine(text);
    if (line !== null) yield line;
  }
}

export function readLine(text: string): Line | null {
  const json = text.slice(33);
  if (text[32] !== ' ' || checksum(json) !== text.slice(0, 32)) return null;
  // What the checksum is right for was written by us, in this form.
  const line = JSON.parse(json) as Line;
  return line.kind === 'name' && !isDigest(line.root) ? null : line;
}
