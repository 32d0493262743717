import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { launcher } from '../build/installation.ts';
import { has } from '../build/parts.ts';
import { plimsoll } from '../build/plimsoll.ts';
import { type RunningRegistry, startRegistry } from '../sources/registry-server.ts';
import { fetches, killedAt } from './broken-off.ts';
import { type FilledImage, fillRegistry, smallBase } from './many-images.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-fleet-'));
const running: RunningRegistry[] = [];
after(() => {
  for (const registry of running) registry.stop();
  rmSync(folder, { recursive: true });
});

const count = 200;
const bases = 5;
let filled: Promise<{ registry: RunningRegistry; images: readonly FilledImage[] }> | null = null;

/** One registry for all tests of this file: filling it takes longest. */
function fleet(): NonNullable<typeof filled> {
  filled ??= (async () => {
    const registry = await startRegistry(folder);
    running.push(registry);
    const images = await fillRegistry(
      registry.host,
      Array.from({ length: bases }, (_, at) => smallBase(at)),
      count,
    );
    return { registry, images };
  })();
  return filled;
}

const isReady = (t: TestContext) => has(t, 'docker-registry');
const newHome = () => mkdtempSync(join(folder, 'home-'));
const args = (host: string, ...more: readonly string[]) => [
  'registry',
  'scan',
  host,
  '--policy',
  'builtin:default',
  ...more,
];

/** The summary without what differs from run to run. */
function summaryOf(text: string) {
  const { run, ...rest } = JSON.parse(text);
  return { run, rest };
}

test('200 images over 5 bases: each blob fetched once; killed twice and resumed, the summary is the same', async (t) => {
  if (!isReady(t)) return;
  const { registry, images } = await fleet();
  const before = registry.asked().length;
  const whole = await plimsoll(args(registry.host, '-o', 'json'), { home: newHome() });
  assert.equal(whole.code, 1, whole.stderr);
  const uninterrupted = summaryOf(whole.stdout);
  assert.equal(uninterrupted.rest.totals.images, count);
  assert.equal(uninterrupted.rest.totals.notCompleted, 0);

  const blobs = new Set(images.flatMap((image) => image.blobs));
  const first = fetches(registry.asked().slice(before));
  assert.equal(blobs.size, count * 2 + bases);
  assert.deepEqual([...first.keys()].sort(), [...blobs].sort());
  assert.deepEqual(
    [...first.values()].filter((times) => times !== 1),
    [],
  );

  const home = newHome();
  const since = registry.asked().length;
  const done: number[] = [];
  const broken = { program: launcher, args: args(registry.host, '--home', home, '-o', 'json'), home };
  for (const stopAt of [40, 110]) done.push(await killedAt(stopAt, broken));
  assert.ok(done[0]! >= 40 && done[1]! > done[0]! && done[1]! < count, `judged when killed: ${done.join(', ')}`);
  const resumed = await plimsoll(args(registry.host, '-o', 'json'), { home });
  assert.equal(resumed.code, 1, resumed.stderr);
  assert.match(resumed.stderr, /went on from an earlier run: \d+ images were judged there/);
  const again = summaryOf(resumed.stdout);
  assert.deepEqual(again.rest, uninterrupted.rest);
  assert.ok(again.run.takenOver >= done[1]!, JSON.stringify(again.run));

  // Layers that were under way when the process was killed are fetched again, and no others. A config is wanted for each image that is read.
  const configs = new Set(images.map((image) => image.blobs[0]));
  const layers = [...fetches(registry.asked().slice(since))].filter(([digest]) => !configs.has(digest));
  const total = layers.reduce((sum, [, times]) => sum + times, 0);
  assert.equal(layers.length, count + bases);
  assert.ok(total <= count + bases + 2 * 4, `${total} fetches of ${count + bases} layers`);
  t.diagnostic(`whole: ${JSON.stringify(uninterrupted.run)}`);
  t.diagnostic(`resumed: ${JSON.stringify(again.run)}; ${total} fetches of ${layers.length} layers over three runs`);

  // Once more: nothing but lists and digests.
  const rest = registry.asked().length;
  const third = await plimsoll(args(registry.host, '-o', 'json'), { home });
  assert.deepEqual(summaryOf(third.stdout).rest, uninterrupted.rest);
  assert.equal(fetches(registry.asked().slice(rest)).size, 0);
});

