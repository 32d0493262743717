import { readWhole } from '../base/byte-stream.ts';
import { canonical } from '../base/canonical-json.ts';
import { type Digest, sha256 } from '../base/digest.ts';
import { failure } from '../base/errors.ts';
import { verified } from '../base/verified-stream.ts';
import { JsonError, listMember, parseObject, textMember } from '../formats/go-json.ts';
import { type Descriptor, readDescriptor } from '../images/oci-manifest.ts';
import { blobStream } from '../images/registry/blob.ts';
import { documentAt, ociIndex, ociManifest, referrersOf, referrersTag } from '../images/registry/documents.ts';
import type { Session } from '../images/registry/session.ts';
import { uploadBlob, uploadManifest } from '../images/registry/upload.ts';
import { artifactTypes, mostManifest } from './artifact.ts';
import { envelopeType, mostEnvelope } from './signature.ts';

/** OCI image-spec 1.1, "Guidance for an Empty Descriptor". */
const empty = Buffer.from('{}');
const emptyType = 'application/vnd.oci.empty.v1+json';
const mostSignatures = 32;
const mostIndex = 4 << 20;

/**
 * Puts a signature beside the manifest that it is about: a manifest of its own, which names that one as its subject. Where the registry
 * does not keep lists of those, the list under the tag that stands in for it is added to.
 */
export async function storeSignature(session: Session, subject: Digest, size: number, envelope: Buffer): Promise<void> {
  for (const content of [empty, envelope]) await uploadBlob(session, blobOf(content));
  const manifest = Buffer.from(
    canonical({
      schemaVersion: 2,
      mediaType: ociManifest,
      artifactType: envelopeType,
      config: { mediaType: emptyType, ...described(empty) },
      layers: [{ mediaType: envelopeType, ...described(envelope) }],
      subject: { mediaType: ociManifest, digest: subject, size },
    }),
  );
  const { digest } = described(manifest);
  const { notesSubject } = await uploadManifest(session, digest, manifest, ociManifest);
  if (notesSubject) return;
  const known = await referrersOf(session, subject, mostIndex);
  if (known.some((entry) => entry.digest === digest)) return;
  const entries = [
    ...known.map(({ mediaType, digest: of, size: bytes, artifactType }) => ({
      mediaType,
      digest: of,
      size: bytes,
      artifactType,
    })),
    { mediaType: ociManifest, digest, size: manifest.length, artifactType: envelopeType },
  ];
  const index = Buffer.from(canonical({ schemaVersion: 2, mediaType: ociIndex, manifests: entries }));
  await uploadManifest(session, referrersTag(subject), index, ociIndex);
}

/**
 * The envelopes that are said to be about a manifest. Whatever is none is passed over: anybody may attach anything. Throws `database-signatures-too-many`
 * where more are there than are looked at, once those were.
 * @param ref how the database is called in errors
 */
export async function* storedSignatures(session: Session, subject: Digest, ref: string): AsyncGenerator<Buffer> {
  const all = await referrersOf(session, subject, mostIndex);
  const candidates = all.filter(
    ({ artifactType, mediaType, size }) =>
      mediaType === ociManifest && artifactType === envelopeType && size <= mostManifest,
  );
  for (const { digest } of candidates.slice(0, mostSignatures)) {
    const document = await documentAt(session, digest, mostManifest);
    const layer = document === null ? null : envelopeLayer(document.bytes);
    if (layer === null) continue;
    const what = { en: `a signature of ${artifactTypes.artifact}`, 'zh-CN': `${artifactTypes.artifact} 的签名` };
    const stream = verified(blobStream(session, { ...layer, urls: [] }), { ...layer, what });
    yield await readWhole(stream, mostEnvelope);
  }
  if (candidates.length > mostSignatures)
    throw failure('database-signatures-too-many', { ref, count: candidates.length, limit: mostSignatures });
}

function envelopeLayer(manifest: Buffer): Pick<Descriptor, 'digest' | 'size'> | null {
  try {
    const root = parseObject(manifest);
    if (textMember(root, 'artifactType') !== envelopeType) return null;
    const [layer] = (listMember(root, 'layers') ?? []).map(readDescriptor);
    return layer === undefined || layer.mediaType !== envelopeType || layer.size > mostEnvelope ? null : layer;
  } catch (error) {
    if (error instanceof JsonError) return null;
    throw error;
  }
}

function described(content: Buffer): { digest: Digest; size: number } {
  return { digest: sha256(content), size: content.length };
}

function blobOf(content: Buffer) {
  return {
    ...described(content),
    open: async function* () {
      yield content;
    },
  };
}
