import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { crc32, deflateRawSync } from 'node:zlib';
import { type BuildOptions, type BuildResult, buildDatabase } from './build.ts';
import type { Fetch } from './fetch.ts';
import { type UpdateOptions, type UpdateResult, updateDatabase } from './update.ts';

/** OSV buckets for tests: made in a folder, served from it, and damaged in every way. */
export interface TestRecord {
  readonly id: string;
  readonly modified: string;
  readonly [key: string]: unknown;
}

/** A record about one package, fixed in a version. */
export function testRecord(
  id: string,
  modified: string,
  ecosystem: string,
  name: string,
  fixed: string,
  more: object = {},
): TestRecord {
  const events = [{ introduced: '0' }, { fixed }];
  return {
    id,
    modified,
    affected: [{ package: { ecosystem, name }, ranges: [{ type: 'ECOSYSTEM', events }] }],
    ...more,
  };
}

/** A zip archive (APPNOTE.TXT 6.3.10) of some members, in order. */
export function zipOf(
  members: readonly { readonly name: string; readonly data: string | Buffer; readonly stored?: boolean }[],
): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, data, stored } of members) {
    const plain = Buffer.from(data);
    const packed = stored === true ? plain : deflateRawSync(plain);
    const path = Buffer.from(name);
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(0x800, 2);
    shared.writeUInt16LE(stored === true ? 0 : 8, 4);
    shared.writeUInt32LE(0x5a210000, 6);
    shared.writeUInt32LE(crc32(plain), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(plain.length, 18);
    shared.writeUInt16LE(path.length, 22);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(offset, 10);
    directory.push(Buffer.from('PK\x01\x02\x14\x00', 'latin1'), shared, tail, path);
    const local = [Buffer.from('PK\x03\x04', 'latin1'), shared, path, packed];
    parts.push(...local);
    offset += local.reduce((sum, part) => sum + part.length, 0);
  }
  const central = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06', 'latin1');
  end.writeUInt16LE(Math.min(members.length, 0xffff), 8);
  end.writeUInt16LE(Math.min(members.length, 0xffff), 10);
  end.writeUInt32LE(central.length, 12);
  end.writeUInt32LE(offset, 16);
  if (members.length < 0xffff) return Buffer.concat([...parts, central, end]);
  // Sections 4.3.14 and 4.3.15: more members than fit into two bytes.
  const large = Buffer.alloc(76);
  large.write('PK\x06\x06', 'latin1');
  large.writeBigUInt64LE(44n, 4);
  large.writeUInt16LE(45, 12);
  large.writeUInt16LE(45, 14);
  for (const at of [24, 32]) large.writeBigUInt64LE(BigInt(members.length), at);
  large.writeBigUInt64LE(BigInt(central.length), 40);
  large.writeBigUInt64LE(BigInt(offset), 48);
  large.write('PK\x06\x07', 56, 'latin1');
  large.writeBigUInt64LE(BigInt(offset + central.length), 64);
  large.writeUInt32LE(1, 72);
  return Buffer.concat([...parts, central, large, end]);
}

/** Writes one ecosystem of a bucket as a publisher would. */
export function writeFeed(bucket: string, ecosystem: string, records: readonly TestRecord[], singles = false): void {
  const folder = join(bucket, ecosystem);
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, 'all.zip'),
    zipOf(records.map((record) => ({ name: `${record.id}.json`, data: JSON.stringify(record) }))),
  );
  const lines = records
    .toSorted((a, b) => (a.modified < b.modified ? 1 : -1))
    .map(({ modified, id }) => `${modified},${id}\n`);
  writeFileSync(join(folder, 'modified_id.csv'), lines.join(''));
  if (singles) for (const record of records) writeFileSync(join(folder, `${record.id}.json`), JSON.stringify(record));
}

export function writeEcosystems(bucket: string, ecosystems: readonly string[]): void {
  mkdirSync(bucket, { recursive: true });
  writeFileSync(join(bucket, 'ecosystems.txt'), `${ecosystems.join('\n')}\n`);
}

