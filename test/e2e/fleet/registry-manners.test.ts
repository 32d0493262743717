import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import type { TestServer } from '../../build/server.ts';
import { file, tar } from '../../build/tar.ts';
import { has } from '../build/parts.ts';
import { plimsoll } from '../build/plimsoll.ts';
import { loginEnvironment, passwordFile, type RunningRegistry, startRegistry } from '../sources/registry-server.ts';
import { uploadBlob, uploadManifest } from '../sources/registry-upload.ts';
import {
  builtLayer,
  configType,
  fillRegistry,
  indexType,
  layerType,
  manifestType,
  pushImage,
  smallBase,
} from './many-images.ts';
import { proxied as startProxy } from './proxied.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-fleet-manners-'));
const running: (RunningRegistry | TestServer)[] = [];
after(async () => {
  for (const server of running) await ('stop' in server ? server.stop() : server.close());
  rmSync(folder, { recursive: true });
});
const isReady = (t: TestContext) => has(t, 'docker-registry');
const newHome = () => mkdtempSync(join(folder, 'home-'));

async function started(settings: Parameters<typeof startRegistry>[1] = {}): Promise<RunningRegistry> {
  const registry = await startRegistry(folder, settings);
  running.push(registry);
  return registry;
}

async function scan(
  host: string,
  more: readonly string[] = [],
  options: { home?: string; env?: Record<string, string>; input?: Buffer } = {},
) {
  const home = options.home ?? newHome();
  const ran = await plimsoll(['registry', 'scan', host, '-o', 'json', ...more], { ...options, home });
  return { ...ran, summary: ran.stdout === '' ? null : JSON.parse(ran.stdout) };
}

async function proxied(registry: RunningRegistry, decide: Parameters<typeof startProxy>[1]) {
  const proxy = await startProxy(registry, decide);
  running.push(proxy.server);
  return proxy;
}

test('429 with Retry-After: all wait, no more at a time than agreed, everything is scanned', async (t) => {
  if (!isReady(t)) return;
  const registry = await started();
  await fillRegistry(registry.host, [smallBase(0), smallBase(1)], 20);
  let requests = 0;
  let until = 0;
  const early: number[] = [];
  const proxy = await proxied(registry, ({ path, at: now }) => {
    if (path === '/v2/') return null;
    // Under way already when the first one was turned away.
    if (now < until - 2000) return { status: 429, headers: { 'retry-after': '3' } };
    if (now < until) early.push(until - now);
    requests += 1;
    if (requests % 40 !== 0) return null;
    until = now + 3000;
    return { status: 429, headers: { 'retry-after': '3' } };
  });
  const { code, summary, stderr } = await scan(proxy.host, ['--connections', '3', '--parallel', '4']);
  assert.equal(code, 0, stderr);
  assert.equal(summary.totals.images, 20);
  assert.ok(summary.run.refusals >= 1, JSON.stringify(summary.run));
  assert.deepEqual(early, []);
  assert.ok(proxy.most() <= 3, `${proxy.most()} at a time`);
  t.diagnostic(
    `${summary.run.requests} requests, turned away ${summary.run.refusals} times, ${proxy.most()} at a time at most`,
  );
});

test('a registry that stays busy is left alone, and the rest stands in the summary', async (t) => {
  if (!isReady(t)) return;
  const registry = await started();
  await fillRegistry(registry.host, [smallBase(0)], 30);
  const proxy = await proxied(registry, ({ path }) => (path.includes('/manifests/') ? { status: 500 } : null));
  const { code, summary, stderr } = await scan(proxy.host);
  assert.equal(code, 3);
  assert.match(stderr, /\(fleet-incomplete\)\n/);
  assert.equal(summary.totals.notCompleted, 30);
  const codes = new Set(summary.notCompleted.map(({ code: one }: { code: string }) => one));
  assert.deepEqual([...codes].sort(), ['registry-failed', 'registry-gave-up']);
  assert.ok(proxy.seen.filter(({ path }) => path.includes('/manifests/')).length < 30);
});

