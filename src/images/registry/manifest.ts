import { createHash } from 'node:crypto';
import { readWhole, TooLong } from '../../base/byte-stream.ts';
import { type Digest, isDigest, sha256 } from '../../base/digest.ts';
import { failure, failureFrom } from '../../base/errors.ts';
import { verified } from '../../base/verified-stream.ts';
import { type Artifact, artifactOf } from '../artifact.ts';
import type { FetchDocument } from '../manifest-walk.ts';
import { acceptedTypes, indexTypes, manifestTypes, schema1Types } from '../media-types.ts';
import { MAX_DOCUMENT, parseManifest } from '../oci-manifest.ts';
import { registryFailure } from './answer.ts';
import { blobStream } from './blob.ts';
import type { Session } from './session.ts';

/** The manifest or index that a name means, verified where the name or the registry states its digest. Throws `image-not-found`. */
export async function rootManifest(session: Session, label: string): Promise<Uint8Array> {
  const { tag, digest } = session.name;
  const found = await manifestBytes(session, digest ?? tag ?? 'latest', digest, label);
  if (found !== null) return found;
  throw failure('image-not-found', { ref: label, hint: notFoundHint });
}

/** Gets the documents below the root: manifests by digest, everything else as blobs. */
export function documentFetcher(session: Session, label: string): FetchDocument {
  return async ({ digest, size, mediaType }) => {
    const { host, repository } = session.name;
    if (size > MAX_DOCUMENT)
      throw failure('manifest-invalid', {
        ref: label,
        reason: { en: `${digest} is too large to be a document`, 'zh-CN': `${digest} 过大，不可能是文档` },
      });
    const isManifest = ([...indexTypes, ...manifestTypes, ...schema1Types] as readonly string[]).includes(mediaType);
    if (!isManifest) {
      const kept = session.shelf.get('blob', digest);
      if (kept?.length === size) return kept;
      const what = { en: `a document of ${label}`, 'zh-CN': `${label} 的文档` };
      const blob = blobStream(session, { digest, size, urls: [] });
      const content = await readWhole(verified(blob, { digest, size, what }), size);
      session.shelf.put('blob', digest, content);
      return content;
    }
    const bytes = await manifestBytes(session, digest, digest, label);
    if (bytes === null) throw failure('blob-missing', { host, digest, repository });
    if (bytes.length !== size) {
      throw failure('digest-mismatch', {
        what: { en: `a document of ${label}`, 'zh-CN': `${label} 的文档` },
        expected: `${size} bytes`,
        actual: `${bytes.length}`,
      });
    }
    return bytes;
  };
}

/** A manifest of any kind, verified. */
export interface AnyManifest {
  readonly bytes: Uint8Array;
  /** What it is where it is no image and no index of images. */
  readonly artifact: Artifact | null;
}

/** As {@link rootManifest}, of what need not be an image. */
export async function anyManifest(session: Session, label: string): Promise<AnyManifest> {
  const { tag, digest } = session.name;
  const bytes = await manifestBytes(session, digest ?? tag ?? 'latest', digest, label, { artifacts: true });
  if (bytes === null) throw failure('image-not-found', { ref: label, hint: notFoundHint });
  return { bytes, artifact: artifactOf(bytes) };
}

/** The digest that a registry says a tag leads to; null where it does not say or has no such tag. Only a claim. */
export async function statedDigest(session: Session): Promise<Digest | null> {
  const { tag } = session.name;
  const headers = { accept: acceptedTypes.join(', ') };
  const response = await session.get(`manifests/${tag ?? 'latest'}`, { method: 'HEAD', headers });
  response.discard();
  const stated = response.headers['docker-content-digest'];
  return response.status === 200 && isDigest(stated) ? stated : null;
}

/** @param reference a tag or a digest */
async function manifestBytes(
  session: Session,
  reference: string,
  digest: Digest | null,
  label: string,
  { artifacts }: { artifacts: boolean } = { artifacts: false },
): Promise<Uint8Array | null> {
  const kept = digest === null ? null : session.shelf.get('manifest', digest);
  if (kept !== null) return kept;
  const headers = { accept: acceptedTypes.join(', ') };
  const response = await session.get(`manifests/${reference}`, { headers });
  if (response.status !== 200) {
    response.discard();
    if (response.status === 404) return null;
    throw registryFailure(response, session.name);
  }
  const bytes = await whole(response.body, label);
  const stated = response.headers['docker-content-digest'];
  for (const expected of [digest, stated]) {
    if (isDigest(expected)) requireDigest(bytes, expected, label);
  }
  if (artifacts && artifactOf(bytes) !== null) return bytes;
  requireKind(bytes, response.headers['content-type'], label, session.name.host);
  session.shelf.put('manifest', sha256(bytes), bytes);
  return bytes;
}

async function whole(body: AsyncIterable<Uint8Array>, label: string): Promise<Uint8Array> {
  try {
    return await readWhole(body, MAX_DOCUMENT);
  } catch (error) {
    if (!(error instanceof TooLong)) throw error;
    throw failureFrom(error, 'manifest-invalid', {
      ref: label,
      reason: { en: `it is larger than ${MAX_DOCUMENT} bytes`, 'zh-CN': `超过 ${MAX_DOCUMENT} 字节` },
    });
  }
}

function requireDigest(bytes: Uint8Array, expected: Digest, label: string): void {
  const algorithm = expected.slice(0, expected.indexOf(':'));
  const actual = `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
  if (actual !== expected)
    throw failure('digest-mismatch', {
      what: { en: `the manifest of ${label}`, 'zh-CN': `${label} 的清单` },
      expected,
      actual,
    });
}

/**
 * Engines choose by Content-Type how to read a manifest, and the reader here by what is in it: the two must not be led to
 * different images (OCI distribution-spec, "Pulling manifests"; CVE-2021-41190).
 */
function requireKind(bytes: Uint8Array, contentType: string | undefined, label: string, host: string): void {
  const type = (contentType ?? '').split(';')[0]?.trim().toLowerCase() ?? '';
  if ((schema1Types as readonly string[]).includes(type)) {
    throw failure('unsupported-image', {
      ref: label,
      reason: {
        en: 'its manifest has Docker schema 1, which names no content',
        'zh-CN': '其清单为 Docker schema 1，不含内容摘要',
      },
    });
  }
  if (type === 'text/html') throw failure('bad-answer', { host, reason: isPage });
  const { kind } = parseManifest(bytes, label);
  const isIndexType = (indexTypes as readonly string[]).includes(type);
  const isManifestType = (manifestTypes as readonly string[]).includes(type);
  if ((isIndexType && kind !== 'index') || (isManifestType && kind !== 'manifest')) {
    throw failure('manifest-invalid', {
      ref: label,
      reason: { en: `it is sent as ${type} and is not that`, 'zh-CN': `声明的类型 ${type} 与实际内容不符` },
    });
  }
}

const isPage = { en: 'it sends a web page', 'zh-CN': '返回的是网页' } as const;

const notFoundHint = {
  en: 'Check the repository and the tag; without a tag it is "latest".',
  'zh-CN': '请检查仓库和标签；未写标签时默认为“latest”。',
} as const;
