import { canonical } from '../base/canonical-json.ts';
import type { Digest } from '../base/digest.ts';
import { fill } from '../base/text.ts';
import { type KeyFinder, readEnvelope, type Signer, seal, verifiedPayload } from '../ledger/dsse.ts';
import { Fault } from '../ledger/fault.ts';
import { shapeOf } from '../ledger/shape.ts';
import { faultWords } from '../messages/ledger-faults.ts';
import type { DatabaseFacts } from '../model/advisory.ts';

/** https://github.com/in-toto/attestation, spec v1: "Statement". */
const statementType = 'https://in-toto.io/Statement/v1';
/** What tells the statement from entries of a ledger, which the same key may sign. */
const predicateType = 'urn:plimsoll:advisories:v1';
const payloadType = 'application/vnd.in-toto+json';

export const envelopeType = 'application/vnd.dsse.envelope.v1+json';
export const mostEnvelope = 64 << 10;

/** Signs that a manifest, and so everything that it names, is a database of ours. */
export function sealManifest(
  manifest: Digest,
  name: string,
  { digest, builtAt, checkedAt }: DatabaseFacts,
  signer: Signer,
): Buffer {
  const colon = manifest.indexOf(':');
  const statement = {
    _type: statementType,
    subject: [{ name, digest: { [manifest.slice(0, colon)]: manifest.slice(colon + 1) } }],
    predicateType,
    predicate: { database: { digest, builtAt, ...(checkedAt === undefined ? {} : { checkedAt }) } },
  };
  return seal(payloadType, canonical(statement), signer);
}

/** The key whose signature over this manifest holds. Throws {@link Fault}. */
export function verifyManifest(envelope: Uint8Array, manifest: Digest, keyOf: KeyFinder): string {
  const read = readEnvelope(envelope, payloadType);
  const statement = shapeOf(verifiedPayload(read, keyOf), 'statement');
  statement.oneOf('_type', [statementType]);
  statement.oneOf('predicateType', [predicateType]);
  const colon = manifest.indexOf(':');
  const named = statement.list('subject', (value) =>
    shapeOf(value, 'subject').shape('digest').value(manifest.slice(0, colon)),
  );
  if (named.length !== 1 || named[0] !== manifest.slice(colon + 1))
    throw new Fault(fill(faultWords.badShape, { field: 'statement.subject' }));
  return read.keyId;
}

/** The id of the key that an envelope says it is signed with; null where it is none. For messages only. */
export function claimedKey(envelope: Uint8Array): string | null {
  try {
    return readEnvelope(envelope, payloadType).keyId;
  } catch (error) {
    if (error instanceof Fault) return null;
    throw error;
  }
}
