import { setTimeout as wait } from 'node:timers/promises';
import type { ByteStream } from '../../base/byte-stream.ts';
import { type Digest, isDigest, sha256 } from '../../base/digest.ts';
import { failure, PlimsollError } from '../../base/errors.ts';
import type { HttpResponse } from '../../base/http.ts';
import { registryFailure } from './answer.ts';
import type { Session } from './session.ts';

/** A blob to be put into a registry; it may be opened several times. */
export interface UploadedBlob {
  readonly digest: Digest;
  /** Bytes. */
  readonly size: number;
  open(): ByteStream;
}

const tries = 4;

/** Puts a blob into the repository, unless it is there; says whether it had to be sent (OCI distribution-spec, "Pushing blobs"). */
export async function uploadBlob(session: Session, blob: UploadedBlob): Promise<boolean> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      if (await isStored(session, blob.digest)) return false;
      await sendBlob(session, blob);
      return true;
    } catch (error) {
      session.signal.throwIfAborted();
      if (attempt === tries || !mayPass(error)) throw error;
      await wait(250 * 2 ** attempt, undefined, { signal: session.signal });
    }
  }
}

/** Whether the repository has a blob. Manifests that name it are no proof: a registry may have lost it since. */
export async function isStored(session: Session, digest: Digest): Promise<boolean> {
  const known = await session.get(`blobs/${digest}`, { method: 'HEAD' });
  known.discard();
  if (known.status !== 200 && known.status !== 404) throw registryFailure(known, session.name);
  return known.status === 200;
}

/** In one request: what every registry takes, whatever its limits for pieces are. */
async function sendBlob(session: Session, { digest, size, open }: UploadedBlob): Promise<void> {
  const begun = await session.send('blobs/uploads/', { method: 'POST', content: '' });
  begun.discard();
  if (begun.status !== 202) throw pushFailure(begun, session);
  const place = URL.parse(begun.headers['location'] ?? '', begun.url.href);
  if (place === null || !['https:', 'http:'].includes(place.protocol)) {
    const reason = { en: 'it does not say where to send a blob', 'zh-CN': '没有给出上传地址' };
    throw failure('bad-answer', { host: session.name.host, reason });
  }
  // The query is the registry's own and goes back as it is.
  place.search += `${place.search === '' ? '?' : '&'}digest=${encodeURIComponent(digest)}`;
  const headers = { 'content-type': 'application/octet-stream' };
  const done = await session.send(place, { method: 'PUT', headers, content: { size, open } });
  done.discard();
  if (done.status !== 201) throw pushFailure(done, session);
}

/**
 * Puts a manifest or index under a tag or its own digest. Says whether the registry took note of its subject itself
 * (OCI distribution-spec 1.1, "Pushing Manifests with Subject").
 */
export async function uploadManifest(
  session: Session,
  reference: string,
  bytes: Uint8Array,
  mediaType: string,
): Promise<{ readonly notesSubject: boolean }> {
  const headers = { 'content-type': mediaType };
  const done = await session.send(`manifests/${reference}`, { method: 'PUT', headers, content: bytes });
  done.discard();
  if (done.status !== 201) throw pushFailure(done, session);
  const stated = done.headers['docker-content-digest'];
  const actual = sha256(bytes);
  if (isDigest(stated) && stated.startsWith('sha256:') && stated !== actual) {
    const what = { en: 'the manifest that was pushed', 'zh-CN': '已推送的清单' };
    throw failure('digest-mismatch', { what, expected: actual, actual: stated });
  }
  return { notesSubject: done.headers['oci-subject'] !== undefined };
}

function pushFailure(response: HttpResponse, session: Session): PlimsollError {
  const { host, repository } = session.name;
  const { status } = response;
  return [400, 403, 404, 405, 413].includes(status)
    ? failure('push-refused', { host, repository, status })
    : registryFailure(response, session.name);
}

/** What a further try may bring: a connection that broke, a server in trouble, an upload that it forgot. */
function mayPass(error: unknown): boolean {
  if (!(error instanceof PlimsollError)) return false;
  return ['connection-lost', 'host-unreachable', 'answer-too-slow', 'registry-failed', 'registry-busy'].includes(
    error.code,
  );
}