export interface Sandbox {
  readonly home: string;
  readonly bucket: string;
  /** Updates from the bucket; what is given overrides. */
  update(options?: Partial<UpdateOptions>): Promise<UpdateResult>;
  [Symbol.dispose](): void;
}

export function sandbox(): Sandbox {
  const root = mkdtempSync(join(tmpdir(), 'plimsoll-advisories-'));
  const home = join(root, 'home');
  const bucket = join(root, 'bucket');
  return {
    home,
    bucket,
    update: (options = {}) =>
      updateDatabase({
        home,
        sources: [pathToFileURL(bucket).href],
        kev: [],
        epss: [],
        nvd: [],
        ecosystems: [],
        allowShrink: false,
        fetch: loopbackFetch,
        signal: new AbortController().signal,
        progress: { step: () => {} },
        ...options,
      }),
    [Symbol.dispose]: () => rmSync(root, { recursive: true, force: true }),
  };
}

/** The contract of a fetch, over plain HTTP to this machine. */
export const loopbackFetch: Fetch = (url, { offset, etag, signal }) =>
  new Promise((resolve, reject) => {
    const headers: Record<string, string> = {};
    if (offset !== undefined) headers['range'] = `bytes=${offset}-`;
    if (etag !== undefined) headers[offset === undefined ? 'if-none-match' : 'if-range'] = etag;
    const sent = request(url, { headers, signal, agent: false }, (response) => {
      const flat = Object.entries(response.headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : value,
      ]);
      resolve({ status: response.statusCode ?? 0, headers: Object.fromEntries(flat), body: response });
    });
    sent.on('error', reject);
    sent.end();
  });

export interface TestServer {
  readonly url: string;
  /** Path and range of each request so far. */
  readonly asked: string[];
  [Symbol.asyncDispose](): Promise<void>;
}

/** Answers a request itself and returns true, or leaves it to the folder. */
export type Trouble = (path: string, request: IncomingMessage, response: ServerResponse) => boolean;

/** Serves a folder with ETags and ranges, as the public bucket does. */
export async function serve(folder: string, trouble: Trouble = () => false): Promise<TestServer> {
  const asked: string[] = [];
  const server = createServer((incoming, response) => {
    const path = decodeURIComponent(incoming.url ?? '/');
    asked.push(`${path}${incoming.headers.range === undefined ? '' : ` ${incoming.headers.range}`}`);
    if (!trouble(path, incoming, response)) answer(join(folder, path), incoming, response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    url: `http://127.0.0.1:${address.port}`,
    asked,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}

function answer(file: string, incoming: IncomingMessage, response: ServerResponse): void {
  if (!(statSync(file, { throwIfNoEntry: false })?.isFile() ?? false)) {
    response.writeHead(404).end();
    return;
  }
  const content = readFileSync(file);
  const etag = `"${createHash('md5').update(content).digest('hex')}"`;
  if (incoming.headers['if-none-match'] === etag) {
    response.writeHead(304, { etag }).end();
    return;
  }
  const start = Number(/^bytes=(\d+)-$/.exec(incoming.headers.range ?? '')?.[1] ?? 0);
  if (start > 0 && incoming.headers['if-range'] === etag) {
    const headers = {
      etag,
      'content-range': `bytes ${start}-${content.length - 1}/${content.length}`,
      'content-length': content.length - start,
    };
    response.writeHead(206, headers).end(content.subarray(start));
    return;
  }
  response.writeHead(200, { etag, 'content-length': content.length }).end(content);
}

/** A database of the records in a bucket, and of nothing else. */
export function builtFrom(bucket: string, output: string, more: Partial<BuildOptions> = {}): Promise<BuildResult> {
  return buildDatabase({
    output,
    builtAt: null,
    sources: [pathToFileURL(bucket).href],
    kev: [],
    epss: [],
    nvd: [],
    ecosystems: [],
    fetch: loopbackFetch,
    signal: new AbortController().signal,
    progress: { step: () => {} },
    ...more,
  });
}
