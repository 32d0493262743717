import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readLimited } from '../base/bounded-file.ts';
import { failure, failureFrom, PlimsollError } from '../base/errors.ts';
import { wordsOf } from '../base/system-words.ts';
import type { Text } from '../base/text.ts';
import { keyWords } from '../messages/ledger-keys.ts';
import type { Signer } from './dsse.ts';
import { prepareFile } from './durable-file.ts';
import { readableByOthers, writableByOthers } from './key-permissions.ts';
import type { LedgerFiles } from './ledger-files.ts';
import { keyIdOf, mostOfKey } from './public-key.ts';
import { isThere, readTrustedKeys, type TrustedKeys } from './trusted-keys.ts';

/** Where the private key comes from: a file, a text, or, where both are null, the state directory. */
export interface KeyRequest {
  readonly file: string | null;
  /** PKCS#8 PEM, from the environment. */
  readonly pem: string | null;
  readonly passphrase: string | null;
}

/** How a key that came from the environment is called in errors. */
const environmentKey = 'PLIMSOLL_SIGNING_KEY';

/**
 * The key that signs new entries. Without one anywhere, the first use makes a pair in `keys/`. It has to be one that readers believe:
 * signing with another would make the ledger damaged for them. To be called under the ledger's lock.
 * @param isEmpty whether the ledger has no entry yet: then the first key given is the one to trust
 */
export function openSigner(files: LedgerFiles, request: KeyRequest, trusted: TrustedKeys, isEmpty: boolean): Signer {
  const key = requestedKey(request) ?? ownKey(files, request.passphrase);
  const publicKey = createPublicKey(key);
  const keyId = keyIdOf(publicKey);
  if (trusted.find(keyId) === undefined) {
    // The own private key may be there without its public half: a kill came between the two.
    const isOwn = request.file === null && request.pem === null;
    const isFirst = trusted.count === 0 && isEmpty;
    if (!(isOwn && !isThere(files.publicKey)) && !isFirst)
      throw failure('signing-key-untrusted', { key: keyId, folder: files.trusted });
    readyFolder(files.keys);
    prepareFile(files.publicKey, publicKey.export({ type: 'spki', format: 'pem' }), 0o644).place();
  }
  return { keyId, sign: (bytes) => sign(null, bytes, key) };
}

/**
 * The key that signs what is published: one that is given need not be believed by this machine's ledger; else the ledger's own. To be
 * called under the ledger's lock.
 */
export function openPublisher(
  files: LedgerFiles,
  request: KeyRequest,
): { readonly signer: Signer; readonly publicKey: KeyObject | undefined } {
  const given = requestedKey(request);
  const trusted = readTrustedKeys(files);
  if (given === null) {
    const signer = openSigner(files, request, trusted, false);
    return { signer, publicKey: readTrustedKeys(files).find(signer.keyId) };
  }
  const publicKey = createPublicKey(given);
  return { signer: { keyId: keyIdOf(publicKey), sign: (bytes) => sign(null, bytes, given) }, publicKey };
}

function requestedKey({ file, pem, passphrase }: KeyRequest): KeyObject | null {
  if (file !== null) return readPrivateKey(file, 'any', passphrase);
  return pem === null ? null : parsePrivateKey(pem, passphrase, environmentKey);
}

function ownKey(files: LedgerFiles, passphrase: string | null): KeyObject {
  if (isThere(files.privateKey)) return readPrivateKey(files.privateKey, 'plain', passphrase);
  // A machine that has only the public half verifies; a new pair here would split the ledger from who signs it.
  if (isThere(files.publicKey)) throw failure('signing-key-missing', { file: files.privateKey });
  readyFolder(files.keys);
  const { privateKey } = generateKeyPairSync('ed25519');
  prepareFile(files.privateKey, privateKey.export({ type: 'pkcs8', format: 'pem' }), 0o600).place();
  return privateKey;
}

function readPrivateKey(file: string, kind: 'plain' | 'any', passphrase: string | null): KeyObject {
  try {
    const reason = readableByOthers(file);
    if (reason !== null) throw failure('signing-key-unusable', { file, reason });
    return parsePrivateKey(readLimited(file, mostOfKey, kind).toString('utf8'), passphrase, file);
  } catch (error) {
    if (error instanceof PlimsollError) throw error;
    throw failureFrom(error, 'signing-key-unusable', { file, reason: wordsOf(error) });
  }
}

function parsePrivateKey(pem: string, passphrase: string | null, file: string): KeyObject {
  const unusable = (reason: Text, cause?: unknown) => failureFrom(cause, 'signing-key-unusable', { file, reason });
  if (!pem.includes('PRIVATE KEY-----')) throw unusable(keyWords.notPem);
  const isEncrypted = pem.includes('BEGIN ENCRYPTED PRIVATE KEY');
  if (isEncrypted && passphrase === null) throw unusable(keyWords.needsPassphrase);
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: pem, format: 'pem', ...(isEncrypted ? { passphrase: passphrase ?? '' } : {}) });
  } catch (error) {
    throw unusable(isEncrypted ? keyWords.wrongPassphrase : keyWords.notPem, error);
  }
  if (key.asymmetricKeyType !== 'ed25519') throw unusable(keyWords.notEd25519);
  return key;
}

/** The folder of keys, for its owner alone. */
function readyFolder(folder: string): void {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const reason = writableByOthers(folder);
  if (reason !== null) throw failure('signing-key-unusable', { file: folder, reason });
}
