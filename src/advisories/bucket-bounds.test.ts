import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { once } from 'node:events';
import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { fetchArchive } from './archive-download.ts';
import { loopbackFetch, sandbox, testRecord, writeEcosystems, writeFeed } from './bucket-for-tests.ts';
import { osvFeed } from './osv-bucket.ts';
import { sourceLocation } from './source-location.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-bucket-'));
after(() => rmSync(folder, { recursive: true }));
const signal = new AbortController().signal;

test('three hundred changed records are fetched one by one, and of one more the archive', async () => {
  using box = sandbox();
  writeEcosystems(box.bucket, ['Debian']);
  const feed = (changed: number, day: string) =>
    Array.from({ length: 1000 }, (_, at) =>
      testRecord(`DSA-${at}`, `2024-01-${at < changed ? day : '01'}T00:00:00Z`, 'Debian:11', `p${at}`, '1'),
    );
  const how = async (changed: number, day: string) => {
    writeFeed(box.bucket, 'Debian', feed(changed, day), true);
    return (await box.update()).feeds[0]?.how;
  };
  assert.equal(await how(0, '01'), 'archive');
  assert.equal(await how(300, '02'), 'singly');
  assert.equal(await how(301, '03'), 'archive');
});

test('an archive has three million records, and is not begun where its end says that there is one more', async () => {
  const bucket = join(folder, 'bucket');
  writeFeed(bucket, 'Debian', []);
  const records = async (count: number) => {
    // APPNOTE.TXT 6.3.10, 4.3.14 to 4.3.16: the end of an archive alone.
    const end = Buffer.alloc(98);
    end.write('PK\x06\x06', 'latin1');
    end.writeBigUInt64LE(44n, 4);
    for (const at of [24, 32]) end.writeBigUInt64LE(BigInt(count), at);
    end.write('PK\x06\x07', 56, 'latin1');
    end.writeUInt32LE(1, 72);
    end.write('PK\x05\x06', 76, 'latin1');
    end.fill(0xff, 84, 96);
    const path = join(bucket, 'Debian/all.zip');
    writeFileSync(path, end);
    const access = { fetch: async () => assert.fail('nothing is fetched'), signal };
    const feed = osvFeed(sourceLocation(pathToFileURL(bucket).href), 'Debian', folder, access);
    for await (const _ of feed.records({ path, validator: null })) assert.fail('there is none');
  };
  await assert.rejects(records(3_000_000), (error: Error) => !/members/.test(error.message));
  await assert.rejects(records(3_000_001), /it has 3000001 members, more than 3000000 \(feed-damaged\)/);
});

test('an archive is fetched to 16 GiB', async (t) => {
  const server = createServer((incoming, response) => {
    const before = Number(/^bytes=(\d+)-$/.exec(incoming.headers.range ?? '')?.[1]);
    response.writeHead(206, { etag: '"1"', 'content-range': `bytes ${before}-${before}/${before + 1}` });
    response.end('x');
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const address = server.address();
  assert.ok(typeof address === 'object' && address !== null);
  const url = `http://127.0.0.1:${address.port}/Debian/all.zip`;
  const most = 16 * 2 ** 30;
  const part = join(folder, `${createHash('sha256').update(url).digest('hex').slice(0, 24)}.part`);
  /** What came before a connection broke, as a hole, and the last byte. */
  const fetched = (before: number) => {
    writeFileSync(part, '');
    truncateSync(part, before);
    writeFileSync(part.replace('.part', '.json'), JSON.stringify({ url, etag: '"1"' }));
    return fetchArchive(sourceLocation(url), folder, { fetch: loopbackFetch, signal }, () => {});
  };
  const whole = await fetched(most - 1);
  assert.equal(statSync(whole?.path ?? '').size, most);
  await assert.rejects(fetched(most), /has more than 17179869184 bytes \(feed-damaged\)/);
});
