import { createPublicKey, type KeyObject, verify } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { addAbortSignal } from 'node:stream';
import { readWhole, TooLong } from '../../../base/byte-stream.ts';
import { failure, failureFrom, PlimsollError } from '../../../base/errors.ts';
import { fileStream } from '../../../base/file-stream.ts';
import { wordsOf } from '../../../base/system-words.ts';
import type { Text } from '../../../base/text.ts';
import { keyIdOf } from '../../../ledger/public-key.ts';

/** Somebody whose statements the user believes. */
export interface VexKey {
  /** The SHA-256 of the key in SPKI form, as hex. */
  readonly id: string;
  /** Whether it signed these bytes. Never throws. */
  signed(bytes: Uint8Array, signature: Uint8Array): boolean;
}

const MOST_BYTES = 64 << 10;

/** Reads public keys, Ed25519 or ECDSA on P-256, each from a PEM file. Throws `vex-key-unusable`. */
export async function readVexKeys(files: readonly string[], signal: AbortSignal): Promise<readonly VexKey[]> {
  const keys: VexKey[] = [];
  for (const file of files) {
    const key = await readKey(file, signal);
    // ECDSA is over a SHA-256, as cosign signs; Ed25519 hashes for itself.
    const algorithm = key.asymmetricKeyType === 'ed25519' ? null : 'sha256';
    keys.push({ id: keyIdOf(key), signed: (bytes, signature) => isSigned(algorithm, bytes, key, signature) });
  }
  return keys;
}

async function readKey(file: string, signal: AbortSignal): Promise<KeyObject> {
  try {
    const stream = addAbortSignal(signal, fileStream(file, await stat(file)));
    const pem = (await readWhole(stream, MOST_BYTES)).toString('utf8');
    const blocks = pem.match(/-----BEGIN [A-Z0-9 ]+-----/g) ?? [];
    if (blocks.some((block) => block.includes('PRIVATE'))) throw unusable(file, texts.isPrivate);
    if (blocks.length !== 1 || blocks[0] !== '-----BEGIN PUBLIC KEY-----') throw unusable(file, texts.notOne);
    const key = createPublicKey(pem);
    const isKnown = key.asymmetricKeyType === 'ed25519' || key.asymmetricKeyDetails?.namedCurve === 'prime256v1';
    if (!isKnown) throw unusable(file, texts.otherKind);
    return key;
  } catch (error) {
    if (error instanceof PlimsollError || signal.aborted) throw error;
    const reason = error instanceof TooLong ? texts.notOne : wordsOf(error);
    throw failureFrom(error, 'vex-key-unusable', { file, reason });
  }
}

function isSigned(algorithm: 'sha256' | null, bytes: Uint8Array, key: KeyObject, signature: Uint8Array): boolean {
  try {
    return verify(algorithm, bytes, key, signature);
  } catch {
    // OpenSSL refuses some signatures by an error and others by its answer: both are none.
    return false;
  }
}

function unusable(file: string, reason: Text): PlimsollError {
  return failure('vex-key-unusable', { file, reason });
}

const texts = {
  isPrivate: { en: 'it is a private key; give its public half', 'zh-CN': '它是私钥；请提供其公钥' },
  notOne: { en: 'it is not one public key as PEM', 'zh-CN': '不是单个 PEM 公钥' },
  otherKind: { en: 'it is neither Ed25519 nor ECDSA on P-256', 'zh-CN': '既不是 Ed25519，也不是 P-256 上的 ECDSA' },
} as const satisfies Record<string, Text>;
