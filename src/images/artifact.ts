import {
  isObject,
  JsonError,
  type JsonObject,
  listMember,
  member,
  objectMember,
  parseObject,
  textMember,
} from '../formats/go-json.ts';
import { isImageConfigType, isLayerType } from './media-types.ts';

/** What lies in registries besides images. */
export const artifactKinds = [
  'signature',
  'attestation',
  'sbom',
  'helm-chart',
  'database',
  'build-cache',
  'wasm',
  'referrers',
  'empty-index',
  'other',
] as const;
export type ArtifactKind = (typeof artifactKinds)[number];

export interface Artifact {
  readonly kind: ArtifactKind;
  /** The media type that says so; empty where none does. */
  readonly type: string;
}

const kinds: readonly (readonly [RegExp, ArtifactKind])[] = [
  [/\bcncf\.helm\b/, 'helm-chart'],
  [/cosign\.simplesigning|\bcosign\.artifact\.sig|notary\.signature|\bpkcs7|sigstore\.bundle/, 'signature'],
  [/in-toto|\bdsse\b|slsa|cosign\.artifact\.att/, 'attestation'],
  [/spdx|cyclonedx|syft|\bsbom\b/, 'sbom'],
  [/buildkit\.cacheconfig/, 'build-cache'],
  [/plimsoll|trivy\.(?:java)?db|aquasec|grype/, 'database'],
  [/wasm/, 'wasm'],
];

/** The digest of `{}`, which is no config of any image (OCI image-spec, "Guidance for an Empty Descriptor"). */
const emptyConfig = 'sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a';

/**
 * What a manifest is that no engine runs: by its config, which engines refuse where it is not an image's (OCI image-spec, "Guidelines for
 * Artifact Usage"), or where every layer is of a kind that is known to be no layer, as cosign writes signatures. Null for an image, an
 * index of images, and whatever cannot be told: that is for the reader of images to take or to refuse.
 */
export function artifactOf(bytes: Uint8Array): Artifact | null {
  try {
    const root = parseObject(bytes);
    if (member(root, 'schemaVersion') !== 2) return null;
    const manifests = listMember(root, 'manifests');
    const config = objectMember(root, 'config');
    if (manifests !== undefined) return config === undefined ? ofIndex(manifests) : null;
    return config === undefined ? null : ofManifest(root, config);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    return null;
  }
}

function ofManifest(root: JsonObject, config: JsonObject): Artifact | null {
  const layers = (listMember(root, 'layers') ?? []).map((layer) => (isObject(layer) ? typeOf(layer) : ''));
  const configType = typeOf(config);
  const own = textMember(root, 'artifactType') ?? '';
  if (!isImageConfigType(configType)) {
    // An engine that does not look at the config's type would run what has layers of an image and a real config.
    const mayRun =
      layers.some((type) => type !== '' && isLayerType(type)) && textMember(config, 'digest') !== emptyConfig;
    return mayRun ? null : described([own, configType, ...layers], configType);
  }
  const isKnown = (type: string) => !isLayerType(type) && kinds.some(([pattern]) => pattern.test(type));
  return layers.length > 0 && layers.every(isKnown) ? described(layers, layers[0] ?? '') : null;
}

/** Lists of what refers to an image (OCI distribution-spec, "Referrers Tag Schema"), and what BuildKit keeps of earlier builds. */
function ofIndex(manifests: readonly unknown[]): Artifact | null {
  const entries = manifests.filter(isObject);
  if (manifests.length === 0) return { kind: 'empty-index', type: '' };
  if (entries.length !== manifests.length) return null;
  const cache = entries.map(typeOf).find((type) => type.includes('buildkit.cacheconfig'));
  if (cache !== undefined) return { kind: 'build-cache', type: cache };
  const types = entries.map((entry) => textMember(entry, 'artifactType') ?? '');
  const isReferring = entries.every(
    (entry, at) =>
      types[at] !== '' && !isImageConfigType(types[at] ?? '') && objectMember(entry, 'platform') === undefined,
  );
  return isReferring ? { kind: 'referrers', type: types[0] ?? '' } : null;
}

function typeOf(descriptor: JsonObject): string {
  return textMember(descriptor, 'mediaType') ?? '';
}

function described(types: readonly string[], fallback: string): Artifact {
  for (const type of types) {
    const known = kinds.find(([pattern]) => pattern.test(type));
    if (known !== undefined) return { kind: known[1], type };
  }
  return { kind: 'other', type: types.find((type) => type !== '') ?? fallback };
}
