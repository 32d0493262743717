import { createHash } from 'node:crypto';
import { readWhole, TooLong } from '../../base/byte-stream.ts';
import { type Digest, isDigest, sha256 } from '../../base/digest.ts';
import { failure, failureFrom, type PlimsollError } from '../../base/errors.ts';
import type { Text } from '../../base/text.ts';
import { JsonError, listMember, parseObject } from '../../formats/go-json.ts';
import { nextLink } from '../../formats/link-header.ts';
import { acceptedTypes } from '../media-types.ts';
import { type Descriptor, readDescriptor } from '../oci-manifest.ts';
import { registryFailure } from './answer.ts';
import type { GetOptions, Session } from './session.ts';

export const ociManifest = 'application/vnd.oci.image.manifest.v1+json';
export const ociIndex = 'application/vnd.oci.image.index.v1+json';

/** A manifest or index of something that need not be an image, as it was sent. */
export interface RegistryDocument {
  readonly bytes: Buffer;
  /** SHA-256 of the bytes. */
  readonly digest: Digest;
}

interface SentDocument extends RegistryDocument {
  /** Where the next part of a list is, as a Link header. */
  readonly link: string | undefined;
}

/**
 * A document by tag or digest; null where there is none. What the reference or the registry states as its digest is checked; what is in it is
 * not looked at. Throws `digest-mismatch`, `bad-answer` for what is longer than `most` bytes.
 */
export async function documentAt(session: Session, reference: string, most: number): Promise<RegistryDocument | null> {
  // Of Docker's types, too: without them a registry would make another document of an image of theirs.
  const headers = { accept: acceptedTypes.join(', ') };
  return documentOf(session, `manifests/${reference}`, most, isDigest(reference) ? reference : null, { headers });
}

/**
 * What was attached to a manifest by naming it as its subject: by the referrers API, page by page, or where the registry has none, by the tag
 * that stands in for it (OCI distribution-spec 1.1, "Listing Referrers", "Referrers Tag Schema"). Throws `bad-answer` for a list without end.
 */
export async function referrersOf(session: Session, subject: Digest, most: number): Promise<readonly Descriptor[]> {
  const headers = { accept: ociIndex };
  const found: Descriptor[] = [];
  const queries = new Set<string>();
  for (let query: string | null = ''; query !== null; ) {
    if (queries.has(query) || queries.size === MOST_PAGES) throw badAnswer(session, texts.pages);
    queries.add(query);
    const page: SentDocument | null = await documentOf(session, `referrers/${subject}${query}`, most, null, {
      headers,
    });
    if (page === null) {
      const index = await documentAt(session, referrersTag(subject), most);
      return index === null ? found : [...found, ...manifestsIn(index.bytes, session)];
    }
    found.push(...manifestsIn(page.bytes, session));
    query = queryOf(nextLink(page.link), session);
  }
  return found;
}

/** Registries behind proxies call themselves by other names: only the query of a link counts. */
function queryOf(link: string | null, session: Session): string | null {
  if (link === null) return null;
  const { search } = URL.parse(link, 'https://registry.invalid/') ?? { search: '' };
  if (search === '') throw badAnswer(session, texts.link);
  return search;
}

function manifestsIn(index: Buffer, session: Session): readonly Descriptor[] {
  try {
    return (listMember(parseObject(index), 'manifests') ?? []).map(readDescriptor);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw failureFrom(error, 'bad-answer', { host: session.name.host, reason: error.reason });
  }
}

function badAnswer({ name }: Session, reason: Text): PlimsollError {
  return failure('bad-answer', { host: name.host, reason });
}

const MOST_PAGES = 16;

export function referrersTag(subject: Digest): string {
  return subject.replace(':', '-');
}

async function documentOf(
  session: Session,
  path: string,
  most: number,
  expected: Digest | null,
  options: GetOptions,
): Promise<SentDocument | null> {
  const response = await session.get(path, options);
  if (response.status !== 200) {
    response.discard();
    if (response.status === 404 || response.status === 410) return null;
    // Registries from before the referrers API say so in various ways.
    if (path.startsWith('referrers/') && [400, 405, 501].includes(response.status)) return null;
    throw registryFailure(response, session.name);
  }
  let bytes: Buffer;
  try {
    bytes = await readWhole(response.body, most);
  } catch (error) {
    if (!(error instanceof TooLong)) throw error;
    const reason = { en: `it sends more than ${most} bytes for ${path}`, 'zh-CN': `${path} 的内容超过 ${most} 字节` };
    throw failureFrom(error, 'bad-answer', { host: session.name.host, reason });
  }
  for (const digest of [expected, response.headers['docker-content-digest']]) {
    if (isDigest(digest)) requireDigest(bytes, digest, session);
  }
  return { bytes, digest: sha256(bytes), link: response.headers['link'] };
}

function requireDigest(bytes: Buffer, expected: Digest, { name }: Session): void {
  const algorithm = expected.slice(0, expected.indexOf(':'));
  const actual = `${algorithm}:${createHash(algorithm).update(bytes).digest('hex')}`;
  if (actual === expected) return;
  const place = `${name.host}/${name.repository}`;
  throw failure('digest-mismatch', {
    what: { en: `a manifest of ${place}`, 'zh-CN': `${place} 的清单` },
    expected,
    actual,
  });
}

const texts = {
  pages: { en: 'its list of what refers to an image has no end', 'zh-CN': '镜像的引用列表没有尽头' },
  link: { en: 'it does not say where its next page is', 'zh-CN': '没有给出有效的下一页地址' },
} as const satisfies Record<string, Text>;