test('part of it: prefix, patterns, the newest; nothing that fits is a wrong call', async (t) => {
  if (!isReady(t)) return;
  const { registry } = await fleet();
  const home = newHome();
  const names = async (...more: readonly string[]) => {
    const { code, stdout, stderr } = await plimsoll(args(...(more as [string]), '-o', 'json'), { home });
    assert.equal(code, 1, stderr);
    return JSON.parse(stdout).images.flatMap((image: { names: string[] }) => image.names);
  };
  assert.equal((await names(`${registry.host}/team1/app7`)).length, 10);
  assert.deepEqual(await names(`${registry.host}/team1`, '--tag', '*.3', '--repository', 'team1/app*'), [
    'team1/app5:1.3',
    'team1/app6:1.3',
    'team1/app7:1.3',
    'team1/app8:1.3',
    'team1/app9:1.3',
  ]);
  assert.deepEqual(await names(`${registry.host}/team3/app19`, '--newest', '2'), [
    'team3/app19:1.8',
    'team3/app19:1.9',
  ]);
  const none = await plimsoll(args(`${registry.host}/nowhere`), { home });
  assert.equal(none.code, 2);
  assert.match(none.stderr, /\(nothing-to-scan\)/);
});

test('the policy, or a report that is gone, lets images be judged again, from what was read', async (t) => {
  if (!isReady(t)) return;
  const { registry } = await fleet();
  const home = newHome();
  const reports = join(folder, 'reports');
  const where = [`${registry.host}/team0/app0`, '--reports', reports, '--report-format', 'json,html', '-o', 'json'];
  const scan = async (policy: string) => {
    const { code, stdout, stderr } = await plimsoll(['registry', 'scan', ...where, '--policy', policy], { home });
    assert.ok(code === 0 || code === 1, stderr);
    return JSON.parse(stdout);
  };
  const first = await scan('builtin:default');
  assert.equal(readdirSync(reports).length, 20);
  const file = first.images[0].reports.json;
  assert.match(file, /^team0\.app0\.1\.0-[0-9a-f]{12}\.json$/);
  const report = JSON.parse(readFileSync(join(reports, file), 'utf8'));
  assert.equal(report.image.ref, `registry:${registry.host}/team0/app0:1.0`);
  assert.equal(report.image.fingerprint.manifestDigest, first.images[0].digest);

  assert.equal((await scan('builtin:default')).run.takenOver, 10);
  rmSync(join(reports, file));
  const mended = await scan('builtin:default');
  assert.equal(mended.run.takenOver, 9);
  assert.ok(existsSync(join(reports, file)));

  const before = registry.asked().length;
  const other = await scan('builtin:observe');
  assert.equal(other.run.takenOver, 0);
  assert.equal(other.totals.allowed, 10);
  const layers = new Set((await fleet()).images.flatMap(({ blobs }) => blobs.slice(1)));
  const fetched = [...fetches(registry.asked().slice(before)).keys()].filter((digest) => layers.has(digest));
  assert.deepEqual(fetched, [], 'layers that were read are not fetched');
});

test('recorded: every name of an image, once', async (t) => {
  if (!isReady(t)) return;
  const { registry } = await fleet();
  const home = newHome();
  const scan = () => plimsoll(args(`${registry.host}/team0/app1`, '--record', '-o', 'csv'), { home });
  const { code, stdout, stderr } = await scan();
  assert.equal(code, 1, stderr);
  assert.equal(stdout.trimEnd().split('\r\n').length, 11);
  const listed = async () => JSON.parse((await plimsoll(['ledger', 'list', '-o', 'json'], { home })).stdout);
  const entries = JSON.stringify(await listed());
  for (let tag = 0; tag < 10; tag += 1) assert.ok(entries.includes(`${registry.host}/team0/app1:1.${tag}`), entries);
  await scan();
  assert.equal(JSON.stringify(await listed()), entries);

  // What the journal says was recorded is looked for: the image may have been judged by another policy since, or the ledger begun anew.
  const policyOf = async () =>
    new Set((await listed()).map((image: { standing: { policy: unknown } }) => JSON.stringify(image.standing.policy)));
  const policies = await policyOf();
  await plimsoll(['scan', `registry:${registry.host}/team0/app1:1.3`, '--record', '-q'], { home });
  assert.notDeepEqual(await policyOf(), policies);
  await scan();
  assert.deepEqual(await policyOf(), policies);
  for (const name of readdirSync(home)) if (name.startsWith('ledger.')) rmSync(join(home, name));
  assert.deepEqual(await listed(), []);
  await scan();
  const anew = JSON.stringify(await listed());
  for (let tag = 0; tag < 10; tag += 1) assert.ok(anew.includes(`${registry.host}/team0/app1:1.${tag}`), anew);
});
