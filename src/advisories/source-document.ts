import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { setTimeout as wait } from 'node:timers/promises';
import { failure, failureFrom, PlimsollError, systemCode } from '../base/errors.ts';
import { wordsOf } from '../base/system-words.ts';
import type { Fetch, FetchResponse } from './fetch.ts';
import { locationText, type SourceLocation } from './source-location.ts';

export interface SourceAccess {
  readonly fetch: Fetch;
  readonly signal: AbortSignal;
}

/** A document of a source, opened. */
export interface SourceDocument {
  /** Throws `feed-damaged` where it ends before its announced length. */
  readonly body: AsyncIterable<Uint8Array>;
  /** Bytes, where they were announced. */
  readonly size: number | null;
}

const tries = 3;

/** Opens a document; null where there is none (no such file, 404, 410). Throws `source-unreachable`. */
export async function openDocument(location: SourceLocation, access: SourceAccess): Promise<SourceDocument | null> {
  if (location.kind === 'file') return openFile(location.path, access.signal);
  const response = await request(
    location.url,
    () => access.fetch(location.url, { signal: access.signal }),
    access.signal,
  );
  if (response.status === 404 || response.status === 410) {
    await discard(response);
    return null;
  }
  if (response.status !== 200) {
    await discard(response);
    throw failure('source-refused', { url: location.url, status: response.status });
  }
  const size = announcedSize(response);
  return { body: counted(response.body, location.url, size), size };
}

/** The whole of a small document; null where there is none. A connection that breaks in between is tried again. */
export async function readDocument(
  location: SourceLocation,
  most: number,
  access: SourceAccess,
): Promise<Buffer | null> {
  for (let attempt = 1; ; attempt++) {
    const document = await openDocument(location, access);
    if (document === null) return null;
    try {
      const chunks: Uint8Array[] = [];
      let length = 0;
      for await (const chunk of document.body) {
        length += chunk.length;
        if (length > most)
          throw failure('feed-damaged', {
            file: locationText(location),
            reason: { en: `it has more than ${most} bytes`, 'zh-CN': `超过 ${most} 字节` },
          });
        chunks.push(chunk);
      }
      return Buffer.concat(chunks, length);
    } catch (error) {
      access.signal.throwIfAborted();
      if (location.kind === 'file' || attempt === tries || !mayPass(error))
        throw unreachable(error, locationText(location));
      await wait(100 * 2 ** attempt, undefined, { signal: access.signal });
    }
  }
}

/** Asks once; what may pass by itself, the fetch repeats. Throws errors of the catalogue. */
export async function request(
  url: string,
  ask: () => Promise<FetchResponse>,
  signal: AbortSignal,
): Promise<FetchResponse> {
  try {
    return await ask();
  } catch (error) {
    signal.throwIfAborted();
    throw unreachable(error, url);
  }
}

/** Where the rest of an answer is not wanted. The first chunk is read because a stream that was never begun cannot be ended. */
export async function discard(response: FetchResponse): Promise<void> {
  for await (const _first of response.body) break;
}

function announcedSize(response: FetchResponse): number | null {
  const encoding = response.headers['content-encoding'];
  const length = response.headers['content-length'];
  return length !== undefined && /^\d{1,15}$/.test(length) && (encoding === undefined || encoding === 'identity')
    ? Number(length)
    : null;
}

const passing: readonly string[] = ['source-unreachable', 'connection-lost', 'answer-too-slow'];

/** Whether a body that broke off with this error may come through when it is asked for again. */
export function mayPass(error: unknown): boolean {
  return !(error instanceof PlimsollError) || passing.includes(error.code);
}

/** An error for people out of whatever a transfer failed with. */
export function unreachable(error: unknown, url: string): PlimsollError {
  return error instanceof PlimsollError
    ? error
    : failureFrom(error, 'source-unreachable', { url, reason: wordsOf(error) });
}

async function openFile(path: string, signal: AbortSignal): Promise<SourceDocument | null> {
  try {
    const handle = await open(path);
    const { size } = await handle.stat();
    return { body: createReadStream(path, { fd: handle, signal, highWaterMark: 2 ** 18 }), size };
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    throw failureFrom(error, 'file-unreadable', { file: path, reason: wordsOf(error) });
  }
}

async function* counted(body: AsyncIterable<Uint8Array>, url: string, size: number | null): AsyncIterable<Uint8Array> {
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    yield chunk;
  }
  if (size !== null && length !== size) {
    throw failure('source-unreachable', {
      url,
      reason: {
        en: `it ended after ${length} of ${size} bytes`,
        'zh-CN': `共 ${size} 字节，在第 ${length} 字节处中断`,
      },
    });
  }
}
