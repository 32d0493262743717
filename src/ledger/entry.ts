import { canonical } from '../base/canonical-json.ts';
import { type Digest, sha256 } from '../base/digest.ts';
import { fill } from '../base/text.ts';
import { faultWords } from '../messages/ledger-faults.ts';
import type { LedgerEntry, LedgerRecord } from '../model/ledger.ts';
import { type KeyFinder, provenPayload, readEnvelope, type Signer, seal, verifiedPayload } from './dsse.ts';
import { Fault } from './fault.ts';
import { keyIdOf, publicKeyOf } from './public-key.ts';
import { readRecord } from './record-shape.ts';
import { type Shape, shapeOf } from './shape.ts';

/** https://github.com/in-toto/attestation, spec v1: "Statement". */
const statementType = 'https://in-toto.io/Statement/v1';
const predicateType = 'urn:plimsoll:ledger-entry:v1';
const payloadType = 'application/vnd.in-toto+json';

/**
 * Bytes of an envelope. Whoever imports a ledger takes no longer line of it, and takes none of it where one line is longer: so that what a gate is
 * made to record keeps nobody from importing the rest.
 */
export const mostOfEntry = 16 << 20;

/** What a new entry is to say: a record of this ledger's own, or an entry of another one, taken over as it is. */
export type Content = { readonly kind: 'own'; readonly record: LedgerRecord } | ImportedContent;

export interface ImportedContent {
  readonly kind: 'imported';
  /** Which ledger it comes from: the digest of that one's first entry. */
  readonly ledger: Digest;
  /** The key that it was verified with: SPKI as base64. */
  readonly publicKey: string;
  /** Its envelope, byte for byte. */
  readonly envelope: string;
}

/** Where an entry stands in the chain. */
export interface Place {
  readonly sequence: number;
  readonly previous: Digest | null;
  readonly at: string;
}

/** Signs an entry: a DSSE envelope around an in-toto statement about the image. */
export function sealEntry(place: Place, content: Content, signer: Signer): Buffer {
  const record = content.kind === 'own' ? content.record : importedEntry(content).record;
  const said =
    content.kind === 'own'
      ? { record }
      : { imported: { ledger: content.ledger, publicKey: content.publicKey, envelope: content.envelope } };
  const statement = {
    _type: statementType,
    subject: subjectsOf(record),
    predicateType,
    predicate: { ...place, ...said },
  };
  return seal(payloadType, canonical(statement), signer);
}

/** Reads an entry from its envelope and verifies its signature. Throws {@link Fault}. */
export function openEntry(bytes: Uint8Array, keyOf: KeyFinder): LedgerEntry {
  const envelope = readEnvelope(bytes, payloadType);
  const payload = verifiedPayload(envelope, keyOf);
  const entry = readEntry(bytes, envelope.keyId, payload);
  if (canonical(subjectsOf(entry.record)) !== canonical(shapeOf(payload, 'statement').value('subject')))
    throw new Fault(fill(faultWords.badShape, { field: 'statement.subject' }));
  return entry;
}

/** Reads an entry whose digest was signed elsewhere: by the head, or by the entry after it. Throws {@link Fault}. */
export function chainedEntry(bytes: Uint8Array): LedgerEntry {
  const { keyId, payload } = provenPayload(bytes);
  return readEntry(bytes, keyId, payload);
}

function readEntry(bytes: Uint8Array, keyId: string, payload: unknown): LedgerEntry {
  const statement = shapeOf(payload, 'statement');
  statement.oneOf('_type', [statementType]);
  if (statement.text('predicateType') !== predicateType) throw new Fault(faultWords.newKind);
  const predicate = statement.shape('predicate');
  const place = {
    sequence: predicate.count('sequence'),
    previous: predicate.digestOrNull('previous'),
    digest: sha256(bytes),
    keyId,
  };
  return { ...place, ...readSaid(predicate) };
}

function readSaid(predicate: Shape): Pick<LedgerEntry, 'at' | 'record' | 'origin'> {
  const at = predicate.time('at');
  if (predicate.value('imported') === undefined) return { at, record: readRecord(predicate.shape('record')) };
  const imported = predicate.shape('imported');
  const ledger = imported.digest('ledger');
  const foreign = importedEntry({ publicKey: imported.text('publicKey'), envelope: imported.text('envelope') });
  const { sequence, digest, keyId, record } = foreign;
  return { at: foreign.at, record, origin: { ledger, sequence, digest, keyId, importedAt: at } };
}

/** The entry of another ledger inside one of this ledger. What that one had imported itself is not passed on. */
function importedEntry({ publicKey, envelope }: Pick<ImportedContent, 'publicKey' | 'envelope'>): LedgerEntry {
  const key = publicKeyOf(publicKey);
  const id = key === null ? null : keyIdOf(key);
  const entry = openEntry(Buffer.from(envelope), (keyId) => (keyId === id ? (key ?? undefined) : undefined));
  if (entry.origin !== undefined) throw new Fault(fill(faultWords.badShape, { field: 'imported.envelope' }));
  return entry;
}

/** The image as other tools find it in a statement: by its digests, and by its names with the digest of its config. */
function subjectsOf({ fingerprint, names }: LedgerRecord): readonly object[] {
  const { configDigest, manifestDigest, indexDigest } = fingerprint;
  const subject = (name: string, digest: Digest) => {
    const colon = digest.indexOf(':');
    return { name, digest: { [digest.slice(0, colon)]: digest.slice(colon + 1) } };
  };
  return [
    subject('config', configDigest),
    ...(manifestDigest === null ? [] : [subject('manifest', manifestDigest)]),
    ...(indexDigest === null ? [] : [subject('index', indexDigest)]),
    ...names.map((name) => subject(name, manifestDigest ?? configDigest)),
  ];
}
