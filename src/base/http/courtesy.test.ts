import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { after, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { serve, type TestServer } from '../../../test/build/server.ts';
import { readWhole } from '../byte-stream.ts';
import { httpClient } from '../http.ts';
import { type CourtesyRule, courteous } from './courtesy.ts';
import { systemTrust } from './trust.ts';

const servers: TestServer[] = [];
after(() => Promise.all(servers.map((server) => server.close())));
const { signal } = new AbortController();

async function clientOf(listener: RequestListener, rule: Partial<CourtesyRule> = {}) {
  const server = await serve(listener);
  servers.push(server);
  const plain = httpClient({
    userAgent: 'test',
    offline: false,
    trust: systemTrust,
    insecureHosts: [],
    proxyFor: () => null,
  });
  const traffic = { requests: 0, bytes: 0, refusals: 0 };
  const client = courteous(plain, { connections: 3, rate: null, tries: 6, longest: 5000, ...rule }, traffic);
  const get = async (ending: AbortSignal = signal) => {
    const response = await client.request({ url: server.url('/'), signal: ending });
    return `${response.status} ${(await readWhole(response.body, 1000)).toString()}`;
  };
  return { get, client, traffic };
}

test('no more requests at a time than agreed, bodies included', async () => {
  let running = 0;
  let most = 0;
  const { get, client, traffic } = await clientOf(async (_, response) => {
    running += 1;
    most = Math.max(most, running);
    response.write('a');
    await pause(30);
    running -= 1;
    response.end('b');
  });
  assert.deepEqual(await Promise.all(Array.from({ length: 12 }, () => get())), Array(12).fill('200 ab'));
  assert.equal(most, 3);
  assert.deepEqual(traffic, { requests: 12, bytes: 24, refusals: 0 });
  client.close();
});

test('one is told to come back later: all wait', async () => {
  let refusedAt = 0;
  const early: number[] = [];
  const { get, client, traffic } = await clientOf(
    (_, response) => {
      const now = performance.now();
      if (refusedAt === 0) {
        refusedAt = now;
        response.writeHead(429, { 'retry-after': '1' }).end();
        return;
      }
      if (now - refusedAt < 990) early.push(now - refusedAt);
      response.end('ok');
    },
    { connections: 1 },
  );
  assert.deepEqual(await Promise.all([get(), get(), get()]), ['200 ok', '200 ok', '200 ok']);
  assert.deepEqual(early, []);
  assert.deepEqual(traffic, { requests: 4, bytes: 6, refusals: 1 });
  client.close();
});

test('a host that stays busy has the last word, and one that asks for too long a wait', async () => {
  let asked = 0;
  const busy = await clientOf(
    (_, response) => {
      asked += 1;
      response.writeHead(503).end('no');
    },
    { tries: 3 },
  );
  assert.equal((await busy.get()).slice(0, 3), '503');
  assert.equal(asked, 3);
  const long = await clientOf((_, response) => response.writeHead(429, { 'retry-after': '99999' }).end());
  assert.equal((await long.get()).slice(0, 3), '429');
  busy.client.close();
  long.client.close();
});

test('so many a second', async () => {
  const { get, client } = await clientOf((_, response) => response.end('ok'), { rate: 20 });
  const began = performance.now();
  await Promise.all(Array.from({ length: 11 }, () => get()));
  assert.ok(performance.now() - began >= 490);
  client.close();
});

test('whoever waits can be called off, and takes no place afterwards', async () => {
  const { get, client } = await clientOf(
    async (_, response) => {
      await pause(100);
      response.end('ok');
    },
    { connections: 1 },
  );
  const ending = new AbortController();
  const first = get();
  const waiting = get(ending.signal);
  const third = get();
  ending.abort(new Error('called off'));
  await assert.rejects(waiting, /called off/);
  assert.deepEqual(await Promise.all([first, third]), ['200 ok', '200 ok']);
  client.close();
});
