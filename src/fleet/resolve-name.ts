import { type Digest, sha256 } from '../base/digest.ts';
import { failure } from '../base/errors.ts';
import { type Artifact, artifactOf } from '../images/artifact.ts';
import { parseImageConfig } from '../images/image-config.ts';
import { type Descriptor, parseManifest } from '../images/oci-manifest.ts';
import { pickPlatform } from '../images/platform-choice.ts';
import { anyManifest, documentFetcher } from '../images/registry/manifest.ts';
import type { Session } from '../images/registry/session.ts';
import { type Platform, platformName } from '../model/image.ts';
import type { PlatformChoice } from './fleet-ask.ts';
import type { StoredLayer } from './target.ts';

/** What a name leads to. Depends on the root digest and the choice of platform alone. */
export interface Resolved {
  readonly root: Digest;
  readonly images: readonly ResolvedImage[];
  readonly skipped: readonly { readonly why: Artifact['kind'] | 'other-platform'; readonly detail: string }[];
}

export interface ResolvedImage {
  readonly digest: Digest;
  readonly index: Digest | null;
  readonly platform: string;
  readonly created: string | null;
  readonly largest: StoredLayer | null;
}

const MAX_DEPTH = 4;
/** Platforms of one index. No real one has a tenth of it. */
const MAX_IMAGES = 200;

/** Reads manifest and config behind a name, or of each image of an index. Throws errors of the catalogue for what is neither image nor artifact. */
export async function resolveName(session: Session, label: string, choice: PlatformChoice): Promise<Resolved> {
  const { bytes, artifact } = await anyManifest(session, label);
  const root = session.name.digest ?? sha256(bytes);
  if (artifact !== null) return { root, images: [], skipped: [{ why: artifact.kind, detail: artifact.type }] };
  const parsed = parseManifest(bytes, label);
  if (parsed.kind === 'manifest') {
    const image = await imageOf(session, label, { digest: root, bytes, index: null });
    const isOther = choice.kind === 'one' && choice.isExplicit && !fits(image.platform, choice.platform);
    if (isOther) return { root, images: [], skipped: [{ why: 'other-platform', detail: image.platform }] };
    return { root, images: [image], skipped: [] };
  }
  const found = await chosenOf(session, label, parsed.manifests, choice);
  if (found === null) {
    const platforms = parsed.manifests.map(({ platform }) => (platform === null ? '?' : platformName(platform)));
    return { root, images: [], skipped: [{ why: 'other-platform', detail: [...new Set(platforms)].join(', ') }] };
  }
  const fetch = documentFetcher(session, label);
  const images: ResolvedImage[] = [];
  const skipped: { why: Artifact['kind']; detail: string }[] = [];
  for (const descriptor of found) {
    const document = await fetchedManifest(fetch, descriptor);
    if ('kind' in document) skipped.push({ why: document.kind, detail: document.type });
    else images.push(await imageOf(session, label, { digest: descriptor.digest, bytes: document, index: root }));
  }
  return { root, images, skipped };
}

async function fetchedManifest(
  fetch: ReturnType<typeof documentFetcher>,
  descriptor: Descriptor,
): Promise<Uint8Array | Artifact> {
  // What its own entry calls an artifact need not be fetched as an image.
  const bytes = await fetch(descriptor);
  return artifactOf(bytes) ?? bytes;
}

/** The images of an index that are asked for, indexes below it included; null where it has none for the platform. */
async function chosenOf(
  session: Session,
  label: string,
  manifests: readonly Descriptor[],
  choice: PlatformChoice,
): Promise<readonly Descriptor[] | null> {
  const all = await flattened(session, label, manifests);
  if (choice.kind === 'all') return all;
  try {
    return [pickPlatform(all, choice.platform, label)];
  } catch (error) {
    if (!isNoSuchPlatform(error)) throw error;
    // Nobody asked for a platform: one that is there is judged rather than none.
    const first = all[0];
    return choice.isExplicit || first === undefined ? null : [first];
  }
}

function isNoSuchPlatform(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'no-such-platform';
}

/** The images of an index and of those in it, attestations left out, in a stable order. */
async function flattened(
  session: Session,
  label: string,
  manifests: readonly Descriptor[],
  depth = 1,
): Promise<readonly Descriptor[]> {
  const found: Descriptor[] = [];
  for (const descriptor of manifests) {
    if (descriptor.platform?.os === 'unknown') continue;
    if (found.length >= MAX_IMAGES)
      throw failure('manifest-invalid', {
        ref: label,
        reason: { en: `it holds more than ${MAX_IMAGES} images`, 'zh-CN': `包含超过 ${MAX_IMAGES} 个镜像` },
      });
    if (!/index|manifest\.list/.test(descriptor.mediaType)) {
      found.push(descriptor);
      continue;
    }
    if (depth === MAX_DEPTH)
      throw failure('manifest-invalid', {
        ref: label,
        reason: { en: 'its indexes are nested too deeply', 'zh-CN': '索引嵌套过深' },
      });
    const inner = parseManifest(await documentFetcher(session, label)(descriptor), label);
    if (inner.kind === 'index') found.push(...(await flattened(session, label, inner.manifests, depth + 1)));
  }
  const unique = new Map(found.map((descriptor) => [descriptor.digest, descriptor]));
  return [...unique.values()];
}

async function imageOf(
  session: Session,
  label: string,
  { digest, bytes, index }: { digest: Digest; bytes: Uint8Array; index: Digest | null },
): Promise<ResolvedImage> {
  const manifest = parseManifest(bytes, label);
  if (manifest.kind === 'index')
    throw failure('manifest-invalid', {
      ref: label,
      reason: { en: 'an index stands where an image should', 'zh-CN': '应为镜像之处是索引' },
    });
  const config = parseImageConfig(await documentFetcher(session, label)(manifest.config), label);
  return {
    digest,
    index,
    platform: platformName(config.platform),
    created: config.created,
    largest: largestOf(manifest.layers),
  };
}

function largestOf(layers: readonly StoredLayer[]): StoredLayer | null {
  const first = layers[0];
  if (first === undefined) return null;
  const { digest, size } = layers.reduce((one, other) => (other.size > one.size ? other : one), first);
  return { digest, size };
}

/** Whether a platform's name is the one asked for; a variant counts only where one was asked for. */
function fits(name: string, wanted: Platform): boolean {
  const asked = platformName(wanted);
  return name === asked || (wanted.variant === undefined && name.startsWith(`${asked}/`));
}
