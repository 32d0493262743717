import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import { join } from 'node:path';
import { test } from 'node:test';
import { failure } from '../base/errors.ts';
import { proxyChoice } from '../base/http/proxy.ts';
import { systemTrust } from '../base/http/trust.ts';
import { httpClient } from '../base/http.ts';
import { loopbackFetch, sandbox, serve, testRecord, writeEcosystems, writeFeed } from './bucket-for-tests.ts';
import { fetchOver } from './fetch.ts';

const year = '2024-01-01T00:00:00Z';
/** Incompressible enough that the archive takes several packets. */
const records = Array.from({ length: 3000 }, (_, at) => {
  const noise = Math.sin(at + 1)
    .toString(36)
    .slice(2)
    .repeat(3);
  return testRecord(`ROCKY-${at}`, year, 'Rocky Linux:9', `pkg${at}`, `1.${at}`, { summary: `${noise} ${at * 7919}` });
});

test('a bucket over HTTP: names with spaces, then single records', async () => {
  using box = sandbox();
  writeEcosystems(box.bucket, ['Rocky Linux']);
  writeFeed(box.bucket, 'Rocky Linux', records);
  await using server = await serve(box.bucket);
  const first = await box.update({ sources: [`${server.url}/`] });
  assert.equal(first.facts.feeds[0]?.records, 3000);
  assert.deepEqual(server.asked, ['/ecosystems.txt', '/Rocky Linux/modified_id.csv', '/Rocky Linux/all.zip']);
  const odd = testRecord('ALPINE-CVE-????-?????', '2024-05-01T00:00:00Z', 'Rocky Linux:9', 'x', '1');
  writeFeed(box.bucket, 'Rocky Linux', [...records, odd]);
  writeFileSync(join(box.bucket, 'Rocky Linux', `${odd.id}.json`), JSON.stringify(odd));
  server.asked.length = 0;
  const second = await box.update({ sources: [server.url] });
  assert.deepEqual([second.feeds[0]?.how, second.feeds[0]?.added], ['singly', 1]);
  assert.deepEqual(server.asked.slice(2), ['/Rocky Linux/ALPINE-CVE-????-?????.json']);
});

test('a download that breaks is continued where it broke', async () => {
  using box = sandbox();
  writeEcosystems(box.bucket, ['Rocky Linux']);
  writeFeed(box.bucket, 'Rocky Linux', records);
  const size = readFileSync(join(box.bucket, 'Rocky Linux', 'all.zip')).length;
  let breaks = 2;
  const line = breakingLine();
  await using server = await serve(box.bucket, (path, request, response) => {
    if (!path.endsWith('all.zip') || breaks-- <= 0 || request.headers.range !== undefined) return false;
    response.writeHead(200, { etag: etagOf(box.bucket), 'content-length': size });
    response.write(readFileSync(join(box.bucket, 'Rocky Linux', 'all.zip')).subarray(0, 100_000));
    line.breaks(response);
    return true;
  });
  const result = await box.update({ sources: [server.url], progress: line.progress });
  assert.equal(result.facts.feeds[0]?.records, 3000);
  assert.deepEqual(server.asked.slice(2), ['/Rocky Linux/all.zip', '/Rocky Linux/all.zip bytes=100000-']);
});

test('what a killed update had downloaded is continued, or begun anew where the content is another', async () => {
  for (const same of [true, false]) {
    using box = sandbox();
    writeEcosystems(box.bucket, ['Rocky Linux']);
    writeFeed(box.bucket, 'Rocky Linux', records);
    let cut = true;
    await using server = await serve(box.bucket, (path, _request, response) => {
      if (!path.endsWith('all.zip') || !cut) return false;
      const whole = readFileSync(join(box.bucket, 'Rocky Linux', 'all.zip'));
      response.writeHead(200, { etag: etagOf(box.bucket), 'content-length': whole.length });
      response.write(whole.subarray(0, 50_000));
      return true;
    });
    const stop = new AbortController();
    const progress = {
      step: ({ done, unit }: { done: number; unit: string }) =>
        unit === 'bytes' && done === 50_000 && stop.abort(new Error('killed')),
    };
    await assert.rejects(
      box.update({
        sources: [server.url],
        signal: stop.signal,
        progress: { step: (step) => void progress.step(step) },
      }),
      /killed/,
    );
    assert.equal(readdirSync(join(box.home, 'advisories-incoming')).length, 2, 'the part and what it is a part of');
    cut = false;
    if (!same) writeFeed(box.bucket, 'Rocky Linux', records.slice(1));
    server.asked.length = 0;
    const result = await box.update({ sources: [server.url] });
    assert.equal(result.facts.feeds[0]?.records, same ? 3000 : 2999);
    assert.deepEqual(server.asked.slice(2), ['/Rocky Linux/all.zip bytes=50000-']);
    assert.deepEqual(readdirSync(box.home).sort(), ['advisories.db', 'advisories.db.sum', 'advisories.lock']);
  }
});

/** Breaks an answer off once its first 100,000 bytes are on the disk of whoever asked. */
function breakingLine() {
  let broken: ServerResponse | null = null;
  return {
    breaks: (response: ServerResponse) => {
      broken = response;
    },
    progress: {
      step: ({ done, unit }: { done: number; unit: string }) => {
        if (unit !== 'bytes' || done < 100_000) return;
        broken?.destroy();
        broken = null;
      },
    },
  };
}

