import { join } from 'node:path';

/** Where the parts of a ledger lie in a state directory. */
export interface LedgerFiles {
  readonly home: string;
  readonly database: string;
  /** A copy of the database's signed head, so that putting back an older database is found. */
  readonly head: string;
  readonly lock: string;
  readonly keys: string;
  readonly trusted: string;
  /** Keys of those who publish advisory databases: the ledger does not believe them. */
  readonly publishers: string;
  readonly privateKey: string;
  readonly publicKey: string;
}

export function ledgerFiles(home: string): LedgerFiles {
  const keys = join(home, 'keys');
  return {
    home,
    database: join(home, 'ledger.db'),
    head: join(home, 'ledger.head'),
    lock: join(home, 'ledger.lock'),
    keys,
    trusted: join(keys, 'trusted'),
    publishers: join(keys, 'advisories'),
    privateKey: join(keys, 'signing.key'),
    publicKey: join(keys, 'signing.pub'),
  };
}
