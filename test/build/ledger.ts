import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { type Digest, sha256 } from '../../src/base/digest.ts';
import { openLedgerReader } from '../../src/ledger/reader.ts';
import { appendRecords, type WriteOptions } from '../../src/ledger/writer.ts';
import { chainId, type Fingerprint } from '../../src/model/image.ts';
import type {
  AuthorizationRecord,
  ImageIdentity,
  LedgerEntry,
  LedgerReader,
  LedgerRecord,
  RevocationRecord,
  VerdictRecord,
} from '../../src/model/ledger.ts';

/** A state directory of its own that goes away with the test. */
export interface LedgerBox extends Disposable {
  readonly home: string;
  readonly options: WriteOptions;
  append(...records: readonly LedgerRecord[]): Promise<readonly LedgerEntry[]>;
  /** Opened for this look alone. */
  look<T>(work: (reader: LedgerReader) => T): T;
}

export function ledgerBox(changes: Partial<WriteOptions> = {}): LedgerBox {
  const home = mkdtempSync(join(tmpdir(), 'plimsoll-ledger-'));
  const options = writeOptions(home, changes);
  return {
    home,
    options,
    append: (...records) => appendRecords(options, records),
    look: (work) => {
      const reader = openLedgerReader(home);
      try {
        return work(reader);
      } finally {
        reader.close();
      }
    },
    [Symbol.dispose]: () => rmSync(home, { recursive: true, force: true }),
  };
}

export function writeOptions(home: string, changes: Partial<WriteOptions> = {}): WriteOptions {
  return {
    home,
    key: { file: null, pem: null, passphrase: null },
    now: () => new Date(),
    patience: 20_000,
    signal: new AbortController().signal,
    ...changes,
  };
}

/** The fingerprint of an image that is called by a seed; images with the same `layers` have the same layers. */
export function fingerprintOf(seed: string, layers = seed): Fingerprint {
  const diffIds: readonly Digest[] = [sha256(`bottom of ${layers}`), sha256(`top of ${layers}`)];
  return {
    configDigest: sha256(`config of ${seed}`),
    manifestDigest: sha256(`manifest of ${seed}`),
    indexDigest: sha256(`index of ${seed}`),
    diffIds,
    chainId: chainId(diffIds),
  };
}

/** Nothing but what is said. */
export function identity(known: Partial<ImageIdentity>): ImageIdentity {
  return { configDigest: null, manifestDigest: null, indexDigest: null, diffIds: null, chainId: null, ...known };
}

export function verdictRecord(seed: string, changes: Partial<VerdictRecord> = {}): VerdictRecord {
  return {
    kind: 'verdict',
    fingerprint: fingerprintOf(seed),
    names: [`registry.local/shop/${seed}:1`],
    decision: 'allow',
    policy: { name: 'production', digest: sha256('policy') },
    database: sha256('database'),
    failed: [],
    user: '1000',
    rootNames: ['root'],
    labels: { maintainer: 'shop@example.com' },
    ...changes,
  };
}

export function denialRecord(seed: string, changes: Partial<VerdictRecord> = {}): VerdictRecord {
  const evidence = { id: 'CVE-2023-5363', package: 'openssl', installed: '3.0.9-1', fixed: '3.0.11-1' };
  const first = 'CVE-2023-5363 in openssl 3.0.9-1, fixed in 3.0.11-1';
  return verdictRecord(seed, {
    decision: 'deny',
    failed: [{ id: 'vulnerabilities', outcome: 'fail', first, count: 1, evidence: [evidence] }],
    ...changes,
  });
}

export function authorizationRecord(seed: string, changes: Partial<AuthorizationRecord> = {}): AuthorizationRecord {
  const { fingerprint, names, user, rootNames, labels } = verdictRecord(seed);
  const facts = { fingerprint, names, user, rootNames, labels };
  return { kind: 'authorization', ...facts, reason: 'needed', owner: 'ops@example.com', expires: null, ...changes };
}

export function revocationRecord(seed: string, changes: Partial<RevocationRecord> = {}): RevocationRecord {
  const { fingerprint, names } = verdictRecord(seed);
  return { kind: 'revocation', fingerprint, names, reason: 'a key lies in it', ...changes };
}

/** Does to a ledger's database what nobody should, past the triggers that keep honest hands from it. */
export function tamper(home: string, work: (db: DatabaseSync) => void): void {
  const db = new DatabaseSync(join(home, 'ledger.db'));
  try {
    for (const trigger of ['entry_kept', 'entry_stays', 'entry_follows']) db.exec(`DROP TRIGGER IF EXISTS ${trigger}`);
    work(db);
  } finally {
    db.close();
  }
}

export function envelopeOf(home: string, sequence: number): Buffer {
  const db = new DatabaseSync(join(home, 'ledger.db'));
  try {
    const row = db.prepare('SELECT envelope FROM entry WHERE sequence = ?').get(sequence);
    return Buffer.from(row?.['envelope'] as Uint8Array);
  } finally {
    db.close();
  }
}

/** Writes an envelope with other words in its statement, and the old signature. */
export function reworded(envelope: Buffer, change: (payload: string) => string): Buffer {
  const { payload, ...rest } = JSON.parse(envelope.toString());
  const words = change(Buffer.from(payload, 'base64').toString());
  return Buffer.from(JSON.stringify({ payload: Buffer.from(words).toString('base64'), ...rest }));
}
