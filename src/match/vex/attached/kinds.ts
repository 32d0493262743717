import type { Descriptor } from '../../../images/oci-manifest.ts';

/** A plain document, by the media types that are in use for it. */
const plain = /openvex|csaf|\bvex\b/;
const envelope = /\bdsse\b|sigstore\.bundle/;
/** What a manifest may be that has an envelope or a document in it. */
const carrier = /\bdsse\b|sigstore\.bundle|in-toto|cosign\.artifact\.att|openvex|csaf|\bvex\b/;

/** Whether there may be VEX in it, by what the list says, which is nothing in some: what is signed and of another kind says so beside its type. */
export function mayCarryVex({ artifactType, annotations }: Descriptor): boolean {
  return (artifactType === '' || carrier.test(artifactType.toLowerCase())) && isMaybeVex(annotations);
}

/** What a layer of such a manifest is; null for what is no VEX. */
export function layerKind({ mediaType, annotations }: Descriptor): 'envelope' | 'statement' | 'plain' | null {
  const type = mediaType.toLowerCase();
  if (!isMaybeVex(annotations)) return null;
  if (envelope.test(type)) return 'envelope';
  if (type.includes('in-toto')) return 'statement';
  return plain.test(type) ? 'plain' : null;
}

/** OpenVEX, and CycloneDX, of which a document may be both an SBOM and a VEX. */
export function isVexPredicate(type: string): boolean {
  return (
    /^https:\/\/openvex\.dev\/ns(?:$|[/@])/.test(type) || /^https:\/\/cyclonedx\.org\/(?:bom|vex)(?:$|\/)/.test(type)
  );
}

/** Where cosign and Sigstore bundles, and BuildKit, note what a statement is. */
const predicateKeys = ['predicateType', 'dev.sigstore.bundle.predicateType', 'in-toto.io/predicate-type'];

function isMaybeVex(annotations: Readonly<Record<string, string>>): boolean {
  return predicateKeys.every((key) => annotations[key] === undefined || isVexPredicate(annotations[key]));
}
