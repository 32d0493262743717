import type { KeyObject } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { failure } from '../base/errors.ts';
import { fill } from '../base/text.ts';
import { keyWords } from '../messages/ledger-keys.ts';
import { writableByOthers } from './key-permissions.ts';
import type { LedgerFiles } from './ledger-files.ts';
import { keyIdOf, readPublicKey } from './public-key.ts';

/** The public keys whose signatures a ledger's readers believe. */
export interface TrustedKeys {
  find(keyId: string): KeyObject | undefined;
  readonly count: number;
}

/**
 * Reads `keys/signing.pub` and `keys/trusted/*.pub`. Throws `public-key-unusable`.
 * @param more a further folder of keys, believed by this reader alone
 */
export function readTrustedKeys(files: LedgerFiles, more: string | null = null): TrustedKeys {
  const keys = new Map<string, KeyObject>();
  for (const file of publicKeyFiles(files, more)) {
    const key = readPublicKey(file);
    keys.set(keyIdOf(key), key);
  }
  return { find: (keyId) => keys.get(keyId), count: keys.size };
}

function publicKeyFiles(files: LedgerFiles, more: string | null): string[] {
  const found = isThere(files.publicKey) ? [files.publicKey] : [];
  const folders = more === null ? [files.trusted] : [files.trusted, more];
  for (const folder of [files.keys, ...folders]) {
    if (!isThere(folder)) continue;
    // Who may put a file into the folder decides whom the ledger trusts.
    const reason = writableByOthers(folder);
    if (reason !== null) {
      throw failure('public-key-unusable', { file: folder, reason: fill(keyWords.folder, { reason }) });
    }
  }
  for (const folder of folders.filter(isThere)) {
    const names = readdirSync(folder).filter((name) => name.endsWith('.pub'));
    found.push(...names.sort().map((name) => join(folder, name)));
  }
  return found;
}

/** Anything but a plain absence that keeps it from being seen is thrown. */
export function isThere(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** What changes when a key is put into the folders or taken out of them. */
export function keyFoldersState({ keys, trusted }: LedgerFiles): string {
  return [keys, trusted].map((folder) => statSync(folder, { throwIfNoEntry: false, bigint: true })?.mtimeNs).join(' ');
}