test('what is no image is skipped and counted; platforms; one digest under many names', async (t) => {
  if (!isReady(t)) return;
  const { host } = await started();
  const base = smallBase(0);
  const one = await pushImage(host, { repository: 'shop/cart', tag: '1' }, [base]);
  const other = await pushImage(host, { repository: 'shop/cart', tag: 'arm' }, [base], { architecture: 'arm64' });
  for (const [repository, tag] of [
    ['shop/cart', 'latest'],
    ['mirror/cart', '1'],
  ] as const)
    await pushImage(host, { repository, tag }, [base]);
  const sized = async (repository: string, digest: string) => {
    const answer = await fetch(`http://${host}/v2/${repository}/manifests/${digest}`, {
      headers: { accept: manifestType },
    });
    return { mediaType: manifestType, digest, size: (await answer.arrayBuffer()).byteLength };
  };
  const manifests = [
    { ...(await sized('shop/cart', one.manifest)), platform: { os: 'linux', architecture: 'amd64' } },
    { ...(await sized('shop/cart', other.manifest)), platform: { os: 'linux', architecture: 'arm64' } },
  ];
  await uploadManifest(`${host}/shop/cart`, 'multi', { manifests }, indexType);
  const empty = await uploadBlob(`${host}/shop/cart`, Buffer.from('{}'), configType);
  const artifact = async (tag: string, config: string, layer: string) => {
    const content = await uploadBlob(`${host}/shop/cart`, Buffer.from(`{"about":"${tag}"}`), layer);
    await uploadManifest(
      `${host}/shop/cart`,
      tag,
      { config: { ...empty, mediaType: config }, layers: [content] },
      manifestType,
    );
  };
  await artifact('sha256-1.sig', configType, 'application/vnd.dev.cosign.simplesigning.v1+json');
  await artifact(
    'chart',
    'application/vnd.cncf.helm.config.v1+json',
    'application/vnd.cncf.helm.chart.content.v1.tar+gzip',
  );
  await artifact('bom', 'application/vnd.oci.empty.v1+json', 'application/spdx+json');
  const config = { mediaType: 'application/vnd.cncf.helm.config.v1+json', digest: one.blobs[0], size: 0 };
  const real = await fetch(`http://${host}/v2/shop/cart/blobs/${one.blobs[0]}`);
  const fake = { ...config, size: (await real.arrayBuffer()).byteLength };
  const layers = [{ mediaType: layerType, digest: one.blobs[1], size: base.stored.length }];
  await uploadManifest(`${host}/shop/cart`, 'fake', { config: fake, layers }, manifestType);

  const names = (summary: { images: { names: string[] }[] }) => summary.images.map((image) => image.names);
  const usual = await scan(host, ['--platform', 'linux/amd64']);
  // A helm chart whose layers an engine could run is nothing to be passed over.
  assert.equal(usual.code, 3, usual.stderr);
  assert.deepEqual(
    usual.summary.notCompleted.map((entry: { name: string; code: string }) => [entry.name, entry.code]),
    [['shop/cart:fake', 'unsupported-image']],
  );
  assert.deepEqual(names(usual.summary), [['mirror/cart:1', 'shop/cart:1', 'shop/cart:latest', 'shop/cart:multi']]);
  assert.deepEqual(usual.summary.totals.skipped, { 'helm-chart': 1, 'other-platform': 1, sbom: 1, signature: 1 });

  const all = await scan(host, ['--all-platforms', '--tag', 'multi', '--tag', '1']);
  assert.equal(all.code, 0, all.stderr);
  assert.deepEqual(all.summary.images.map((image: { platform: string }) => image.platform).sort(), [
    'linux/amd64',
    'linux/arm64',
  ]);

  const policy = join(folder, 'waiving.yaml');
  writeFileSync(
    policy,
    `version: 1\nname: waiving\ncontrols: {rootUser: {}}\nwaivers:\n  - control: rootUser\n    match: {image: "${host}/mirror/*"}\n    reason: x\n    owner: a@b.c\n    approvedBy: a@b.c\n    expires: 2099-01-01\n`,
  );
  const waived = await scan(host, ['--tag', '1', '--policy', policy]);
  assert.equal(waived.code, 1, waived.stderr);
  assert.deepEqual(
    waived.summary.images.map((image: { names: string[]; verdict: string }) => [image.names, image.verdict]),
    [
      [['mirror/cart:1'], 'allowed'],
      [['shop/cart:1'], 'denied'],
    ],
  );
});

