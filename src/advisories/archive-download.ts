import { createHash } from 'node:crypto';
import { existsSync, statSync } from 'node:fs';
import { open, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { failure } from '../base/errors.ts';
import type { FetchResponse } from './fetch.ts';
import { discard, mayPass, request, type SourceAccess, unreachable } from './source-document.ts';
import type { SourceLocation } from './source-location.ts';

/** An archive of a feed as a file on this machine. */
export interface LocalArchive {
  readonly path: string;
  /** Tells one state of the archive from another: its ETag, or size and time of the file; null where there is nothing to go by. */
  readonly validator: string | null;
}

/** What is remembered beside a partial download: of which state of which URL it is the beginning. */
interface PartFacts {
  readonly url: string;
  readonly etag: string;
}

const mostBytes = 16 * 2 ** 30;
const tries = 5;

/**
 * Brings an archive to this machine; null where the source has none. What a broken connection or a killed update left behind is
 * continued where the server still has the same content (its ETag), else begun anew.
 */
export async function fetchArchive(
  location: SourceLocation,
  folder: string,
  access: SourceAccess,
  onBytes: (done: number, total: number | null) => void,
): Promise<LocalArchive | null> {
  if (location.kind === 'file')
    return existsSync(location.path) ? { path: location.path, validator: fileValidator(location.path) } : null;
  const stem = join(folder, createHash('sha256').update(location.url).digest('hex').slice(0, 24));
  const files: PartFiles = { part: `${stem}.part`, facts: `${stem}.json`, whole: `${stem}.zip` };
  for (let attempt = 1; ; attempt++) {
    try {
      return await resume(location.url, files, access, onBytes);
    } catch (error) {
      access.signal.throwIfAborted();
      if (isLocal(error)) throw error;
      if (attempt === tries || !mayPass(error)) throw unreachable(error, location.url);
      await wait(100 * 2 ** attempt, undefined, { signal: access.signal });
    }
  }
}

/** Whether the source still has the state that a validator names. Null where it cannot be told. */
export async function isStill(
  location: SourceLocation,
  validator: string,
  access: SourceAccess,
): Promise<boolean | null> {
  if (location.kind === 'file') return existsSync(location.path) && fileValidator(location.path) === validator;
  const response = await request(
    location.url,
    () => access.fetch(location.url, { etag: validator, signal: access.signal }),
    access.signal,
  );
  await discard(response);
  if (response.status === 304) return true;
  return response.status === 200 ? false : null;
}

interface PartFiles {
  readonly part: string;
  readonly facts: string;
  readonly whole: string;
}

async function resume(
  url: string,
  files: PartFiles,
  access: SourceAccess,
  onBytes: (done: number, total: number | null) => void,
): Promise<LocalArchive | null> {
  const known = await partFacts(files, url);
  const offset = known === null ? 0 : statSync(files.part).size;
  const response = await request(
    url,
    () =>
      access.fetch(url, { signal: access.signal, ...(known !== null && offset > 0 && { offset, etag: known.etag }) }),
    access.signal,
  );
  if (response.status === 404 || response.status === 410) {
    await discard(response);
    return null;
  }
  const continued = response.status === 206 && offset > 0 && rangeStart(response) === offset;
  if (!continued && response.status !== 200) {
    await discard(response);
    await rm(files.part, { force: true });
    if (offset > 0) throw new Error(`the server would not continue at byte ${offset} (${response.status})`);
    throw failure('source-refused', { url, status: response.status });
  }
  const etag = response.headers['etag'];
  const total = totalSize(response, continued ? offset : 0);
  if (!continued) {
    await rm(files.part, { force: true });
    await rm(files.facts, { force: true });
    if (etag !== undefined && !etag.startsWith('W/'))
      await writeFile(files.facts, JSON.stringify({ url, etag } satisfies PartFacts));
  }
  await append(files.part, response, { url, offset: continued ? offset : 0, total, onBytes });
  await rename(files.part, files.whole);
  await rm(files.facts, { force: true });
  return { path: files.whole, validator: etag ?? null };
}

async function append(
  part: string,
  response: FetchResponse,
  {
    url,
    offset,
    total,
    onBytes,
  }: { url: string; offset: number; total: number | null; onBytes: (done: number, total: number | null) => void },
): Promise<void> {
  const handle = await open(part, 'a', 0o600);
  let done = offset;
  try {
    for await (const chunk of response.body) {
      done += chunk.length;
      if (done > mostBytes)
        throw failure('feed-damaged', {
          file: url,
          reason: { en: `it has more than ${mostBytes} bytes`, 'zh-CN': `超过 ${mostBytes} 字节` },
        });
      await handle.writeFile(chunk);
      onBytes(done, total);
    }
  } finally {
    await handle.close();
  }
  if (total !== null && done !== total) throw new Error(`it ended after ${done} of ${total} bytes`);
}

async function partFacts(files: PartFiles, url: string): Promise<PartFacts | null> {
  if (!existsSync(files.part) || !existsSync(files.facts)) return null;
  let facts: unknown;
  try {
    facts = JSON.parse(await readFile(files.facts, 'utf8'));
  } catch (error) {
    // Cut off by a kill: then it is not known what the part is the beginning of, and it is begun anew.
    if (error instanceof SyntaxError) return null;
    throw error;
  }
  const { url: of, etag } = facts as Partial<PartFacts>;
  return of === url && typeof etag === 'string' ? { url, etag } : null;
}

function rangeStart(response: FetchResponse): number {
  return Number(/^bytes (\d+)-/.exec(response.headers['content-range'] ?? '')?.[1] ?? -1);
}

function totalSize(response: FetchResponse, offset: number): number | null {
  const ranged = /^bytes \d+-\d+\/(\d+)$/.exec(response.headers['content-range'] ?? '')?.[1];
  if (offset > 0 && ranged !== undefined) return Number(ranged);
  const length = response.headers['content-length'];
  const plain =
    response.headers['content-encoding'] === undefined || response.headers['content-encoding'] === 'identity';
  return length !== undefined && /^\d{1,15}$/.test(length) && plain ? offset + Number(length) : null;
}

function fileValidator(path: string): string {
  const { size, mtimeMs } = statSync(path);
  return `${size}@${mtimeMs}`;
}

/** Errors of this machine's own disk are told as they are: trying again does not help. */
function isLocal(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  return ['ENOSPC', 'EDQUOT', 'EACCES', 'EROFS', 'EIO', 'EFBIG'].includes(code);
}
