import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, type TestContext, test } from 'node:test';
import { ociArchive } from '../../build/image.ts';
import { file, tar } from '../../build/tar.ts';
import { has, inHook } from '../build/parts.ts';
import { plimsoll } from '../build/plimsoll.ts';
import { listening } from './listening.ts';
import { push, type RunningRegistry, startRegistry } from './registry-server.ts';
import { comparable, type Report, reportOf } from './report.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-trouble-'));
const status = 'Package: found\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1-1\n';
const layer = tar([
  file('etc/os-release', 'ID=debian\nVERSION_ID="11"\n'),
  file('big', randomBytes(3_000_000)),
  file('var/lib/dpkg/status', status),
]);
let registry: RunningRegistry | null = null;
let expected: Report;
const isReady = (t: TestContext) => has(t, 'docker-registry', 'skopeo');

before(async () => {
  if (!isReady(inHook)) return;
  const archive = join(folder, 'image.tar');
  writeFileSync(archive, ociArchive({ layers: [layer], tag: 'v1' }));
  registry = await startRegistry(folder);
  await push(`oci-archive:${archive}:v1`, `${registry.host}/app/web:1`);
  expected = await reportOf(`registry:${registry.host}/app/web:1`, folder);
});
after(() => {
  registry?.stop();
  rmSync(folder, { recursive: true });
});

/** What stands between us and the registry: it answers by itself and returns true, or lets `cut` bytes of the registry's answer pass. */
type Trouble = (asked: IncomingMessage, answer: ServerResponse) => { readonly cut: number } | 'answered' | null;

async function behind<T>(trouble: Trouble, use: (host: string) => Promise<T>): Promise<T> {
  const server = createServer((asked, answer) => {
    const met = trouble(asked, answer);
    if (met === 'answered') return;
    const { method, headers, url } = asked;
    request(`http://${registry?.host}${url}`, { method, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 500, reply.headers);
      let passed = 0;
      reply.on('data', (chunk: Buffer) => {
        const rest = met === null ? chunk.length : met.cut - passed;
        passed += chunk.length;
        answer.write(
          chunk.subarray(0, Math.max(rest, 0)),
          () => passed > (met?.cut ?? Infinity) && asked.socket.destroy(),
        );
      });
      reply.on('end', () => answer.end());
    }).end();
  });
  const port = await listening(server);
  try {
    return await use(`127.0.0.1:${port}`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const isBlob = ({ url = '' }: IncomingMessage) => url.includes('/blobs/');

test('a blob that breaks off is taken up where it did', async (t) => {
  if (!isReady(t)) return;
  const starts: number[] = [0];
  const cutting: Trouble = (asked) => {
    if (!isBlob(asked)) return null;
    if (asked.headers.range !== undefined) starts.push(Number(/^bytes=(\d+)-$/.exec(asked.headers.range)?.[1]));
    return { cut: 800_000 };
  };
  const report = await behind(cutting, (host) => reportOf(`registry:${host}/app/web:1`, folder));
  assert.deepEqual(comparable(report), comparable(expected));
  // What was on its way when the connection broke is asked for again, what had come is not.
  const steps = starts.slice(1).map((start, at) => start - (starts[at] ?? 0));
  assert.ok(steps.length >= 3 && steps.length <= 5, starts.join(', '));
  for (const step of steps) assert.ok(step > 400_000 && step <= 800_000, starts.join(', '));
});

test('one that always breaks off before anything comes is given up', async (t) => {
  if (!isReady(t)) return;
  const times: number[] = [];
  const cutting: Trouble = (request) => {
    if (!isBlob(request)) return null;
    times.push(performance.now());
    return { cut: 0 };
  };
  const home = mkdtempSync(join(folder, 'home-'));
  const ran = await behind(cutting, (host) => plimsoll(['scan', `registry:${host}/app/web:1`], { home }));
  assert.equal(ran.code, 3);
  assert.match(ran.stderr, /^plimsoll: .*\(connection-lost\)\n {2}\S.*\n$/);
  const last = (times.at(-1) ?? 0) - (times.at(-2) ?? 0);
  assert.ok(times.length > 2 && times.length < 20 && last >= 700, `${times.length} times, ${last} ms before the last`);
});

test('busy and failing answers are waited out, and longer each time', async (t) => {
  if (!isReady(t)) return;
  const times: number[] = [];
  const busy: Trouble = (asked, answer) => {
    if (asked.url?.includes('/manifests/') !== true || times.length >= 3) return null;
    times.push(performance.now());
    answer.writeHead([429, 503, 502][times.length - 1] ?? 500).end();
    return 'answered';
  };
  const report = await behind(busy, (host) => reportOf(`registry:${host}/app/web:1`, folder));
  assert.deepEqual(comparable(report), comparable(expected));
  const [first = 0, second = 0, third = 0] = times;
  assert.ok(second - first >= 200 && third - second >= 400, `${second - first} ${third - second}`);
});

test('Retry-After is obeyed, or the host taken at its word', async (t) => {
  if (!isReady(t)) return;
  const times: number[] = [];
  const asking =
    (seconds: number, often: number): Trouble =>
    (asked, answer) => {
      if (asked.url?.includes('/manifests/') !== true || times.length >= often) return null;
      times.push(performance.now());
      answer.writeHead(429, { 'retry-after': String(seconds) }).end();
      return 'answered';
    };
  const began = performance.now();
  await behind(asking(2, 1), (host) => reportOf(`registry:${host}/app/web:1`, folder));
  assert.ok(performance.now() - began >= 2000);
  times.length = 0;
  const home = mkdtempSync(join(folder, 'home-'));
  const ran = await behind(asking(3600, 9), (host) => plimsoll(['scan', `registry:${host}/app/web:1`], { home }));
  assert.equal(ran.code, 3);
  assert.match(ran.stderr, /^plimsoll: .*\(registry-busy\)\n {2}\S.*\n$/);
  assert.equal(times.length, 1);
});
