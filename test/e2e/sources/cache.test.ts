import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { after, before, test } from 'node:test';
import { dockerArchive, ociArchive } from '../../build/image.ts';
import { file, tar } from '../../build/tar.ts';
import { checkout, installation } from '../build/installation.ts';
import { isRoot } from '../build/parts.ts';
import { plimsoll } from '../build/plimsoll.ts';
import { comparable, type Report, reportOf } from './report.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-cache-'));
after(() => rmSync(folder, { recursive: true }));

const layers = Array.from({ length: 12 }, (_, i) =>
  tar([file(`node_modules/p${i}/package.json`, JSON.stringify({ name: `p${i}`, version: '1.0.0' }))]),
);
const archive = join(folder, 'image.tar');
const layout = join(folder, 'oci.tar');
let expected: Report;

before(async () => {
  writeFileSync(archive, dockerArchive({ layers }));
  writeFileSync(layout, ociArchive({ layers }, 'none'));
  expected = await reportOf(`archive:${archive}`, folder);
  assert.equal(expected.packages.length, layers.length);
});

const newHome = () => mkdtempSync(join(folder, 'home-'));
const entries = (home: string) =>
  readdirSync(join(home, 'harvest'), { recursive: true })
    .map((name) => join(home, 'harvest', String(name)))
    .filter((path) => /\/[0-9a-f]{64}\.[^/]+$/.test(path) && statSync(path).isFile());
const imagesIn = (home: string) => join(home, 'harvest', 'images');
const isOfImage = (path: string) => path.includes('/harvest/images/');
/** Of whole images, which a checkout does not keep: its sources change under it. */
const keptOfAnImage = installation === checkout ? [] : ['.base', '.inventory', '.matched'];
const keptOfImages = (paths: readonly string[]) => paths.filter(isOfImage).map((path) => extname(path));

test('several processes that read one image at once give one report each, and leave whole entries', async () => {
  const home = newHome();
  const reports = await Promise.all(Array.from({ length: 4 }, () => reportOf(`archive:${archive}`, folder, { home })));
  for (const report of reports) assert.deepEqual(comparable(report), comparable(expected));
  const [ofLayers, ofImages] = [entries(home).filter((path) => !isOfImage(path)), keptOfImages(entries(home))];
  assert.equal(ofLayers.length, layers.length);
  assert.deepEqual(ofImages.sort(), keptOfAnImage);
});

test('entries that are cut off or damaged are read anew, from a file and from a pipe', async () => {
  const home = newHome();
  const scans = [
    () => reportOf(`archive:${layout}`, folder, { home }),
    () => reportOf('archive:-', folder, { home, input: readFileSync(layout) }),
  ];
  for (const scan of scans) {
    await scan();
    // An image that is known again has nobody look at its layers.
    rmSync(imagesIn(home), { recursive: true, force: true });
    for (const [i, path] of entries(home).entries()) {
      if (i % 3 === 0) truncateSync(path, 100);
      if (i % 3 === 1) writeFileSync(path, readFileSync(path).fill(0, 50, 60));
    }
    assert.deepEqual(comparable(await scan()), comparable(expected));
    for (const kind of keptOfAnImage)
      for (const damaged of [
        (whole: Buffer) => whole.subarray(0, 100),
        (whole: Buffer) => Buffer.from(whole).fill(0, 50, 60),
      ]) {
        const [path = ''] = entries(home).filter((entry) => isOfImage(entry) && entry.endsWith(kind));
        writeFileSync(path, damaged(readFileSync(path)));
        assert.deepEqual(comparable(await scan()), comparable(expected), kind);
      }
  }
});

test('an image on a base that was read needs its own layers alone', async () => {
  const home = newHome();
  await reportOf(`archive:${archive}`, folder, { home });
  const more = [...layers, tar([file('node_modules/own/package.json', '{"name":"own","version":"1.0.0"}')])];
  const other = join(folder, 'more.tar');
  writeFileSync(other, dockerArchive({ layers: more }));
  const before = new Map(entries(home).map((path) => [path, statSync(path).mtimeMs]));
  const report = await reportOf(`archive:${other}`, folder, { home });
  assert.equal(report.packages.length, more.length);
  const changed = entries(home).filter((path) => before.get(path) !== statSync(path).mtimeMs);
  assert.equal(changed.filter((path) => !isOfImage(path)).length, 1);
  assert.deepEqual(keptOfImages(changed).sort(), keptOfAnImage);
});

test('a state directory that cannot be written to makes a scan no other one', async () => {
  const home = newHome();
  writeFileSync(join(home, 'harvest'), 'not a directory');
  assert.deepEqual(comparable(await reportOf(`archive:${archive}`, folder, { home })), comparable(expected));
});

test('nor does one on a disk that is only read, whoever owns it; what has to be kept there is refused', async (t) => {
  if (!isRoot(t)) return;
  const home = newHome();
  execFileSync('mount', ['-t', 'tmpfs', '-o', 'mode=755,uid=1234', 'plimsoll-test', home]);
  try {
    writeFileSync(join(home, 'of-root'), '');
    execFileSync('mount', ['-o', 'remount,ro', home]);
    for (const there of [home, join(home, 'missing')]) {
      const { gaps, packages } = await reportOf(`archive:${archive}`, folder, { home: there });
      assert.deepEqual([gaps, packages.length], [[], layers.length]);
      const recorded = await plimsoll(['scan', '--record', `archive:${archive}`], { home: there });
      assert.equal(recorded.code, 3);
      assert.match(recorded.stderr, /read-only \(home-unusable\)/);
    }
    const status = await plimsoll(['db', 'status'], { home });
    assert.deepEqual([status.code, status.stderr], [0, '']);
  } finally {
    execFileSync('umount', [home]);
  }
});