test('no catalog: the remedy, a list, one repository; a login for all of it', async (t) => {
  if (!has(t, 'docker-registry', 'htpasswd')) return;
  const registry = await started();
  await fillRegistry(registry.host, [smallBase(0)], 12);
  const proxy = await proxied(registry, ({ path }) => (path.startsWith('/v2/_catalog') ? { status: 404 } : null));
  const refused = await scan(proxy.host);
  assert.equal(refused.code, 3);
  assert.match(refused.stderr, /\(catalog-unavailable\)\n {2}Name them, .*--list FILE/);
  const listed = await scan(proxy.host, ['--list', '-'], { input: Buffer.from('team0/app1\nteam0/app0:1.3 # one\n') });
  assert.equal(listed.code, 0, listed.stderr);
  assert.equal(listed.summary.totals.images, 3);
  const one = await scan(`${proxy.host}/team0/app1`);
  assert.equal(one.summary.totals.images, 2);
  const wrong = await scan(proxy.host, ['--list', '-'], { input: Buffer.from('ok\n../../etc\n') });
  assert.equal(wrong.code, 2);
  assert.match(wrong.stderr, /line 2/);

  const secured = await started({
    auth: `htpasswd: {realm: test, path: ${passwordFile(folder, 'someone', 'secret')}}`,
  });
  const denied = await scan(secured.host, [], { env: loginEnvironment(folder, {}) });
  assert.equal(denied.code, 3);
  assert.match(denied.stderr, /\(catalog-unavailable\)/);
  const auth = Buffer.from('someone:secret').toString('base64');
  const env = loginEnvironment(folder, { auths: { [secured.host]: { auth } } });
  const empty = await scan(secured.host, [], { env });
  assert.equal(empty.code, 2, empty.stderr);
  assert.match(empty.stderr, /\(nothing-to-scan\)/);
});

test('a hostile registry: lying digests, a bomb, names that are none; the honest images are judged', async (t) => {
  if (!isReady(t)) return;
  const registry = await started();
  const base = smallBase(0);
  await pushImage(registry.host, { repository: 'good', tag: '1' }, [base]);
  const second = builtLayer(tar([file('a', randomBytes(2000))]));
  const lied = await pushImage(registry.host, { repository: 'bad', tag: 'layer' }, [base, second]);
  await pushImage(registry.host, { repository: 'bad', tag: 'bomb' }, [
    base,
    builtLayer(tar([file('zeros', Buffer.alloc(64 << 20))])),
  ]);
  await pushImage(registry.host, { repository: 'bad', tag: 'manifest' }, [base], { created: '2001-01-01T00:00:00Z' });
  const liedLayer = lied.blobs[2]!;
  const tags = ['layer', 'bomb', 'manifest', '\u001b]0;owned\u0007', '../../x', 'A b', '\u202egnp'];
  const proxy = await proxied(registry, ({ path }) => {
    if (path.startsWith('/v2/_catalog'))
      return { status: 200, body: JSON.stringify({ repositories: ['bad', 'good', '../etc', '\u001b[2J'] }) };
    if (path.startsWith('/v2/bad/tags/')) return { status: 200, body: JSON.stringify({ tags }) };
    if (path.endsWith(liedLayer)) {
      const body = randomBytes(second.stored.length);
      return { status: 200, headers: { 'content-length': String(body.length) }, body };
    }
    if (path.includes('/bad/manifests/manifest'))
      return {
        status: 200,
        headers: { 'content-type': manifestType, 'docker-content-digest': `sha256:${'0'.repeat(64)}` },
        body: '{"schemaVersion":2}',
      };
    return null;
  });
  const reports = join(folder, 'hostile-reports');
  const { code, summary, stdout, stderr } = await scan(proxy.host, [
    '--max-image-size',
    '32MB',
    '--reports',
    reports,
    '-o',
    `html=${join(folder, 'hostile.html')}`,
    '-o',
    `markdown=${join(folder, 'hostile.md')}`,
  ]);
  assert.equal(code, 3);
  assert.match(stderr, /\(fleet-incomplete\)/);
  const verdicts = Object.fromEntries(
    summary.images.map((image: { names: string[]; complete: boolean }) => [image.names.join(), image.complete]),
  );
  assert.deepEqual(verdicts, { 'bad:bomb': false, 'bad:layer': false, 'good:1': true });
  const codes = summary.notCompleted.map((entry: { code: string }) => entry.code).sort();
  assert.deepEqual(codes, [...Array(6).fill('name-unusable'), 'digest-mismatch'].sort());
  assert.equal(summary.totals.notCompleted, 9);
  for (const text of [
    stdout,
    stderr,
    readFileSync(join(folder, 'hostile.html'), 'utf8'),
    readFileSync(join(folder, 'hostile.md'), 'utf8'),
  ])
    assert.doesNotMatch(text, /[\u001b\u0007\u202e]/);
  assert.equal(readdirSync(reports).length, 3);
  for (const name of readdirSync(reports)) assert.match(name, /^[a-z0-9.]+-[0-9a-f]{12}\.json$/);
});
