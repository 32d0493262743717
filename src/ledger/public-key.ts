import { createPublicKey, hash, type KeyObject } from 'node:crypto';
import { readLimited } from '../base/bounded-file.ts';
import { failure, failureFrom, PlimsollError } from '../base/errors.ts';
import { wordsOf } from '../base/system-words.ts';
import type { Text } from '../base/text.ts';
import { keyWords } from '../messages/ledger-keys.ts';
import { writableByOthers } from './key-permissions.ts';

/** Bytes of a file with a key in it; the key takes a hundredth. */
export const mostOfKey = 64 << 10;

/** How a key is named: the SHA-256 of its public half in SPKI form, as hex. */
export function keyIdOf(key: KeyObject): string {
  return hash('sha256', key.export({ type: 'spki', format: 'der' }), 'hex');
}

/** Reads an Ed25519 public key from a PEM file that nobody else may change. Throws `public-key-unusable`. */
export function readPublicKey(file: string): KeyObject {
  return read(file, 'plain', writableByOthers);
}

/** As {@link readPublicKey}, for a file that somebody names, and so answers for himself. */
export function readGivenPublicKey(file: string): KeyObject {
  return read(file, 'any', () => null);
}

function read(file: string, kind: 'plain' | 'any', whyUnsafe: (file: string) => Text | null): KeyObject {
  try {
    const reason = whyUnsafe(file);
    if (reason !== null) throw failure('public-key-unusable', { file, reason });
    return parsePublicKey(readLimited(file, mostOfKey, kind).toString('utf8'), file);
  } catch (error) {
    if (error instanceof PlimsollError) throw error;
    throw failureFrom(error, 'public-key-unusable', { file, reason: wordsOf(error) });
  }
}

/** A public key given as PEM text. Throws `public-key-unusable`. @param origin how it is called in errors */
export function parsePublicKey(pem: string, origin: string): KeyObject {
  try {
    // Node.js would make a public key of a private one: then the secret lies where only its public half should.
    if (pem.includes('PRIVATE KEY')) throw failure('public-key-unusable', { file: origin, reason: keyWords.isPrivate });
    const key = createPublicKey(pem);
    if (key.asymmetricKeyType === 'ed25519') return key;
    throw failure('public-key-unusable', { file: origin, reason: keyWords.notEd25519 });
  } catch (error) {
    if (error instanceof PlimsollError) throw error;
    throw failureFrom(error, 'public-key-unusable', { file: origin, reason: wordsOf(error) });
  }
}

/** The public key in an entry that was imported: SPKI as base64. Null for what is none. */
export function publicKeyOf(text: string): KeyObject | null {
  try {
    const key = createPublicKey({ key: Buffer.from(text, 'base64'), format: 'der', type: 'spki' });
    return key.asymmetricKeyType === 'ed25519' ? key : null;
  } catch {
    // OpenSSL says no more than that it is none.
    return null;
  }
}

/** A public key as it stands in an entry that was imported. */
export function publicKeyText(key: KeyObject): string {
  return key.export({ type: 'spki', format: 'der' }).toString('base64');
}