/** As the test server makes them. */
function etagOf(bucket: string): string {
  return `"${createHash('md5')
    .update(readFileSync(join(bucket, 'Rocky Linux', 'all.zip')))
    .digest('hex')}"`;
}

test('other answers are told', async () => {
  using box = sandbox();
  writeEcosystems(box.bucket, ['Rocky Linux']);
  writeFeed(box.bucket, 'Rocky Linux', records.slice(0, 3));
  for (const file of ['ecosystems.txt', 'modified_id.csv', 'all.zip']) {
    await using server = await serve(box.bucket, (path, _request, response) => {
      if (path.endsWith(file)) response.writeHead(403).end('no');
      return path.endsWith(file);
    });
    const message = new RegExp(`${file}: the server answers 403`);
    await assert.rejects(box.update({ sources: [server.url] }), { code: 'source-refused', message });
    assert.equal(server.asked.filter((path) => path.endsWith(file)).length, 1, 'asked once');
  }
});

test('over the HTTP client of Plimsoll: the whole feed, a busy moment, the rest of a broken download', async () => {
  using box = sandbox();
  writeEcosystems(box.bucket, ['Rocky Linux']);
  writeFeed(box.bucket, 'Rocky Linux', records);
  const archive = readFileSync(join(box.bucket, 'Rocky Linux', 'all.zip'));
  let busy = true;
  const line = breakingLine();
  await using server = await serve(box.bucket, (path, request, response) => {
    if (path.endsWith('.csv') && busy) {
      busy = false;
      response.writeHead(503, { 'retry-after': '0' }).end();
      return true;
    }
    if (!path.endsWith('all.zip') || request.headers.range !== undefined) return false;
    response.writeHead(200, { etag: etagOf(box.bucket), 'content-length': archive.length });
    response.write(archive.subarray(0, 100_000));
    line.breaks(response);
    return true;
  });
  const client = httpClient({
    userAgent: 'plimsoll/test',
    offline: true,
    trust: systemTrust,
    insecureHosts: [],
    proxyFor: proxyChoice({}),
  });
  const result = await box.update({ sources: [server.url], fetch: fetchOver(client), progress: line.progress });
  assert.equal(result.facts.feeds[0]?.records, 3000);
  assert.equal((await box.update({ sources: [server.url], fetch: fetchOver(client) })).feeds[0]?.how, 'nothing');
  assert.deepEqual(server.asked.slice(1, 5), [
    '/Rocky Linux/modified_id.csv',
    '/Rocky Linux/modified_id.csv',
    '/Rocky Linux/all.zip',
    '/Rocky Linux/all.zip bytes=100000-',
  ]);
  await assert.rejects(box.update({ sources: ['https://osv.example'], fetch: fetchOver(client) }), { code: 'offline' });
  client.close();
});

test('a list that ends early on the way is not taken for whole', async () => {
  using box = sandbox();
  writeEcosystems(box.bucket, ['Rocky Linux']);
  writeFeed(box.bucket, 'Rocky Linux', records.slice(0, 30));
  let short = false;
  await using server = await serve(box.bucket, (path, _request, response) => {
    if (!path.endsWith('.csv') || !short) return false;
    const whole = readFileSync(join(box.bucket, 'Rocky Linux', 'modified_id.csv'));
    response.writeHead(200, { 'content-length': whole.length });
    response.write(whole.subarray(0, whole.indexOf('\n') + 1), () => response.destroy());
    return true;
  });
  await box.update({ sources: [server.url] });
  short = true;
  await assert.rejects(box.update({ sources: [server.url] }), {
    code: 'source-unreachable',
    message: /modified_id\.csv/,
  });
});

test('an error of the fetch itself is passed on: offline is offline', async () => {
  using box = sandbox();
  const offline = () => Promise.reject(failure('offline', { host: 'osv.example' }));
  await assert.rejects(box.update({ sources: ['https://osv.example'], fetch: offline }), { code: 'offline' });
  await assert.rejects(box.update({ sources: ['http://127.0.0.1:1/'], fetch: loopbackFetch }), {
    code: 'source-unreachable',
    message: /nobody listens there/,
  });
});

test('without a source the public bucket and the public KEV are asked', async () => {
  using box = sandbox();
  const asked: string[] = [];
  const folder = join(box.bucket, 'Debian');
  mkdirSync(folder, { recursive: true });
  writeFeed(box.bucket, 'Debian', records.slice(0, 1));
  const fetch = (url: string) => {
    asked.push(url);
    const name = url.slice(url.lastIndexOf('/') + 1);
    const bytes =
      name === 'ecosystems.txt'
        ? Buffer.from('Debian\n')
        : name.endsWith('vulnerabilities.json')
          ? Buffer.from('{"vulnerabilities":[]}')
          : readFileSync(join(folder, name));
    return Promise.resolve({
      status: 200,
      headers: {},
      body: (async function* () {
        yield bytes;
      })(),
    });
  };
  await box.update({ sources: [], fetch });
  assert.deepEqual(asked, [
    'https://osv-vulnerabilities.storage.googleapis.com/ecosystems.txt',
    'https://osv-vulnerabilities.storage.googleapis.com/Debian/modified_id.csv',
    'https://osv-vulnerabilities.storage.googleapis.com/Debian/all.zip',
    'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json',
  ]);
  rmSync(folder, { recursive: true });
});
