import { writeFileSync } from 'node:fs';
import { canonical } from '../../src/base/canonical-json.ts';
import { sha256 } from '../../src/base/digest.ts';
import { seal } from '../../src/ledger/dsse.ts';
import { ledgerFiles } from '../../src/ledger/ledger-files.ts';
import { emptyRoot, update } from '../../src/ledger/sealed-map.ts';
import { openSigner } from '../../src/ledger/signing-key.ts';
import { readTrustedKeys } from '../../src/ledger/trusted-keys.ts';
import type { LedgerRecord } from '../../src/model/ledger.ts';
import { type LedgerBox, tamper } from './ledger.ts';

/**
 * Gives a ledger the index that it had when all images with the same layers, and all configs of a manifest, stood in one value. For ledgers
 * without sightings and imports, in which each entry about an image takes the place of the one before.
 */
export function withListedIndex({ home, options }: LedgerBox): void {
  const files = ledgerFiles(home);
  const signer = openSigner(files, options.key, readTrustedKeys(files), false);
  tamper(home, (db) => {
    const index = new Map<string, string>();
    let [sequence, digest] = [0, ''];
    for (const row of db.prepare('SELECT envelope FROM entry ORDER BY sequence').all()) {
      const envelope = row['envelope'] as Uint8Array;
      [sequence, digest] = [sequence + 1, sha256(envelope)];
      const { payload } = JSON.parse(Buffer.from(envelope).toString());
      note(JSON.parse(Buffer.from(payload, 'base64').toString()).predicate.record, index, sequence);
      index.set(`entry ${sequence}`, digest);
    }
    db.exec('BEGIN; DELETE FROM node; PRAGMA user_version = 1');
    const insert = db.prepare('INSERT OR REPLACE INTO node (prefix, content) VALUES (?, ?)');
    const nodes = new Map<string, string>();
    const store = {
      get: (prefix: string) => nodes.get(prefix) ?? null,
      put: (prefix: string, content: string) => void nodes.set(prefix, content),
    };
    const head = canonical({ sequence, digest, root: update(store, emptyRoot, index) });
    for (const [prefix, content] of nodes) insert.run(prefix, content);
    const sealed = seal('application/vnd.plimsoll.ledger-head+json', head, signer);
    db.prepare('UPDATE head SET envelope = ?').run(sealed);
    db.exec('COMMIT');
    writeFileSync(files.head, sealed);
  });
}

function note(record: LedgerRecord, index: Map<string, string>, sequence: number): void {
  const { configDigest, manifestDigest, chainId } = record.fingerprint;
  const isDenied = record.kind === 'verdict' && record.decision === 'deny';
  for (const name of record.kind === 'revocation' || isDenied ? [] : record.names) {
    index.set(`name ${name}`, String(sequence));
    index.set(`name of ${configDigest} ${name}`, String(sequence));
  }
  const configs = index.get(`manifest ${manifestDigest}`)?.split(' ') ?? [];
  index.set(`manifest ${manifestDigest}`, [...new Set([...configs, configDigest])].join(' '));
  index.set(`config ${configDigest}`, String(sequence));
  const others = (index.get(`layers ${chainId}`)?.split(',') ?? []).filter((item) => !item.startsWith(configDigest));
  const kind = record.kind === 'revocation' ? 'r' : record.kind === 'authorization' ? 'o' : isDenied ? 'd' : 'a';
  index.set(`layers ${chainId}`, [...others, `${configDigest} ${sequence} ${kind}`].join(','));
}
