import type { Digest } from '../../../base/digest.ts';
import { isObject, JsonError, listMember, objectMember, parseObject, textMember } from '../../../formats/go-json.ts';
import type { AttachmentPlace } from '../../../images/attachment-place.ts';
import { readDescriptor } from '../../../images/oci-manifest.ts';
import type { DetachedSignature } from '../../../model/attached.ts';

const simpleSigning = 'application/vnd.dev.cosign.simplesigning.v1+json';
const signatureKey = 'dev.cosignproject.cosign/signature';
const MOST_SIGNATURES = 16;
const MOST_PAYLOAD = 64 << 10;

/**
 * What `cosign sign` puts beside a manifest: under a tag of its own, payloads that name it, and their signatures (sigstore/cosign,
 * specs/SIGNATURE_SPEC.md). What is not of that form is left out: it is nobody's signature.
 */
export async function detachedSignatures(
  place: AttachmentPlace,
  manifest: Digest,
): Promise<readonly DetachedSignature[]> {
  const stored = await place.tagged(`${manifest.replace(':', '-')}.sig`);
  if (stored === null) return [];
  const found: DetachedSignature[] = [];
  for (const { mediaType, annotations, size, digest } of layersOf(stored.bytes).slice(0, MOST_SIGNATURES)) {
    const signature = annotations[signatureKey];
    if (mediaType !== simpleSigning || signature === undefined || size > MOST_PAYLOAD) continue;
    found.push({ payload: await place.blob({ digest, size }), signature: Buffer.from(signature, 'base64') });
  }
  return found;
}

function layersOf(manifest: Buffer) {
  try {
    return (listMember(parseObject(manifest), 'layers') ?? []).filter(isObject).map(readDescriptor);
  } catch (error) {
    if (error instanceof JsonError) return [];
    throw error;
  }
}

/** The manifest that a signed payload is about; null where it is none (containers/image, docs/containers-signature.5.md). */
export function signedManifest(payload: Uint8Array): string | null {
  try {
    const image = objectMember(objectMember(parseObject(payload), 'critical') ?? {}, 'image') ?? {};
    return textMember(image, 'docker-manifest-digest') ?? null;
  } catch (error) {
    if (error instanceof JsonError) return null;
    throw error;
  }
}
