import { DatabaseSync } from 'node:sqlite';

/** How a database came to be here. */
export type DatabaseOrigin =
  /** `db update`, from these sources. */
  | { readonly kind: 'update'; readonly sources: readonly string[] }
  /** `db build`, put here by hand. */
  | { readonly kind: 'build' }
  | PulledOrigin;

/** `db pull`. */
export interface PulledOrigin {
  readonly kind: 'pull';
  /** As it was asked for. */
  readonly ref: string;
  /** The digest of the artifact's manifest. */
  readonly manifest: string;
  /** The id of the key whose signature was verified. */
  readonly signer: string;
  /** RFC 3339 */
  readonly pulledAt: string;
  /** The content as a whole, the steps from the one before, or only a newer date for the same. */
  readonly transfer: 'full' | 'delta' | 'none';
  /** Bytes that were fetched for it. */
  readonly transferred: number;
}

/** What a database file says of its own way here. */
export function readOrigin(file: string): DatabaseOrigin {
  const db = new DatabaseSync(file, { readOnly: true });
  try {
    const stamped = db.prepare("SELECT value FROM fact WHERE key = 'origin'").get()?.['value'];
    if (typeof stamped === 'string') return JSON.parse(stamped) as PulledOrigin;
    const sources = db
      .prepare("SELECT DISTINCT source FROM feed WHERE source <> '' ORDER BY source")
      .all()
      .map((row) => String(row['source']));
    return sources.length === 0 ? { kind: 'build' } : { kind: 'update', sources };
  } finally {
    db.close();
  }
}

export function writeOrigin(db: DatabaseSync, origin: PulledOrigin): void {
  db.prepare("INSERT OR REPLACE INTO fact (key, value) VALUES ('origin', ?)").run(JSON.stringify(origin));
}

/** What an update makes of a database is no longer what was pulled. */
export function clearOrigin(db: DatabaseSync): void {
  db.exec("DELETE FROM fact WHERE key = 'origin'");
}
