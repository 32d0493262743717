import { generateKeyPairSync, type KeyObject, sign, verify } from 'node:crypto';
import { type Digest, sha256 } from '../../../base/digest.ts';
import { preAuthentication } from '../../../base/pre-authentication.ts';
import type { AttachmentPlace } from '../../../images/attachment-place.ts';
import { keyIdOf } from '../../../ledger/public-key.ts';
import type { VexKey } from '../attached/vex-key.ts';

/** Who signs, and how it is known. */
export interface Attester {
  readonly privateKey: KeyObject;
  readonly key: VexKey;
}

export function newAttester(): Attester {
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const signed = (bytes: Uint8Array, signature: Uint8Array) => verify(null, bytes, publicKey, signature);
  return { privateKey, key: { id: keyIdOf(publicKey), signed } };
}

/** A signed statement about something, as JSON. */
export function attestation(predicate: object, subject: Digest, by: KeyObject, changes: object = {}): Buffer {
  const type = 'application/vnd.in-toto+json';
  const statement = {
    _type: 'https://in-toto.io/Statement/v0.1',
    subject: [{ name: 'x', digest: { sha256: subject.slice(7) } }],
    predicateType: 'https://openvex.dev/ns',
    predicate,
    ...changes,
  };
  const payload = Buffer.from(JSON.stringify(statement));
  const sig = sign(null, preAuthentication(type, payload), by).toString('base64');
  return Buffer.from(JSON.stringify({ payloadType: type, payload: payload.toString('base64'), signatures: [{ sig }] }));
}

/** A place with a manifest beside an image, as ORAS writes it, and the blobs of it. */
export function placeOf(subject: Digest, manifest: Buffer, blobs: readonly Buffer[]): AttachmentPlace {
  const digest = sha256(manifest);
  const entry = {
    mediaType: 'application/vnd.oci.image.manifest.v1+json',
    digest,
    size: manifest.length,
    urls: [],
    platform: null,
    annotations: {},
    artifactType: 'application/vnd.dsse.envelope.v1+json',
  };
  return {
    referrers: async (of) => (of === subject ? [entry] : []),
    tagged: async () => null,
    manifest: async (of) => (of === digest ? { digest, bytes: manifest } : null),
    blob: async ({ digest: wanted }) => blobs.find((blob) => sha256(blob) === wanted) ?? Buffer.alloc(0),
  };
}
