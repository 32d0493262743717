import type { KeyObject } from 'node:crypto';
import type { PullRequest, PushRequest, ServiceContext } from './cli/services.ts';
import type { LedgerFiles } from './ledger/ledger-files.ts';
import type { PullResult } from './publishing/pull.ts';
import type { PushResult } from './publishing/push.ts';

/** Milliseconds to wait for those who write to the ledger, whose key is used. */
const patience = 10_000;

/** Puts the database of a state directory, or a file, into a registry, signed. */
export async function pushed(request: PushRequest, { home }: ServiceContext): Promise<PushResult> {
  const [{ pushDatabase }, { openPublisher }, { ledgerFiles }, { readTrustedKeys }, { databaseFile }, locks, { busy }] =
    await Promise.all([
      import('./publishing/push.ts'),
      import('./ledger/signing-key.ts'),
      import('./ledger/ledger-files.ts'),
      import('./ledger/trusted-keys.ts'),
      import('./advisories/database-file.ts'),
      import('./base/file-lock.ts'),
      import('./ledger/ledger-failure.ts'),
    ]);
  const { failure } = await import('./base/errors.ts');
  const { existsSync } = await import('node:fs');
  const { file, key, ...options } = request;
  const database = file ?? databaseFile(home.path);
  if (!existsSync(database)) throw failure('no-database-to-push', { file: database });
  const path = home.ready();
  const files = ledgerFiles(path);
  const release = await locks.takeFileLock(files.lock, {
    patience,
    pause: 10,
    signal: request.signal,
    busy: (holder) => busy(path, holder),
  });
  const { signer, publicKey } = (() => {
    try {
      return openPublisher(files, key);
    } finally {
      release();
    }
  })();
  const trusted = readTrustedKeys(files, files.publishers);
  const keyOf = (id: string) => (id === signer.keyId ? publicKey : trusted.find(id));
  return pushDatabase({ ...options, file: database, home: path, signer, keyOf, environment: process.env });
}

/** Brings the database of a registry into a state directory, if somebody signed it whom we believe. */
export async function pulled(request: PullRequest, { home }: ServiceContext): Promise<PullResult> {
  const [{ pullDatabase }, { ledgerFiles }] = await Promise.all([
    import('./publishing/pull.ts'),
    import('./ledger/ledger-files.ts'),
  ]);
  const { publicKeys, publicKeyText, ...options } = request;
  const path = home.ready();
  const files = ledgerFiles(path);
  const keyOf = await keysFor(files, publicKeys, publicKeyText);
  return pullDatabase({ ...options, home: path, keyOf, keyFolder: files.publishers, environment: process.env });
}

/** Keys that are given count alone; else those that lie in the state directory. */
async function keysFor(
  files: LedgerFiles,
  given: readonly string[],
  text: string | null,
): Promise<(id: string) => KeyObject | undefined> {
  if (given.length === 0 && text === null) {
    const { readTrustedKeys } = await import('./ledger/trusted-keys.ts');
    return readTrustedKeys(files, files.publishers).find;
  }
  const { keyIdOf, parsePublicKey, readGivenPublicKey } = await import('./ledger/public-key.ts');
  const keys = [
    ...given.map(readGivenPublicKey),
    ...(text === null ? [] : [parsePublicKey(text, 'PLIMSOLL_PUBLIC_KEY')]),
  ];
  const byId = new Map(keys.map((key) => [keyIdOf(key), key]));
  return (id) => byId.get(id);
}
