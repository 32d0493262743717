import { lstatSync, readdirSync, rmSync, statSync, utimesSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemCode } from './errors.ts';

const DAY = 86_400_000;
/** What `writeSealed` and its callers name files: a digest, what it is, and for a draft what tells it from others. */
const ours = /^[0-9a-f]{64}\.[\w.]+$/;
const draft = /\.tmp$/;
const marker = '.looked-over';

interface Kept {
  readonly file: string;
  readonly size: number;
  /** Milliseconds: when it was written, or last wanted, to a day. */
  readonly wanted: number;
}

/**
 * Keeps what is sealed in a folder (`base/sealed-file.ts`) within some room: what was not wanted for the longest goes, and drafts that nobody
 * finished. At most once a day, as all of it has to be looked at. Nothing is lost by it: what is sealed can be had again. So no trouble of
 * the disk is an error.
 *
 * @param room bytes
 */
export function keepWithin(folder: string, room: number, now: number = Date.now()): void {
  try {
    if (!isTime(join(folder, marker), now)) return;
    const kept = [...keptIn(folder)].sort((one, other) => other.wanted - one.wanted);
    let size = 0;
    for (const one of kept) {
      const isLeft = draft.test(one.file) && one.wanted < now - DAY;
      size += one.size;
      if (isLeft || size > room) rmSync(one.file, { force: true });
    }
  } catch (error) {
    if (systemCode(error) === undefined) throw error;
  }
}

/** Whether a day has gone by, by whatever clock, since this was last asked. Another process that asks at the same time hears that it has not. */
function isTime(file: string, now: number): boolean {
  const last = statSync(file, { throwIfNoEntry: false })?.mtimeMs;
  if (last !== undefined && Math.abs(now - last) < DAY) return false;
  if (last === undefined) writeFileSync(file, '', { mode: 0o600 });
  utimesSync(file, now / 1000, now / 1000);
  // What has only just begun has nothing that is old.
  return last !== undefined;
}

function* keptIn(folder: string): Generator<Kept> {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const file = join(folder, entry.name);
    if (entry.isDirectory()) yield* keptIn(file);
    else if (entry.isFile() && ours.test(entry.name)) {
      const facts = lstatSync(file, { throwIfNoEntry: false });
      if (facts !== undefined) yield { file, size: facts.size, wanted: facts.mtimeMs };
    }
  }
}
