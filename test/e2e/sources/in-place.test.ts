import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { chainId } from '../../../src/model/image.ts';
import { dockerArchive } from '../../build/image.ts';
import { ownEngine } from '../build/own-engine.ts';
import { has, inHook, isRoot } from '../build/parts.ts';
import { plimsoll } from '../build/plimsoll.ts';
import { oddImage } from './odd-image.ts';
import { comparable, type Report, reportOf } from './report.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-in-place-'));
const engine = ownEngine();
const name = 'odd:1';
const image = oddImage(name);
const archive = join(folder, 'odd.tar');
/** Requests that the engine was asked, first lines alone. */
let asked: string[] = [];
/** In front of the engine, to see what it is asked. */
const watched = join(folder, 'watched.sock');
const server = createServer((socket) => {
  const upstream = connect(engine.socket);
  const end = () => socket.destroy() && upstream.destroy();
  socket.on('data', (bytes) => asked.push(...(bytes.toString('latin1').match(/^(?:GET|POST) \S+/gm) ?? [])));
  socket.on('error', end).pipe(upstream).on('error', end).pipe(socket);
});
const env = { DOCKER_HOST: `unix://${watched}` };
const isReady = (t: TestContext) => has(t, 'docker', 'dockerd') && isRoot(t);
const exports = () => asked.filter((line) => line.endsWith('/get')).length;
const folderOf = (place: number): string => {
  const chain = chainId(expected.image.fingerprint.diffIds?.slice(0, place + 1) as `sha256:${string}`[]) ?? '';
  const store = join(engine.root, 'image/overlay2/layerdb/sha256', chain.slice(7));
  return join(engine.root, 'overlay2', readFileSync(join(store, 'cache-id'), 'utf8'), 'diff');
};
let expected: Report;

before(async () => {
  writeFileSync(archive, dockerArchive(image));
  if (!isReady(inHook)) return;
  expected = await reportOf(`archive:${archive}`, folder);
  await engine.start();
  engine.docker('load', '-q', '-i', archive);
  await new Promise<void>((resolve) => server.listen(watched, resolve));
});
after(async () => {
  server.close();
  await engine.remove();
  rmSync(folder, { recursive: true });
});

async function same(options: Parameters<typeof reportOf>[2] = {}): Promise<Report> {
  asked = [];
  const report = await reportOf(`docker:${name}`, folder, { env, ...options });
  assert.deepEqual(comparable(report), comparable(expected));
  return report;
}

/** The code of the error that ends a scan, or the report's own gaps. */
async function outcome(): Promise<string> {
  asked = [];
  const home = mkdtempSync(join(folder, 'home-'));
  const ran = await plimsoll(['scan', `docker:${name}`, '-o', 'json'], { home, env });
  return /\(([a-z-]+)\)\n/.exec(ran.stderr)?.[1] ?? `exit ${ran.code}`;
}

