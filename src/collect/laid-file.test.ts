import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { chunks, harvestOptions } from '../../test/build/collector.ts';
import { file, tar } from '../../test/build/tar.ts';
import { zip } from '../../test/build/zip.ts';
import { ecosystems } from '../ecosystems/all.ts';
import type { Collector } from './collector.ts';
import { harvestLayer } from './harvest-layer.ts';

const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-laid-'));
after(() => rmSync(scratch, { recursive: true }));

const collectors = ecosystems.flatMap((ecosystem) => ecosystem.collectors);
const step = 512 << 10;
const bulk = { name: 'org/example/bulk', content: Buffer.alloc(18 << 20, 'bulk '), isStored: true };
const pom = (version: string) => ({
  name: 'META-INF/maven/org.example/lib/pom.properties',
  content: `groupId=org.example\nartifactId=lib\nversion=${version}\n`,
});
/** Larger than what is read as a whole. */
const classes = { name: 'a/B.class', content: Buffer.alloc(2 << 20), isStored: true };
const inner = zip([classes, pom('4.0')]);
const jarOf = (version: string) =>
  zip([
    pom(version),
    bulk,
    {
      name: 'BOOT-INF/lib/in.jar',
      content: zip([classes, { name: 'lib/inner.jar', content: inner, isStored: true }]),
      isStored: true,
    },
    { name: 'BOOT-INF/lib/known.jar', content: zip([pom('2.0')]) },
  ]);
const jar = jarOf('1.0');
const layer = tar([
  file('opt/large.jar', jar),
  file('opt/program.jar', Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01\0', 'latin1'), jar])),
  file('opt/damaged.jar', jar.subarray(0, -30)),
  file('opt/small.jar', zip([pom('3.0')])),
]);

/** The Java archives by a collector that tells what lay in the folder while it looked. */
function watching(seen: (names: readonly string[]) => void, folder = scratch): readonly Collector[] {
  return collectors.map((one) => {
    const { takeFrom } = one;
    if (takeFrom === undefined) return one;
    return {
      ...one,
      takeFrom: (...of) => {
        seen(readdirSync(folder));
        return takeFrom(...of);
      },
    };
  });
}

const settings = { collectors, maxFileSize: 1 << 30 };
const inMemory = await harvestLayer(chunks(layer, step), harvestOptions(settings));

test('a large file is looked at on a disk as in memory, without a name there, and is gone afterwards', async () => {
  const seen: (readonly string[])[] = [];
  const watched = watching((names) => seen.push(names));
  const laid = await harvestLayer(chunks(layer, step), harvestOptions({ ...settings, collectors: watched, scratch }));
  assert.deepEqual(laid, inMemory);
  // The small one is none of them.
  assert.deepEqual(seen, [[], [], []]);
  assert.deepEqual(readdirSync(scratch), []);
  const versions = inMemory.harvest.files.flatMap(({ items }) =>
    items.map((item) => item.kind === 'package' && item.version),
  );
  for (const version of ['1.0', '2.0', '3.0', '4.0']) assert.ok(versions.includes(version), version);
});

test('a layer that ends within it leaves nothing, and says so', async () => {
  const cut = layer.subarray(0, 10 << 20);
  const read = (more: object) => harvestLayer(chunks(cut, step), harvestOptions({ ...settings, ...more }));
  const open = () => readdirSync('/proc/self/fd').length;
  const before = open();
  assert.deepEqual(await read({ scratch }), await read({}));
  assert.equal(open(), before);
});

test('a scan that is broken off within it leaves nothing open', async () => {
  const abort = new AbortController();
  const open = () => readdirSync('/proc/self/fd').length;
  const before = open();
  let within = 0;
  const broken = async function* () {
    for await (const chunk of chunks(layer.subarray(0, 10 << 20), step)) yield chunk;
    within = open();
    abort.abort(new Error('too late'));
    yield layer.subarray(10 << 20);
  };
  const options = harvestOptions({ ...settings, scratch, signal: abort.signal });
  await assert.rejects(harvestLayer(broken(), options), /too late/);
  assert.deepEqual([within, open()], [before + 1, before]);
});

test('where nothing can be laid down it is held in memory', async () => {
  const blocked = join(scratch, 'a-file');
  writeFileSync(blocked, '');
  const read = await harvestLayer(
    chunks(layer, step),
    harvestOptions({ ...settings, scratch: join(blocked, 'below') }),
  );
  rmSync(blocked);
  assert.deepEqual(read, inMemory);
});

const noMount = process.getuid?.() === 0 ? false : 'mounting a small disk takes root';

test('a disk that becomes full on the way is no loss', { skip: noMount }, async (t) => {
  const small = mounted(t, '290m');
  // Nothing that memory may still hold from before.
  const other = tar([file('opt/large.jar', jarOf('5.0'))]);
  let looks = 0;
  const filling = async function* () {
    let given = 0;
    for await (const chunk of chunks(other, step)) {
      yield chunk;
      given += chunk.length;
      if (given !== 4 * step) continue;
      // Someone else takes all that is left.
      const all = ['if=/dev/zero', `of=${join(small, 'other')}`, 'bs=1M'];
      assert.throws(() => execFileSync('dd', all, { stdio: 'ignore' }));
    }
  };
  const watched = watching(() => {
    looks += 1;
  }, small);
  const read = await harvestLayer(filling(), harvestOptions({ ...settings, collectors: watched, scratch: small }));
  assert.deepEqual(read, await harvestLayer(chunks(other, step), harvestOptions(settings)));
  assert.equal(looks, 0);
});

function mounted(t: TestContext, size: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-small-disk-'));
  execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=700`, 'plimsoll-test', folder]);
  t.after(() => {
    execFileSync('umount', [folder]);
    rmSync(folder, { recursive: true });
  });
  return folder;
}
