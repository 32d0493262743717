import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import type { TestServer } from '../../build/server.ts';
import { launcher } from '../build/installation.ts';
import { has, isRoot } from '../build/parts.ts';
import { plimsoll } from '../build/plimsoll.ts';
import { type RunningRegistry, startRegistry } from '../sources/registry-server.ts';
import { fetches } from './broken-off.ts';
import { type FilledImage, fillRegistry, manifestType, pushImage, smallBase } from './many-images.ts';
import { proxied as startProxy } from './proxied.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-fleet-attacks-'));
const running: (RunningRegistry | TestServer)[] = [];
after(async () => {
  for (const server of running) await ('stop' in server ? server.stop() : server.close());
  rmSync(folder, { recursive: true });
});
const isReady = (t: TestContext) => has(t, 'docker-registry');
const newHome = () => mkdtempSync(join(folder, 'home-'));
const count = 24;

let filled: Promise<{ registry: RunningRegistry; images: readonly FilledImage[] }> | null = null;
/** One registry for the tests that change nothing in it. */
function fleet(): NonNullable<typeof filled> {
  filled ??= (async () => {
    const registry = await startRegistry(folder);
    running.push(registry);
    return { registry, images: await fillRegistry(registry.host, [smallBase(0), smallBase(1)], count) };
  })();
  return filled;
}

async function proxied(registry: RunningRegistry, decide: Parameters<typeof startProxy>[1]) {
  const proxy = await startProxy(registry, decide);
  running.push(proxy.server);
  return proxy;
}

async function scan(host: string, more: readonly string[] = [], home = newHome()) {
  const ran = await plimsoll(['registry', 'scan', host, '-o', 'json', ...more], { home });
  return { ...ran, summary: ran.stdout === '' ? null : JSON.parse(ran.stdout) };
}

/** What a summary says of images, without what differs from run to run and from host to host. */
const imagesOf = (summary: { images: unknown }) => JSON.stringify(summary.images);

test('lists that lead in a circle or never end: of all repositories an error, of one repository its own', async (t) => {
  if (!isReady(t)) return;
  const { registry } = await fleet();
  let page = 0;
  const link = (path: string) => ({ link: `<${path}>; rel="next"` });
  const catalog = await proxied(registry, ({ path }) => {
    if (!path.startsWith('/v2/_catalog')) return null;
    page += 1;
    return { status: 200, headers: link(`/v2/_catalog?page=${page}`), body: '{"repositories":["team0/app0"]}' };
  });
  const circle = await scan(catalog.host);
  assert.equal(circle.code, 3);
  assert.match(circle.stderr, /\(listing-endless\)/);
  assert.ok(catalog.seen.length < 100, `${catalog.seen.length} requests`);

  const tags = await proxied(registry, ({ path }) =>
    path.startsWith('/v2/team0/app1/tags/list')
      ? { status: 200, headers: link('/v2/team0/app1/tags/list?n=1000'), body: '{"tags":["1.0"]}' }
      : null,
  );
  const one = await scan(tags.host);
  assert.equal(one.code, 3, one.stderr);
  assert.deepEqual(
    one.summary.notCompleted.map(({ name, code }: { name: string; code: string }) => [name, code]),
    [['team0/app1', 'listing-endless']],
  );
  const others = one.summary.images.flatMap(({ names }: { names: string[] }) => names);
  assert.ok(others.includes('team0/app0:1.0') && others.includes('team0/app2:1.0'));
});

test('bodies that break off, again and again: taken up where they did, and what comes of it is the same', async (t) => {
  if (!isReady(t)) return;
  const { registry, images } = await fleet();
  const honest = await scan(registry.host);
  // What comes from the beginning is cut off, at another place each time; what is taken up again is cut off once more now and then.
  let turn = 0;
  const proxy = await proxied(registry, ({ path, method, headers }) => {
    if (!path.includes('/blobs/') || method !== 'GET') return null;
    turn += 1;
    return headers.range === undefined || turn % 5 === 0 ? { cutAfter: 50 + turn } : null;
  });
  const cut = await scan(proxy.host);
  assert.equal(cut.code, honest.code, JSON.stringify(cut.summary.notCompleted));
  assert.equal(imagesOf(cut.summary), imagesOf(honest.summary));
  const blobs = new Set(images.flatMap((image) => image.blobs));
  const parts = proxy.seen.filter(({ status }) => status === 206).length;
  assert.ok(parts >= blobs.size, `${parts} parts of ${blobs.size} blobs`);
});

