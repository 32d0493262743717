import type { KeyObject } from 'node:crypto';
import type { Digest } from '../base/digest.ts';
import { failure } from '../base/errors.ts';
import { fill } from '../base/text.ts';
import { importWords } from '../messages/ledger-import.ts';
import type { ImportedContent } from './entry.ts';
import type { ForeignEntry, ForeignLedger } from './foreign.ts';
import { keys } from './index-keys.ts';
import { keyIdOf, publicKeyText } from './public-key.ts';
import type { View } from './view.ts';
import { append, type WriteOptions } from './writer.ts';

/** What became of the entries of another ledger. */
export interface Imported {
  readonly taken: number;
  /** Imported before, or this ledger's own. */
  readonly known: number;
  /** What the other host's gates merely saw, and what it had imported itself. */
  readonly leftOut: number;
}

/**
 * Takes the verdicts, authorizations and revocations of another ledger over into this one, each as it stands, inside an entry of our own that
 * says where it is from. They count by the time at which they were written there, not by when they are imported. Throws as
 * `appendRecords`, and `import-refused` where the other ledger was rewritten since an earlier import.
 */
export async function importLedger(
  options: WriteOptions,
  foreign: ForeignLedger,
  { file, publicKeys }: { readonly file: string; readonly publicKeys: readonly KeyObject[] },
): Promise<Imported> {
  const texts = new Map(publicKeys.map((key) => [keyIdOf(key), publicKeyText(key)]));
  const { ledger, entries } = foreign;
  // What the other host took from others is theirs to vouch for; what its gates saw is about its own machine.
  const wanted = entries.filter(({ entry }) => entry.origin === undefined && entry.record.kind !== 'sighting');
  const leftOut = entries.length - wanted.length;
  if (ledger === null) return { taken: 0, known: 0, leftOut };
  const written = await append(options, (view) => {
    if (view.get(keys.entry(1)) === ledger) return [];
    checkUnchanged(view, ledger, entries, file);
    return wanted
      .filter(({ entry }) => view.get(keys.imported(entry.digest)) === null)
      .map(({ entry, envelope }): ImportedContent => {
        const publicKey = texts.get(entry.keyId) ?? '';
        return { kind: 'imported', ledger, publicKey, envelope };
      });
  });
  return { taken: written.length, known: wanted.length - written.length, leftOut };
}

/** A ledger only grows: what was imported of it before has to be in it still. */
function checkUnchanged(view: View, ledger: Digest, entries: readonly ForeignEntry[], file: string): void {
  const [sequence, digest] = view.get(keys.ledger(ledger))?.split(' ') ?? [];
  if (sequence === undefined) return;
  const until = Number(sequence);
  const isKnown = ({ entry }: ForeignEntry) => view.get(keys.imported(entry.digest)) !== null;
  const isWanted = ({ entry }: ForeignEntry) => entry.origin === undefined && entry.record.kind !== 'sighting';
  for (const [i, foreign] of entries.slice(0, until).entries()) {
    const isLast = i + 1 === until;
    if ((isWanted(foreign) && !isKnown(foreign)) || (isLast && foreign.entry.digest !== digest)) {
      throw failure('import-refused', { file, line: i + 1, reason: fill(importWords.forked, { sequence: i + 1 }) });
    }
  }
}
