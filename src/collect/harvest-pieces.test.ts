import assert from 'node:assert/strict';
import { mkdirSync, renameSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { harvestOf, harvestOptions } from '../../test/build/collector.ts';
import { digestOf } from '../../test/build/image.ts';
import { directory, file, hardlink, paxEntry, symlink, tar } from '../../test/build/tar.ts';
import { allOf, listOf, takenApart, unpacked } from '../../test/build/unpacked.ts';
import type { Digest } from '../base/digest.ts';
import { ArchiveAltered, assembled } from '../formats/tar-split/archive-piece.ts';
import { layerPieces, type UnpackedLayer } from '../images/unpacked/unpacked-layer.ts';
import { harvestPieces } from './harvest-pieces.ts';

const layer = tar([
  directory('a'),
  file('db', 'one 1\ntwo 2'),
  symlink('l', 'db'),
  hardlink('h', 'db'),
  file('./a/.wh.gone', ''),
  file('a/.wh..wh..opq', ''),
  file('large', 'x'.repeat(5 << 20)),
  paxEntry({ path: 'long/name' }, file('x', 'y'.repeat(600), 0o4755)),
]);
const diffId = digestOf(layer) as Digest;

function unpackedFor(t: TestContext, archive = layer): UnpackedLayer {
  const place = unpacked(archive);
  t.after(place.remove);
  return place;
}

const read = async (place: UnpackedLayer) =>
  (await harvestPieces(layerPieces(place), diffId, harvestOptions())).harvest;

test('it sees what is seen of the archive, and both make the same bytes', async (t) => {
  const place = unpackedFor(t);
  assert.deepEqual(await read(place), await harvestOf(layer));
  assert.deepEqual(Buffer.concat(await allOf(copied(assembled(layerPieces(place))))), layer);
});

test('a file that nobody wants is not opened', async (t) => {
  const place = unpackedFor(t);
  rmSync(join(place.folder, 'large'));
  rmSync(join(place.folder, 'long'), { recursive: true });
  assert.deepEqual(await read(place), await harvestOf(layer));
});

test('what is damaged in the archive itself is the same gap', async (t) => {
  const damaged = Buffer.concat([
    tar([file('db', 'one 1')]).subarray(0, -1024),
    Buffer.alloc(512, 'x'),
    Buffer.alloc(1024),
  ]);
  const { lines } = takenApart(tar([file('db', 'one 1')]));
  const place = unpackedFor(t, tar([file('db', 'one 1')]));
  const last = { type: 2, payload: damaged.subarray(517).toString('base64'), position: lines.length - 1 };
  writeFileSync(place.list, gzipSync(listOf([...lines.slice(0, -1), last])));
  const { gaps } = await read(place);
  assert.deepEqual(
    gaps.map(({ reason }) => reason),
    ['corrupt'],
  );
});

test('what is not as it was unpacked is refused', async (t) => {
  const changes: [string, (place: UnpackedLayer) => void][] = [
    ['other content', ({ folder }) => writeFileSync(join(folder, 'db'), 'one 1\ntwo 3')],
    ['another size', ({ folder }) => writeFileSync(join(folder, 'db'), 'one 1')],
    ['holes in its place', ({ folder }) => truncateSync(join(folder, 'db'), 0)],
    ['a link in its place', ({ folder }) => replaced(folder, 'db', '/etc/passwd')],
    ['nothing', ({ folder }) => rmSync(join(folder, 'db'))],
    ['a directory', ({ folder }) => emptied(join(folder, 'db'))],
    ['no list', ({ list }) => rmSync(list)],
    ['an empty list', ({ list }) => writeFileSync(list, '')],
    ['a list that was cut off', ({ list }) => truncateSync(list, 100)],
    ['a plain list', ({ list }) => writeFileSync(list, listOf(takenApart(layer).lines))],
    ['a list behind a link', ({ list }) => aside(list)],
    ['no directory', ({ folder }) => rmSync(folder, { recursive: true })],
  ];
  for (const [what, change] of changes) {
    const place = unpackedFor(t);
    change(place);
    await assert.rejects(read(place), ArchiveAltered, what);
  }
});

test('a path that leads out of the layer, or over a link in it, is not followed', async (t) => {
  const { lines } = takenApart(layer);
  for (const name of ['../diff/db', 'a/../../diff/db', '/../db', 'over/db', 'd\0b']) {
    const place = unpackedFor(t);
    symlinkSync('.', join(place.folder, 'over'));
    const changed = lines.map((line) => (line.name === 'db' ? { ...line, name } : line));
    writeFileSync(place.list, gzipSync(listOf(changed)));
    await assert.rejects(read(place), ArchiveAltered, name);
  }
});

test('a list whose sizes are not those of the headers is refused', async (t) => {
  const { lines } = takenApart(layer);
  for (const name of ['db', 'large']) {
    const place = unpackedFor(t);
    const changed = lines.map((line) => (line.name === name ? { ...line, size: (line.size ?? 0) - 1 } : line));
    writeFileSync(place.list, gzipSync(listOf(changed)));
    await assert.rejects(read(place), ArchiveAltered);
  }
});

test('a bomb of a list ends where the layer may be no larger', async (t) => {
  const place = unpackedFor(t);
  const zeros = { type: 2, payload: Buffer.alloc(1 << 20).toString('base64'), position: 0 };
  const lines = Array.from({ length: 60 }, (_, position) => ({ ...zeros, position }));
  writeFileSync(place.list, gzipSync(listOf(lines)));
  const settings = { ...harvestOptions(), maxLayerSize: 8 << 20 };
  const { harvest } = await harvestPieces(layerPieces(place), diffId, settings);
  assert.deepEqual(
    harvest.gaps.map(({ reason, incomplete }) => [reason, incomplete]),
    [['limit-crossed', true]],
  );
});

function replaced(folder: string, name: string, target: string): void {
  rmSync(join(folder, name));
  symlinkSync(target, join(folder, name));
}

function emptied(path: string): void {
  rmSync(path);
  mkdirSync(path);
}

function aside(path: string): void {
  renameSync(path, `${path}~`);
  symlinkSync(`${path}~`, path);
}

async function* copied(stream: AsyncIterable<Uint8Array>): AsyncGenerator<Buffer> {
  for await (const chunk of stream) yield Buffer.from(chunk);
}
