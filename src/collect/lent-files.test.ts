import assert from 'node:assert/strict';
import { readFileSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { harvestOf, harvestOptions } from '../../test/build/collector.ts';
import { digestOf } from '../../test/build/image.ts';
import { directory, file, hardlink, symlink, tar } from '../../test/build/tar.ts';
import { unpacked } from '../../test/build/unpacked.ts';
import { zip } from '../../test/build/zip.ts';
import type { Digest } from '../base/digest.ts';
import { ecosystems } from '../ecosystems/all.ts';
import { ArchiveAltered } from '../formats/tar-split/archive-piece.ts';
import { layerPieces, type UnpackedLayer } from '../images/unpacked/unpacked-layer.ts';
import type { Collector } from './collector.ts';
import { harvestPieces } from './harvest-pieces.ts';

const collectors = ecosystems.flatMap((ecosystem) => ecosystem.collectors);
const bulk = (seed: number) => Buffer.from(Array.from({ length: 200_000 }, (_, at) => (at * seed + (at >> 7)) & 0xff));
const pom = (version: string) => `groupId=org.example\nartifactId=lib\nversion=${version}\n`;

/** A jar of some hundred kilobytes: one that says what it is, or one that only its digest tells. */
function jar(number: number, more: Parameters<typeof zip>[0] = []): Buffer {
  return zip([
    { name: 'org/example/A.class', content: bulk(number), isStored: true },
    { name: 'META-INF/MANIFEST.MF', content: `Manifest-Version: 1.0\nImplementation-Version: ${number}\n` },
    ...(number % 2 === 0
      ? [{ name: 'META-INF/maven/org.example/lib/pom.properties', content: pom(`1.${number}`) }]
      : []),
    ...more,
  ]);
}

const fat = jar(101, [
  { name: 'BOOT-INF/lib/in-1.0.jar', content: jar(103), isStored: true },
  { name: 'BOOT-INF/lib/deflated-1.0.jar', content: jar(105) },
  { name: 'BOOT-INF/lib/known-1.0.jar', content: jar(104), isStored: true },
]);
/** So large that a jar which holds it as it is does not have it looked at in memory. */
const large = (name: string) =>
  zip([
    { name: 'org/example/A.class', content: Buffer.concat(Array(6).fill(bulk(107))), isStored: true },
    { name: 'org/example/B.class', localName: name, content: bulk(109), isStored: true },
  ]);
const fatter = zip([
  { name: 'lib/large-1.0.jar', content: large('org/example/B.class'), isStored: true },
  { name: 'lib/other-1.0.jar', content: large('org/example/C.class'), isStored: true },
]);
/** What is kept while digests of jars are still taken. */
const beside = (at: number) => file(`srv/node_modules/x${at}/package.json`, `{"name": "x${at}", "version": "1.0.0"}`);
const layer = tar([
  ...Array.from({ length: 40 }, (_, at) => [file(`opt/lib-${at}.jar`, jar(at)), beside(at)]).flat(),
  ...Array.from({ length: 100 }, (_, at) => beside(100 + at)),
  file('opt/fatter.jar', fatter),
  beside(200),
  directory('srv/node_modules/x200/package.json'),
  file('opt/lib-41.jar', jar(41)),
  beside(201),
  file('srv/node_modules/x201', ''),
  file('opt/fat.jar', fat),
  file('usr/share/java/owned-1.0.jar', jar(7)),
  file('srv/node_modules/x/package.json', '{"name": "x", "version": "1.0.0"}'),
  file('opt/replaced.jar', jar(51)),
  directory('opt/replaced.jar'),
  file('opt/gone/below.jar', jar(53)),
  file('opt/gone', ''),
  file('opt/same.jar', jar(55)),
  hardlink('opt/linked.jar', 'opt/same.jar'),
  symlink('opt/soft.jar', 'same.jar'),
  file('opt/last.jar', jar(57)),
  file('opt/.wh.last.jar', ''),
  file('opt/damaged.jar', bulk(59)),
  file('opt/program.jar', Buffer.concat([Buffer.from('\x7fELF\x02\x01\x01\0', 'latin1'), jar(61)])),
]);
const diffId = digestOf(layer) as Digest;
const settings = { ...harvestOptions(), collectors, maxFileSize: 1 << 26 };

function unpackedFor(t: TestContext, archive = layer): UnpackedLayer {
  const place = unpacked(archive);
  t.after(place.remove);
  return place;
}

test('jars that are looked at where they lie come to what they come to in the archive, in the same order', async (t) => {
  const { harvest } = await harvestPieces(layerPieces(unpackedFor(t)), diffId, settings);
  const expected = await harvestOf(layer, { collectors, maxFileSize: 1 << 26 });
  assert.deepEqual(harvest, expected);
  const digests = expected.files.flatMap(({ items }) =>
    items.flatMap((one) => (one.kind === 'package' ? [one.attributes['sha1']] : [])),
  );
  assert.ok(digests.filter((digest) => digest !== undefined).length > 20);
  const { items = [], gaps } = expected.files.find(({ path }) => path === 'opt/fatter.jar') ?? {};
  assert.deepEqual([items.length, gaps?.map(({ reason }) => reason)], [2, ['ambiguous']]);
});

test('one that is other than its checksum says, where nobody looked, is refused', async (t) => {
  const archive = tar([file('opt/lib-1.jar', jar(1)), file('opt/lib-2.jar', jar(2))]);
  for (const name of ['opt/lib-1.jar', 'opt/lib-2.jar']) {
    const place = unpackedFor(t, archive);
    const content = readFileSync(join(place.folder, name));
    content[100_000] = (content[100_000] ?? 0) ^ 1;
    writeFileSync(join(place.folder, name), content);
    await assert.rejects(harvestPieces(layerPieces(place), diffId, settings), ArchiveAltered, name);
  }
});

/** Does something to a file while it is looked at. */
const meddling = (meddle: () => void): Collector => ({
  name: 'meddling',
  revision: 1,
  wants: { extensions: ['.jar'] },
  what: 'jar',
  blinds: [],
  take: () => ({ items: [] }),
  takeFrom: (_, bytes) => {
    meddle();
    bytes.read(bytes.length - 1, bytes.length);
    return () => ({ items: [] });
  },
});

test('one that is changed while it is looked at is refused, also where it is the same again', async (t) => {
  const content = jar(1);
  const archive = tar([file('opt/lib.jar', content)]);
  const path = (place: UnpackedLayer) => join(place.folder, 'opt/lib.jar');
  const meddles: [string, (place: UnpackedLayer) => void][] = [
    ['written anew', (place) => writeFileSync(path(place), content)],
    ['cut off', (place) => truncateSync(path(place), 150_000)],
    ['longer', (place) => writeFileSync(path(place), 'x', { flag: 'a' })],
  ];
  for (const [what, meddle] of meddles) {
    const place = unpackedFor(t, archive);
    const others = { ...settings, collectors: [meddling(() => meddle(place))] };
    await assert.rejects(harvestPieces(layerPieces(place), diffId, others), ArchiveAltered, what);
  }
  const place = unpackedFor(t, archive);
  await harvestPieces(layerPieces(place), diffId, { ...settings, collectors: [meddling(() => {})] });
});
