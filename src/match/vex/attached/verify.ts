import type { Digest } from '../../../base/digest.ts';
import { preAuthentication } from '../../../base/pre-authentication.ts';
import { type DsseEnvelope, readDsseEnvelope } from '../../../formats/dsse-envelope.ts';
import { JsonError, type JsonObject, parseObject } from '../../../formats/go-json.ts';
import { type InTotoStatement, inTotoType, readInTotoStatement } from '../../../formats/in-toto-statement.ts';
import type { AttachedDocument } from '../../../model/attached.ts';
import type { GapReason } from '../../../model/gap.ts';
import { readDocument } from '../documents.ts';
import type { Statement } from '../statement.ts';
import { VexFault } from '../vex-fault.ts';
import { signedManifest } from './detached-signatures.ts';
import { isVexPredicate } from './kinds.ts';
import type { VexKey } from './vex-key.ts';

/** What an attached document says, or why it is not believed; nothing of either for one that is no VEX. */
export type Believed = { readonly statements: readonly Statement[] } | { readonly reason: GapReason };

const nothing = { statements: [] } as const;

/**
 * What one document says that a key of the user's has signed for this image. Whose key it is decides; where the document lay, what it is called
 * and whom it names do not.
 *
 * @param digests of the image's manifest and index
 */
export function believed(document: AttachedDocument, keys: readonly VexKey[], digests: ReadonlySet<Digest>): Believed {
  try {
    return document.kind === 'plain' ? signedBeside(document, keys, digests) : signedWithin(document, keys, digests);
  } catch (error) {
    if (error instanceof JsonError || error instanceof VexFault) return { reason: 'unparsable' };
    throw error;
  }
}

/** A statement in an envelope: the signature is over all of it, its subject included. */
function signedWithin(document: AttachedDocument, keys: readonly VexKey[], digests: ReadonlySet<Digest>): Believed {
  const { manifest, bytes, kind } = document;
  const root = parseObject(bytes);
  if (kind === 'statement' && root['payloadType'] === undefined)
    return isVex(readInTotoStatement(bytes)) ? { reason: 'unsigned' } : nothing;
  // A bundle that signs the image and says nothing of it.
  if (root['messageSignature'] !== undefined && root['dsseEnvelope'] === undefined) return nothing;
  const envelope = readDsseEnvelope(bytes);
  if (envelope.payloadType !== inTotoType) return { reason: 'unsupported-format' };
  const statement = readInTotoStatement(envelope.payload);
  if (!isVex(statement)) return nothing;
  const { subjects, predicate } = statement;
  const key = signerOf(envelope, keys);
  if (key === null) return { reason: envelope.signatures.length === 0 ? 'unsigned' : 'untrusted-signature' };
  const about = [...subjects].find((subject) => digests.has(subject));
  if (about === undefined) return { reason: 'other-subject' };
  return { statements: statementsIn(predicate, about, manifest, key) };
}

/** A CycloneDX document may be an SBOM alone. */
function isVex({ predicateType, predicate }: InTotoStatement): boolean {
  return isVexPredicate(predicateType) && (predicate['bomFormat'] === undefined || 'vulnerabilities' in predicate);
}

function signerOf({ payloadType, payload, signatures }: DsseEnvelope, keys: readonly VexKey[]): VexKey | null {
  const signed = preAuthentication(payloadType, payload);
  return keys.find((key) => signatures.some((signature) => key.signed(signed, signature))) ?? null;
}

/** A document without an envelope: whoever signed its manifest signed it, and what that names as its subject. */
function signedBeside(document: AttachedDocument, keys: readonly VexKey[], digests: ReadonlySet<Digest>): Believed {
  const { manifest, subject, bytes, signatures } = document;
  if (signatures.length === 0) return { reason: 'unsigned' };
  const key = keys.find((one) =>
    signatures.some(({ payload, signature }) => signedManifest(payload) === manifest && one.signed(payload, signature)),
  );
  if (key === undefined) return { reason: 'untrusted-signature' };
  if (subject === null || !digests.has(subject)) return { reason: 'other-subject' };
  return { statements: statementsIn(parseObject(bytes), subject, manifest, key) };
}

function statementsIn(document: JsonObject, subject: Digest, manifest: Digest, key: VexKey): readonly Statement[] {
  const read = readDocument(document, `attestation ${manifest}`, subject);
  return read.map((statement) => ({ ...statement, signed: { attestation: manifest, key: key.id } }));
}