test('a login that ends in the middle is renewed, once for all who wait for it', async (t) => {
  if (!isReady(t)) return;
  const { registry } = await fleet();
  const left = new Map<string, number>();
  const proxy = await proxied(registry, ({ path, headers }) => {
    if (path.startsWith('/token')) {
      const token = `token-${left.size}`;
      // Good for less than it says, counted by requests: a busy machine makes no difference to them.
      left.set(`Bearer ${token}`, 8);
      return { status: 200, body: JSON.stringify({ token, expires_in: 3600 }) };
    }
    const { authorization = '' } = headers;
    const more = left.get(authorization) ?? 0;
    if (more > 0) {
      left.set(authorization, more - 1);
      return null;
    }
    const realm = `http://${headers.host}/token`;
    return { status: 401, headers: { 'www-authenticate': `Bearer realm="${realm}",service="s",scope="x"` } };
  });
  const { code, summary, stderr } = await scan(proxy.host);
  assert.equal(code, 0, `${stderr}${JSON.stringify(summary.notCompleted)}`);
  assert.equal(summary.totals.images, count);
  // One for the catalog and each of three repositories, and again for those that had more to ask for.
  assert.ok(left.size > 5 && left.size < 40, `${left.size} tokens`);
  t.diagnostic(`${left.size} tokens for ${summary.run.requests} requests`);
});

test('a tag that moves between look-up and reading: what was looked up is judged, and the next run sees the other', async (t) => {
  if (!isReady(t)) return;
  const registry = await startRegistry(folder);
  running.push(registry);
  const { host } = registry;
  const name = { repository: 'shop/cart', tag: '1' };
  const before = await pushImage(host, name, [smallBase(0)]);
  await pushImage(host, { repository: 'shop/cart', tag: 'gone' }, [smallBase(2)]);
  let after_: FilledImage | null = null;
  let moving: Promise<void> | null = null;
  const proxy = await proxied(registry, ({ path }) => {
    if (path.endsWith('/manifests/gone')) return { status: 404 };
    // A layer is asked for: the name was looked up before.
    if (path.endsWith(before.blobs[1] ?? '-'))
      moving ??= pushImage(host, name, [smallBase(1)]).then((moved) => {
        after_ = moved;
      });
    return null;
  });
  const home = newHome();
  const first = await scan(proxy.host, [], home);
  await moving;
  assert.equal(first.code, 3, first.stderr);
  const digests = (summary: { images: { names: string[]; digest: string }[] }) =>
    summary.images.map(({ names, digest }) => [names, digest]);
  assert.deepEqual(digests(first.summary), [[['shop/cart:1'], before.manifest]]);
  assert.deepEqual(
    first.summary.notCompleted.map((entry: { name: string; code: string }) => [entry.name, entry.code]),
    [['shop/cart:gone', 'image-not-found']],
  );
  const second = await scan(proxy.host, ['--tag', '1'], home);
  assert.deepEqual(digests(second.summary), [[['shop/cart:1'], (after_ as FilledImage | null)?.manifest]]);
  assert.notEqual(before.manifest, (after_ as FilledImage | null)?.manifest);
});

