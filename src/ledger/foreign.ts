import type { KeyObject } from 'node:crypto';
import type { Digest } from '../base/digest.ts';
import { failureFrom } from '../base/errors.ts';
import { fill } from '../base/text.ts';
import { faultWords } from '../messages/ledger-faults.ts';
import { importWords } from '../messages/ledger-import.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import { mostOfEntry, openEntry } from './entry.ts';
import { Fault } from './fault.ts';
import { isHead, openHead } from './head.ts';
import { keyIdOf } from './public-key.ts';

/** The ledger of another host as its export has it, verified with that host's keys. */
export interface ForeignLedger {
  /** The digest of its first entry, by which it is known again; null where it has no entries. */
  readonly ledger: Digest | null;
  /** All of them, oldest first. */
  readonly entries: readonly ForeignEntry[];
}

export interface ForeignEntry {
  readonly entry: LedgerEntry;
  /** As it stands in the export. */
  readonly envelope: string;
}

/** Milliseconds that two clocks of one fleet may be apart. */
const clockSlack = 5 * 60_000;
const mostBytes = 2 ** 30;

/**
 * Reads an export, line by line, and verifies all of it: signatures, chain, and that it is whole. Throws `import-refused` with the first
 * line that is wrong.
 * @param file how the export is called in errors
 * @param most bytes of all lines together
 */
export async function readExport(
  bytes: AsyncIterable<Uint8Array>,
  keys: readonly KeyObject[],
  { file, now, most = mostBytes }: { readonly file: string; readonly now: Date; readonly most?: number },
): Promise<ForeignLedger> {
  const byId = new Map(keys.map((key) => [keyIdOf(key), key]));
  const keyOf = (keyId: string) => byId.get(keyId);
  const entries: ForeignEntry[] = [];
  let isEnded = false;
  let number = 0;
  const take = (line: Buffer): void => {
    const last = entries.at(-1)?.entry;
    if (isEnded) throw new Fault(importWords.afterEnd);
    if (isHead(line)) {
      const head = openHead(line, keyOf);
      if (head.sequence !== entries.length || head.digest !== (last?.digest ?? null))
        throw new Fault(importWords.otherEnd);
      isEnded = true;
      return;
    }
    const entry = openEntry(line, keyOf);
    if (entry.sequence !== entries.length + 1)
      throw new Fault(fill(faultWords.otherSequence, { sequence: entry.sequence }));
    if (entry.previous !== (last?.digest ?? null)) throw new Fault(faultWords.badChain);
    // What is newer than now would stay the newest for as long.
    if (Date.parse(entry.at) > now.getTime() + clockSlack) throw new Fault(fill(importWords.future, { at: entry.at }));
    entries.push({ entry, envelope: line.toString('utf8') });
  };
  try {
    for await (const line of linesOf(bytes, most)) {
      number += 1;
      if (line instanceof Fault) throw line;
      take(line);
    }
    // An empty file is the export of a ledger without entries.
    if (number > 0 && !isEnded) {
      number += 1;
      throw new Fault(importWords.cutOff);
    }
  } catch (error) {
    throw refused(error, file, number);
  }
  return { ledger: entries[0]?.entry.digest ?? null, entries };
}

function refused(error: unknown, file: string, line: number): unknown {
  return error instanceof Fault ? failureFrom(error, 'import-refused', { file, line, reason: error.reason }) : error;
}

/** Whole lines without their breaks; a fault in the place of one that is not whole, or too long. */
async function* linesOf(bytes: AsyncIterable<Uint8Array>, most: number): AsyncGenerator<Buffer | Fault> {
  let rest: Buffer[] = [];
  let held = 0;
  let total = 0;
  for await (const chunk of bytes) {
    total += chunk.length;
    let from = 0;
    const buffer = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    for (let feed = buffer.indexOf(10); feed >= 0; feed = buffer.indexOf(10, from)) {
      yield Buffer.concat([...rest, buffer.subarray(from, feed)]);
      rest = [];
      held = 0;
      from = feed + 1;
    }
    rest.push(buffer.subarray(from));
    held += buffer.length - from;
    if (held > mostOfEntry || total > most) yield new Fault(importWords.tooLarge);
  }
  // Without its line break a last line may have been cut off, and be whole by chance.
  if (held > 0) yield new Fault(importWords.cutOff);
}