describe('a local engine that keeps layers in overlay2', { concurrency: 1 }, () => {
  test('is read in place: the same report as from the archive, nothing exported, and it says so', async (t) => {
    if (!isReady(t)) return;
    const home = mkdtempSync(join(folder, 'home-'));
    for (const _ of ['first', 'again']) {
      const report = await same({ home });
      assert.deepEqual(report.image.unprovenLayers, report.image.fingerprint.diffIds);
      assert.equal(exports(), 0, asked.join('\n'));
    }
    assert.ok(expected.packages.some((one) => one.name === 'found'));
  });

  test('an image without layers is known by its config: no engine of its time would export it', async (t) => {
    if (!isReady(t)) return;
    const file = join(folder, 'empty.tar');
    writeFileSync(file, dockerArchive({ layers: [], tag: 'empty:1' }));
    engine.docker('load', '-q', '-i', file);
    asked = [];
    const report = await reportOf('docker:empty:1', folder, { env });
    assert.deepEqual(comparable(report), comparable(await reportOf(`archive:${file}`, folder)));
    assert.equal(exports(), 0);
  });

  test('what was taken at its word is no answer for whoever hashes: both are cached apart', async (t) => {
    if (!isReady(t)) return;
    const home = mkdtempSync(join(folder, 'home-'));
    await same({ home });
    assert.deepEqual((await same({ home, flags: ['--verify-layers'] })).image.unprovenLayers, []);
    assert.equal(exports(), 0, 'all of it can be hashed in place, too');
    assert.deepEqual((await same({ home })).image.unprovenLayers, [], 'hashed once, it is known');
  });

  test('a verdict for gates rests on layers that were hashed', async (t) => {
    if (!isReady(t)) return;
    const home = mkdtempSync(join(folder, 'home-'));
    const report = await plimsoll(['scan', `docker:${name}`, '--record', '-o', 'json'], { home, env });
    assert.equal(report.code, 0, report.stderr);
    assert.deepEqual(JSON.parse(report.stdout).image.unprovenLayers, []);
    assert.match((await plimsoll(['ledger', 'list'], { home })).stdout, /allow/);
  });

  test('a directory that others may write to is not believed: the image is exported, and doctor says why', async (t) => {
    if (!isReady(t)) return;
    chmodSync(engine.root, 0o777);
    try {
      assert.deepEqual((await same()).image.unprovenLayers, []);
      assert.ok(exports() > 0);
      const { stdout } = await plimsoll(['doctor', '-o', 'json'], { home: folder, env });
      assert.match(stdout, /exported to be read: others may write to its directory/);
    } finally {
      chmodSync(engine.root, 0o710);
    }
    const { stdout } = await plimsoll(['doctor', '-o', 'json'], { home: folder, env });
    assert.match(stdout, /images are read where they lie/);
  });

  test('what is not as it was unpacked is left to the engine, which refuses it as well', async (t) => {
    if (!isReady(t)) return;
    const status = join(folderOf(1), 'opt/real/status');
    const whole = readFileSync(status);
    const changed = Buffer.from(whole);
    changed.write('lower', changed.indexOf('found'));
    const refusals: [string, () => void, () => void][] = [
      ['other content', () => writeFileSync(status, changed), () => writeFileSync(status, whole)],
      ['another size', () => writeFileSync(status, 'x'), () => writeFileSync(status, whole)],
      ['not there', () => renameSync(status, `${status}~`), () => renameSync(`${status}~`, status)],
    ];
    for (const [what, tamper, mend] of refusals) {
      tamper();
      assert.match(await outcome(), /^(?:image-export-failed|engine-failed|connection-lost)$/, what);
      assert.equal(exports() > 0, true, what);
      mend();
    }
    await same();
  });

  test('a link planted on the way leads nowhere', async (t) => {
    if (!isReady(t)) return;
    const real = join(folderOf(1), 'opt/real');
    const outside = mkdtempSync(join(folder, 'outside-'));
    writeFileSync(join(outside, 'status'), readFileSync(join(real, 'status')));
    renameSync(real, `${real}~`);
    symlinkSync(outside, real);
    try {
      await outcome();
      assert.ok(exports() > 0, 'it is not read through the link');
    } finally {
      rmSync(real);
      renameSync(`${real}~`, real);
    }
  });

  test('a list of pieces that is cut off or damaged is left to the engine', async (t) => {
    if (!isReady(t)) return;
    const store = join(engine.root, 'image/overlay2/layerdb/sha256');
    const lists = readdirSync(store).map((chain) => join(store, chain, 'tar-split.json.gz'));
    assert.equal(lists.length, 2);
    for (const list of lists) {
      const whole = readFileSync(list);
      for (const bytes of [whole.subarray(0, whole.length / 2), Buffer.from('x'), Buffer.alloc(0)]) {
        writeFileSync(list, bytes);
        assert.notEqual(await outcome(), 'exit 0');
        assert.ok(exports() > 0);
      }
      writeFileSync(list, whole);
    }
    await same();
  });

  test('an image that is removed meanwhile: all of it, or an error', async (t) => {
    if (!isReady(t)) return;
    for (const wait of [0, 300, 700]) {
      const scanned = outcome();
      await new Promise((resolve) => setTimeout(resolve, wait));
      engine.docker('rmi', '-f', name);
      assert.match(await scanned, /^(?:exit 0|image-not-found|image-export-failed|engine-failed|engine-unreachable)$/);
      engine.docker('load', '-q', '-i', archive);
    }
    assert.ok(existsSync(folderOf(1)));
    await same();
  });
});
