import type { ByteStream } from '../../base/byte-stream.ts';
import { failure, PlimsollError } from '../../base/errors.ts';
import { isLoopback } from '../../base/http/loopback.ts';
import { waited } from '../../base/http/retry.ts';
import { shownHost } from '../../base/http/shown-url.ts';
import type { HttpResponse } from '../../base/http.ts';
import type { Descriptor } from '../oci-manifest.ts';
import { registryFailure } from './answer.ts';
import type { GetOptions, Session } from './session.ts';

type BlobDescriptor = Pick<Descriptor, 'digest' | 'size' | 'urls'>;

/** How often a blob is taken up again, and a further time for each of these many bytes that came. */
const RESUMPTIONS = 5;
const BYTES_PER_RESUMPTION = 64 << 20;
/** Milliseconds before the next try after one that brought nothing; doubled for each further one. */
const FIRST_WAIT = 50;

/**
 * The bytes of a blob, taken up where they broke off (Range, RFC 9110 section 14.2). Not verified: `verified` does that, and stops
 * a blob that is longer than it should be.
 */
export async function* blobStream(session: Session, blob: BlobDescriptor): ByteStream {
  const get = await sourceOf(session, blob);
  let done = 0;
  let etag: string | null = null;
  for (let broken = 0; ; broken += 1) {
    const response = await get({ headers: done === 0 ? {} : rangeHeaders(done, etag), whole: null });
    const skip = await startOf(response, done, blob, session);
    etag = strongTag(response.headers['etag']);
    let lost: unknown = null;
    const before = done;
    try {
      let passed = 0;
      for await (const chunk of response.body) {
        const fresh = passed >= skip ? chunk : chunk.subarray(Math.min(chunk.length, skip - passed));
        passed += chunk.length;
        if (fresh.length === 0) continue;
        done += fresh.length;
        yield fresh;
      }
    } catch (error) {
      if (!isPassing(error)) throw error;
      lost = error;
    }
    // What is as long as it says is over: if it is short of what the manifest says, that is a lie and no accident.
    if (done === blob.size || (lost === null && (done > blob.size || 'content-length' in response.headers))) return;
    if (broken >= RESUMPTIONS + Math.floor(done / BYTES_PER_RESUMPTION)) {
      throw lost ?? failure('connection-lost', { host: shownHost(response.url) });
    }
    if (done === before) await waited(FIRST_WAIT * 2 ** Math.min(broken, 6), session.signal);
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof PlimsollError && (error.code === 'connection-lost' || error.code === 'answer-too-slow');
}

function rangeHeaders(done: number, etag: string | null): Record<string, string> {
  return { range: `bytes=${done}-`, ...(etag === null ? {} : { 'if-range': etag }) };
}

/** A validator that may be used with Range: not a weak one. */
function strongTag(etag: string | undefined): string | null {
  return etag !== undefined && /^"[\x21\x23-\x7e]{1,256}"$/.test(etag) ? etag : null;
}

/** How many bytes of this answer were had before: none where the server starts where we asked it to. Throws for any other answer. */
async function startOf(response: HttpResponse, done: number, blob: BlobDescriptor, session: Session): Promise<number> {
  const { status, headers } = response;
  if (status === 200) return done;
  if (status === 206 && done > 0) {
    const range = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers['content-range'] ?? '');
    if (range !== null && Number(range[1]) === done && (range[2] === '*' || Number(range[2]) === blob.size)) return 0;
    response.discard();
    const reason = { en: 'it sends another part than the one asked for', 'zh-CN': '返回的数据片段与请求不符' };
    throw failure('bad-answer', { host: shownHost(response.url), reason });
  }
  response.discard();
  const { host, repository } = session.name;
  if (status === 404 || status === 410) throw failure('blob-missing', { host, digest: blob.digest, repository });
  throw registryFailure(response, session.name);
}

/** Where a blob is to be had: in the registry; a layer that need not be there, else at the first of its URLs that has it. */
async function sourceOf(
  session: Session,
  blob: BlobDescriptor,
): Promise<(options: GetOptions) => Promise<HttpResponse>> {
  const fromRegistry = (options: GetOptions) => session.get(`blobs/${blob.digest}`, options);
  if (blob.urls.length === 0) return fromRegistry;
  return (await sourceOfForeign(session, blob)) ?? fromRegistry;
}

/**
 * Where a layer is to be had that need not be where its image is (OCI image-spec, "Non-Distributable Layers"); null for nowhere. What somebody
 * else's server answers, or whether it answers, is no reason to give up an image.
 */
export async function sourceOfForeign(
  session: Session,
  { digest, urls }: BlobDescriptor,
): Promise<((options: GetOptions) => Promise<HttpResponse>) | null> {
  const fromRegistry = (options: GetOptions) => session.get(`blobs/${digest}`, options);
  if (await exists(fromRegistry)) return fromRegistry;
  for (const url of usableUrls(urls, session.name.host)) {
    const fromUrl = (options: GetOptions) => session.getElsewhere(url, options);
    try {
      if (await exists(fromUrl)) return fromUrl;
    } catch (error) {
      if (!(error instanceof PlimsollError) || error.code === 'offline' || error.code === 'interrupted') throw error;
    }
  }
  return null;
}

async function exists(get: (options: GetOptions) => Promise<HttpResponse>): Promise<boolean> {
  const response = await get({ method: 'HEAD', whole: 60_000 });
  response.discard();
  return response.status === 200;
}

/**
 * A blob from elsewhere is verified like any other; that nobody else sees what we scan is what HTTPS is wanted for. Another machine's word is no
 * reason to ask this one for anything, as with redirects and token servers.
 */
function usableUrls(urls: readonly string[], registry: string): readonly URL[] {
  const isHere = isLoopback(URL.parse(`https://${registry}/`)?.hostname ?? '');
  return urls
    .slice(0, 8)
    .map((url) => URL.parse(url))
    .filter((url) => url !== null)
    .filter((url) => url.protocol === 'https:' && url.username === '' && url.password === '')
    .filter((url) => isHere || !isLoopback(url.hostname));
}