test('sizes that are lies: no such image is allowed, none is read beyond what it says', async (t) => {
  if (!isReady(t)) return;
  const { registry, images } = await fleet();
  const [target] = images;
  const url = `http://${registry.host}/v2/${target?.repository}/manifests/${target?.tag}`;
  const honest = JSON.parse(await (await fetch(url, { headers: { accept: manifestType } })).text());
  for (const [what, size] of [
    ['more than there is', 1 << 30],
    ['less', 10],
  ] as const) {
    const [layer, ...others] = honest.layers;
    const body = JSON.stringify({ ...honest, layers: [{ ...layer, size }, ...others] });
    const proxy = await proxied(registry, ({ path }) =>
      path.includes(`/${target?.repository}/manifests/`)
        ? { status: 200, headers: { 'content-type': manifestType }, body }
        : null,
    );
    const place = `${proxy.host}/${target?.repository}`;
    const { code, summary, stderr } = await scan(place, ['--tag', target?.tag ?? '']);
    assert.equal(code, 3, `${what}: ${stderr}`);
    assert.equal(summary.totals.notCompleted, 1, what);
    assert.ok(
      summary.images.every(({ complete }: { complete: boolean }) => !complete),
      what,
    );
  }
});

test('a disk that is full in the middle ends it with an error; with room again it goes on from there', async (t) => {
  if (!isReady(t) || !isRoot(t)) return;
  const { registry } = await fleet();
  const honest = await scan(registry.host);
  for (const full of ['home', 'reports'] as const) {
    const small = mkdtempSync(join(folder, 'small-'));
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=4m,mode=700', 'plimsoll-test', small]);
    try {
      const home = full === 'home' ? join(small, 'home') : newHome();
      const reports = join(full === 'home' ? mkdtempSync(join(folder, 'reports-')) : small, 'reports');
      mkdirSync(home, { recursive: true, mode: 0o700 });
      mkdirSync(reports, { recursive: true });
      // Room for some images, and not for all.
      writeFileSync(join(small, 'filling'), Buffer.alloc((4 << 20) - (24 << 10)));
      const stopped = await scan(registry.host, ['--reports', reports], home);
      assert.equal(stopped.code, 3, stopped.stderr);
      assert.match(stopped.stderr, full === 'home' ? /\(home-unusable\)/ : /\(cannot-write\)/);
      const left = readdirSync(reports);
      assert.deepEqual(
        left.filter((file) => file.endsWith('.part')),
        [],
      );
      for (const file of left) assert.doesNotThrow(() => JSON.parse(readFileSync(join(reports, file), 'utf8')), file);
      rmSync(join(small, 'filling'));
      const resumed = await scan(registry.host, ['--reports', reports], home);
      assert.equal(resumed.code, honest.code, resumed.stderr);
      assert.equal(readdirSync(reports).length, count);
      const bare = resumed.summary.images.map(({ reports: _, ...image }: { reports: unknown }) => image);
      const expected = honest.summary.images.map(({ reports: _, ...image }: { reports: unknown }) => image);
      assert.deepEqual(bare, expected);
    } finally {
      execFileSync('umount', [small]);
    }
  }
});

test('two at once on one state directory: of the same one is told to wait, of something else both go on', async (t) => {
  if (!isReady(t)) return;
  const { registry, images } = await fleet();
  const home = newHome();
  const before = registry.asked().length;
  const slow = await proxied(registry, () => null);
  const child = spawn(launcher, ['registry', 'scan', slow.host, '--home', home, '--rate', '8', '-o', 'json'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let told = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    told += text;
  });
  const ended = new Promise<number | null>((resolve) => child.once('exit', resolve));
  const state = join(home, 'fleet');
  const hasBegun = () => existsSync(state) && readdirSync(state).some((name) => name.endsWith('.jsonl'));
  for (let tries = 0; !hasBegun(); tries += 1) {
    assert.ok(tries < 3000 && child.exitCode === null, 'it did not begin');
    await pause(10);
  }
  const [same, part] = await Promise.all([scan(slow.host, [], home), scan(`${slow.host}/team0/app0`, [], home)]);
  assert.equal(same.code, 3);
  assert.match(same.stderr, /another process is scanning the same \(.*\) \(fleet-busy\)\n {2}Wait for it/);
  assert.equal(part.code, 0, part.stderr);
  assert.equal(part.summary.totals.images, 10);
  assert.equal(await ended, 0);
  assert.equal(JSON.parse(told).totals.images, count);
  const often = [...fetches(registry.asked().slice(before))].filter(([, times]) => times > 2);
  assert.deepEqual(often, [], `of ${images.length} images`);
});
