import { openEntry } from './entry.ts';
import { openLedger } from './ledger.ts';
import { ledgerFiles } from './ledger-files.ts';
import { readTrustedKeys } from './trusted-keys.ts';
import { walkChain } from './walk.ts';

/**
 * A ledger as lines that another host can import and verify: the envelope of each entry, oldest first, and behind them the signed head, by
 * which is seen that none is missing. Each entry is verified before its line. Without entries there are no lines. Throws as a look-up does.
 */
export function* exportLedger(home: string): Generator<string> {
  const files = ledgerFiles(home);
  const ledger = openLedger(files);
  try {
    yield* ledger.stream(function* (view, tables) {
      const { find } = readTrustedKeys(files);
      if (view.head.sequence === 0) return;
      const entries = walkChain(
        tables,
        (envelope) => openEntry(envelope, find),
        () => view.head,
      );
      for (const { envelope } of entries) yield line(envelope);
      yield line(tables.head() ?? new Uint8Array());
    });
  } finally {
    ledger.close();
  }
}

/** Envelopes are canonical JSON, which has no line breaks. */
function line(envelope: Uint8Array): string {
  return `${Buffer.from(envelope).toString('utf8')}\n`;
}
