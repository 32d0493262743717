import { type KeyObject, verify } from 'node:crypto';
import { canonical } from '../base/canonical-json.ts';
import { preAuthentication } from '../base/pre-authentication.ts';
import { fill, phrase } from '../base/text.ts';
import { faultWords } from '../messages/ledger-faults.ts';
import { Fault } from './fault.ts';

/** Something that signs, and how its key is named. */
export interface Signer {
  /** The SHA-256 of its public key in SPKI form, as hex. */
  readonly keyId: string;
  sign(bytes: Uint8Array): Buffer;
}

/** Finds a public key by its id; undefined where it is not trusted. */
export type KeyFinder = (keyId: string) => KeyObject | undefined;

/** A DSSE envelope whose form was checked and whose signature was not. */
export interface Envelope {
  readonly payloadType: string;
  readonly payload: Buffer;
  readonly keyId: string;
  readonly signature: Buffer;
}

/** Signs a text and puts both into an envelope, as canonical JSON on one line. */
export function seal(payloadType: string, payload: string, signer: Signer): Buffer {
  const body = Buffer.from(payload);
  const signature = signer.sign(preAuthentication(payloadType, body));
  const envelope = {
    payload: body.toString('base64'),
    payloadType,
    signatures: [{ keyid: signer.keyId, sig: signature.toString('base64') }],
  };
  return Buffer.from(canonical(envelope));
}

/** Reads an envelope of one type. There is one way to write it: anything else could be read differently elsewhere. Throws {@link Fault}. */
export function readEnvelope(bytes: Uint8Array, payloadType: string): Envelope {
  const { payload, payloadType: type, signatures, ...rest } = members(readCanonical(bytes));
  const [only, ...more] = Array.isArray(signatures) ? signatures : [];
  if (typeof type !== 'string' || !isObject(only) || more.length > 0 || Object.keys(rest).length > 0)
    throw new Fault(faultWords.notEnvelope);
  if (type !== payloadType) throw new Fault(fill(faultWords.otherType, { type }));
  const { keyid, sig, ...others } = only;
  if (typeof keyid !== 'string' || Object.keys(others).length > 0) throw new Fault(faultWords.notEnvelope);
  return { payloadType, payload: base64(payload), keyId: keyid, signature: base64(sig) };
}

/** Checks an envelope's signature and returns the JSON in it. Throws {@link Fault}. */
export function verifiedPayload(envelope: Envelope, keyOf: KeyFinder): unknown {
  const key = keyOf(envelope.keyId);
  if (key === undefined) throw new Fault(phrase(faultWords.unknownKey, { key: envelope.keyId }));
  const signed = preAuthentication(envelope.payloadType, envelope.payload);
  if (!verify(null, signed, key, envelope.signature)) throw new Fault(faultWords.badSignature);
  return readCanonical(envelope.payload);
}

/** What is in an envelope whose bytes are proven otherwise to be those that were once verified. Throws {@link Fault}. */
export function provenPayload(bytes: Uint8Array): { readonly keyId: string; readonly payload: unknown } {
  const { payload, signatures } = members(parse(bytes));
  const [signature] = Array.isArray(signatures) ? signatures : [];
  const { keyid } = members(signature);
  if (typeof keyid !== 'string' || typeof payload !== 'string') throw new Fault(faultWords.notEnvelope);
  return { keyId: keyid, payload: parse(Buffer.from(payload, 'base64')) };
}

function members(value: unknown): Record<string, unknown> {
  if (!isObject(value)) throw new Fault(faultWords.notEnvelope);
  return value;
}

/** JSON that stands there exactly as {@link canonical} writes it, so that no key stands twice and nothing hides between the lines. */
function readCanonical(bytes: Uint8Array): unknown {
  const value = parse(bytes);
  let written: string;
  try {
    written = canonical(value);
  } catch (error) {
    // What is nested too deeply.
    throw new Fault(faultWords.notJson, { cause: error });
  }
  if (!Buffer.from(written).equals(bytes)) throw new Fault(faultWords.notCanonical);
  return value;
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  } catch (error) {
    throw new Fault(faultWords.notJson, { cause: error });
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function base64(value: unknown): Buffer {
  const bytes = typeof value === 'string' ? Buffer.from(value, 'base64') : null;
  if (bytes === null || bytes.toString('base64') !== value) throw new Fault(faultWords.notEnvelope);
  return bytes;
}
