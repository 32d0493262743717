import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { harvestOptions } from '../../test/build/collector.ts';
import { elf, goBlob } from '../../test/build/executables.ts';
import { digestOf } from '../../test/build/image.ts';
import { file, tar } from '../../test/build/tar.ts';
import { unpacked } from '../../test/build/unpacked.ts';
import type { Digest } from '../base/digest.ts';
import { openHarvestCache } from '../collect/harvest-cache.ts';
import { ecosystems } from '../ecosystems/all.ts';
import { ArchiveAltered } from '../formats/tar-split/archive-piece.ts';
import { liesIn } from '../images/unpacked/folder-below.ts';
import { layerPieces, type UnpackedLayer } from '../images/unpacked/unpacked-layer.ts';
import type { LayerThread } from './layer-thread.ts';
import { type UnpackedContent, unpackedLayers } from './unpacked-layers.ts';

const program = elf([{ name: '.go.buildinfo', content: goBlob('go1.21.5', 'path\ta.b/c\nmod\ta.b/c\tv1.0.0\th1:\n') }]);
const collectors = ecosystems.flatMap((ecosystem) => ecosystem.collectors);

function contentIn(store: string, layer: UnpackedLayer): UnpackedContent {
  return {
    kind: 'unpacked',
    store,
    layer,
    pieces: () => layerPieces(layer),
    has: (path) => liesIn(layer.folder, path),
    otherwise: () => assert.fail(),
  };
}

/** By which digests a program in a layer is known that has other files. */
async function digestsBeside(
  t: TestContext,
  names: readonly string[],
  change: (folder: string) => void = () => {},
): Promise<string[]> {
  const entries = names.map((name) => file(name, 'Package: a\n'));
  const layer = tar([...entries, file('usr/bin/program', program, 0o755)]);
  const place = unpacked(layer);
  const home = mkdtempSync(join(tmpdir(), 'plimsoll-unpacked-'));
  t.after(() => {
    place.remove();
    rmSync(home, { recursive: true });
  });
  change(place.folder);
  const { read } = unpackedLayers((others) => openHarvestCache(home, others, 1), true);
  const { files } = await read(
    contentIn(home, place),
    digestOf(layer) as Digest,
    harvestOptions({ collectors }),
    () => {},
  );
  const items = files.filter(({ path }) => path === 'usr/bin/program').flatMap((one) => one.items);
  return items.flatMap((item) =>
    item.kind === 'fact' && item.fact === 'digests' ? item.values.map((value) => value.replace(/:.*/, '')) : [],
  );
}

test('a program is known by the digests that the layer’s own databases have, or by all of them', async (t) => {
  assert.deepEqual(await digestsBeside(t, ['var/lib/dpkg/status']), ['md5']);
  assert.deepEqual(await digestsBeside(t, ['var/lib/dpkg/status.d/a.md5sums']), ['md5']);
  assert.deepEqual(await digestsBeside(t, ['etc/hostname']), ['md5', 'sha1', 'sha256']);
  const both = await digestsBeside(t, ['var/lib/dpkg/status', 'lib/apk/db/scripts.tar']);
  assert.deepEqual(both.sort(), ['md5', 'sha1']);
});

test('a thread beside is asked while another layer is read here, and what it does not read is', async (t) => {
  const home = mkdtempSync(join(tmpdir(), 'plimsoll-unpacked-'));
  t.after(() => rmSync(home, { recursive: true }));
  const asked: string[] = [];
  const thread: LayerThread = {
    read: async ({ diffId }) => {
      asked.push(diffId);
      return false;
    },
    end: () => {},
  };
  const { read } = unpackedLayers((others) => openHarvestCache(home, others, 1), true);
  const layers = ['one', 'two', 'three'].map((name) => tar([file(`${name}/go.program`, program, 0o755)]));
  const reading = (layer: Buffer) => {
    const place = unpacked(layer);
    t.after(() => place.remove());
    return read(contentIn(home, place), digestOf(layer) as Digest, harvestOptions({ collectors }), () => {}, thread);
  };
  const [one, two, three] = layers;
  const found = await Promise.all([reading(one!), reading(two!)]);
  assert.deepEqual(asked, [digestOf(two!)]);
  found.push(await reading(three!));
  assert.deepEqual(asked, [digestOf(two!)], 'nothing else is read here');
  assert.deepEqual(
    found.map(({ files }) => files.map(({ path }) => path)),
    [['one/go.program'], ['two/go.program'], ['three/go.program']],
  );
});

test('a layer that is gone is one that is not as it was', async (t) => {
  await assert.rejects(
    digestsBeside(t, ['var/lib/dpkg/status'], (folder) => rmSync(folder, { recursive: true })),
    ArchiveAltered,
  );
});

test('what lies in a folder is told without leaving it', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-folder-'));
  t.after(() => rmSync(folder, { recursive: true }));
  symlinkSync('/usr', join(folder, 'usr'));
  assert.deepEqual(
    ['nothing', 'nothing/below', 'usr'].map((path) => liesIn(folder, path)),
    [false, false, true],
  );
  assert.equal(liesIn(folder, 'usr/bin'), liesIn(folder, 'usr/nothing-of-this-name'), 'a link is not followed');
});

test('each database by whose digests files are known says where it lies', () => {
  const told = ecosystems.flatMap(({ id, ownedFiles, collectors: own }) =>
    ownedFiles === undefined ? [] : [[id, own.some(({ knowsFiles }) => knowsFiles !== undefined)] as const],
  );
  // Those that are left know files by their paths alone.
  assert.deepEqual(
    told
      .filter(([, says]) => !says)
      .map(([id]) => id)
      .sort(),
    ['alpm', 'opkg'],
  );
});
