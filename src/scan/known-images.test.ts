import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { lineCollector } from '../../test/build/collector.ts';
import { dockerArchive, type TestImage } from '../../test/build/image.ts';
import { comparable, gapNames, lineEcosystem, packageNames, scanWith } from '../../test/build/scan-parts.ts';
import { file, symlink, tar } from '../../test/build/tar.ts';
import { archive } from '../images/archive.ts';
import type { ImageSource } from '../images/image-source.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Distribution } from '../model/package.ts';
import { type KnownImages, openKnownImages } from './known-images.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-known-'));
after(() => rmSync(folder, { recursive: true }));
const one = tar([file('db', 'one 1\ntwo 2')]);
const two = tar([file('db', 'one 1\nthree 3')]);
const image: TestImage = { layers: [one, two] };

let number = 0;
const place = () => {
  number += 1;
  return join(folder, `${number}`);
};
function written(image: TestImage): string {
  const path = place();
  writeFileSync(path, dockerArchive(image));
  return `archive:${path}`;
}

/** Archives whose layers cannot be had: who reports on one knew it. */
const sealed: ImageSource = {
  ...archive,
  open: async (...args) => {
    const opened = await archive.open(...args);
    const open = async () => assert.fail('a layer is opened');
    return { ...opened, layers: opened.layers.map((layer) => ({ ...layer, content: { kind: 'tar', open } })) };
  },
};

const scanned = (ref: string, known: KnownImages, more: Parameters<typeof scanWith>[2] = {}) =>
  scanWith([archive], ref, { ...more, known });
const recalled = (ref: string, known: KnownImages, more: Parameters<typeof scanWith>[2] = {}) =>
  scanWith([sealed], ref, { ...more, known });

test('an image that was read is known by its layers, and the report is the same', async () => {
  const known = openKnownImages(place(), 'e');
  const ref = written(image);
  const first = await scanned(ref, known);
  const again = await recalled(ref, known);
  assert.deepEqual(comparable(again), comparable(first));
  assert.deepEqual(packageNames(again), ['one', 'three']);
  // Another config and another name over the same layers.
  const other = await recalled(written({ ...image, config: { User: 'app' }, tag: 'other:1' }), known);
  assert.deepEqual([other.config.user, packageNames(other)], ['app', ['one', 'three']]);
});

test('other layers, another order, another edition are not known', async () => {
  const home = place();
  await scanned(written(image), openKnownImages(home, 'e'));
  for (const layers of [[one], [two, one], [one, two, two]])
    await assert.rejects(recalled(written({ layers }), openKnownImages(home, 'e')), /a layer is opened/);
  await assert.rejects(recalled(written(image), openKnownImages(home, 'f')), /a layer is opened/);
});

describe('what may come to something else the next time is not kept', () => {
  const cases: readonly [string, () => Promise<[ref: string, more: Parameters<typeof scanWith>[2], gap: RegExp]>][] = [
    [
      'a layer of another digest',
      async () => {
        const bytes = dockerArchive(image);
        const path = place();
        writeFileSync(
          path,
          Buffer.from(bytes.toString('latin1').replace('one 1\nthree 3', 'one 1\nthree 4'), 'latin1'),
        );
        return [`archive:${path}`, {}, /digest-mismatch/];
      },
    ],
    ['too many layers', async () => [written(image), { open: { limits: limits({ maxLayers: 1 }) } }, /limit-crossed/]],
    ['too large', async () => [written(image), { open: { limits: limits({ maxImageSize: 2000 }) } }, /limit-crossed/]],
    ['a large file', async () => [written(image), { open: { limits: limits({ maxFileSize: 3 }) } }, /too-large/]],
  ];
  for (const [name, make] of cases) {
    test(name, async () => {
      const home = place();
      const known = openKnownImages(home, 'e');
      const [ref, more, gap] = await make();
      assert.match(gapNames(await scanned(ref, known, more)).join(), gap);
      assert.throws(() => readdirSync(home), { code: 'ENOENT' });
      // The image that it said to be is read as if nothing had been.
      assert.deepEqual(packageNames(await scanned(written(image), known)), ['one', 'three']);
    });
  }
});

test('layers whose bytes went by are what these bytes were, whatever is known of what they say to be', async () => {
  const known = openKnownImages(place(), 'e');
  const ref = written(image);
  await scanned(ref, known);
  const passing: ImageSource = {
    ...archive,
    open: async (...args) => {
      const opened = await archive.open(...args);
      return {
        ...opened,
        layers: opened.layers.map((layer) => ({ ...layer, content: { kind: 'taken', as: 'sha256:0' } })),
      };
    },
  };
  assert.match(gapNames(await scanWith([passing], ref, { known })).join(), /layer: missing/);
});

test('time that ran out does not become known', async () => {
  const known = openKnownImages(place(), 'e');
  const ref = written({ layers: [tar([file('db', 'one 1'), symlink('l', 'db')])] });
  await scanned(ref, known);
  const controller = new AbortController();
  controller.abort(new DOMException('', 'TimeoutError'));
  const late = await scanned(ref, known, { open: { signal: controller.signal } }).catch((error: unknown) => error);
  assert.ok(
    late instanceof Error ||
      gapNames(late as Awaited<ReturnType<typeof scanned>>)
        .join()
        .includes('timeout'),
  );
});

test('a file that is damaged is not believed', async () => {
  const home = place();
  const known = openKnownImages(home, 'e');
  await scanned(written(image), known);
  const [entry = ''] = readdirSync(home, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.inventory'));
  const bytes = readFileSync(join(home, entry));
  writeFileSync(join(home, entry), Buffer.from(bytes.toString('latin1').replace('three', 'thrEE'), 'latin1'));
  await assert.rejects(recalled(written(image), known), /a layer is opened/);
});

describe('an image on a known one', () => {
  const ecosystem = { ...lineEcosystem(lineCollector({ names: ['db'] })), addsUp: true } as const;
  const distribution = { id: 'debian', versionId: '12', name: 'Debian', like: [], codename: null } as const;
  const three = tar([file('srv/db', 'four 4\nfive 5')]);
  /** Archives of which the layers of the image below cannot be had. */
  const onTop: ImageSource = {
    ...archive,
    open: async (...args) => {
      const opened = await archive.open(...args);
      const open = async () => assert.fail('a layer below is opened');
      const layers = opened.layers.map((layer, at) =>
        at > 1 ? layer : { ...layer, content: { kind: 'tar', open } as const },
      );
      return { ...opened, layers };
    },
  };
  const grown = (home: string, layers: readonly Buffer[], more: Parameters<typeof scanWith>[2] = {}) =>
    scanWith([onTop], written({ layers: [...layers] }), {
      ...more,
      ecosystem,
      distribution,
      known: openKnownImages(home, 'e'),
    });
  const begun = async () => {
    const home = place();
    await scanned(written(image), openKnownImages(home, 'e'), { ecosystem, distribution });
    return home;
  };

  test('takes its own layers alone, and its report is that of the whole, the next time as well', async () => {
    const home = await begun();
    const whole = await scanWith([archive], written({ layers: [one, two, three] }), { ecosystem, distribution });
    assert.equal(packageNames(whole).length, 4);
    for (const _ of ['grown', 'known']) {
      const found = await grown(home, [one, two, three]);
      assert.equal(JSON.stringify(comparable(found)), JSON.stringify(comparable(whole)));
    }
  });

  test('is read as a whole where its layers do more, or limits are near', async () => {
    const home = await begun();
    for (const layer of [tar([file('db', 'four 4')]), tar([file('.wh.db', '')]), tar([symlink('l', 'db')])])
      await assert.rejects(grown(home, [one, two, layer]), /a layer below is opened/);
    for (const less of [{ maxLayers: 2 }, { maxImageSize: one.length + two.length + 512 }, { maxFileSize: 3 }])
      await assert.rejects(
        grown(home, [one, two, three], { open: { limits: limits(less) } }),
        /a layer below is opened/,
      );
  });

  test('is not believed to stand on what is damaged', async () => {
    const home = await begun();
    for (const entry of readdirSync(home, { recursive: true }).map(String)) {
      if (!entry.endsWith('.base')) continue;
      const bytes = readFileSync(join(home, entry));
      bytes[bytes.length >> 1] = (bytes[bytes.length >> 1] ?? 0) ^ 1;
      writeFileSync(join(home, entry), bytes);
    }
    await assert.rejects(grown(home, [one, two, three]), /a layer below is opened/);
  });
});

test('what advisories say is kept of a known inventory, under what tells these advisories', () => {
  const home = place();
  const layers = [{ diffId: 'sha256:1', size: 1, entries: 1 }] as const;
  const inventory: Inventory = { distribution: null, packages: [], accounts: null, files: [], gaps: [], layers };
  const matched = {
    findings: [],
    suppressed: [{ id: 'CVE-1', package: 'p', by: 'distribution', why: 'w' }],
    gaps: [],
  } as const;
  const known = openKnownImages(home, 'e');
  known.keepMatched(inventory, 'a', matched);
  assert.equal(known.matched(inventory, 'a'), null, 'an inventory that is not kept');
  known.keep(inventory);
  known.keepMatched(inventory, 'a', matched);
  const again = openKnownImages(home, 'e');
  assert.equal(again.matched(inventory, 'a'), null, 'one that only looks like it');
  const same = again.recall(['sha256:1']);
  assert.ok(same !== null);
  assert.deepEqual([same, again.matched(same, 'a'), again.matched(same, 'b')], [inventory, matched, null]);
});

test('what is written in pieces is the JSON of the whole', () => {
  const home = place();
  const common = { layer: 'sha256:1', reason: 'missing', blinds: ['packages'] } as const;
  const inventory: Inventory = {
    distribution: { id: 'debian', versionId: '12', name: 'Debian “12”', like: [] } as unknown as Distribution,
    packages: [],
    accounts: [],
    files: [],
    gaps: Array.from({ length: 2000 }, (_, at) => ({
      ...common,
      what: `ü ${at}`,
      path: at % 2 === 0 ? null : '"\n',
      incomplete: false,
    })),
    layers: [{ diffId: 'sha256:1', size: 1, entries: 1 }],
  };
  openKnownImages(home, 'e').keep(inventory);
  const [entry = ''] = readdirSync(home, { recursive: true })
    .map(String)
    .filter((name) => name.endsWith('.inventory'));
  assert.equal(readFileSync(join(home, entry)).subarray(0, -32).toString(), JSON.stringify(inventory));
});

function limits(less: Partial<{ maxLayers: number; maxImageSize: number; maxFileSize: number }>) {
  return { maxImageSize: 1 << 30, maxFileSize: 1 << 20, maxLayers: 100, ...less };
}
