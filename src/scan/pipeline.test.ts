import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, test } from 'node:test';
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { lineCollector } from '../../test/build/collector.ts';
import { configOf, dockerArchive, layoutFiles, ociArchive, type TestImage } from '../../test/build/image.ts';
import { comparable, gapNames, lineEcosystem, packageNames, scanWith } from '../../test/build/scan-parts.ts';
import { directory, file, tar } from '../../test/build/tar.ts';
import { PlimsollError } from '../base/errors.ts';
import { archive } from '../images/archive.ts';
import { oci } from '../images/oci.ts';
import { rootfs } from '../images/rootfs.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-scan-'));
after(() => rmSync(folder, { recursive: true }));

const sources = [oci, archive, rootfs];
const image: TestImage = {
  layers: [tar([directory('a'), file('db', 'one 1\ntwo 2'), file('a/x', 'x')]), tar([file('db', 'one 1\nthree 3')])],
  config: { User: 'app', Labels: { b: '2', a: '1' } },
};

let number = 0;
function written(content: Buffer): string {
  number += 1;
  const path = join(folder, `file-${number}`);
  writeFileSync(path, content);
  return path;
}

function layout(image: TestImage, compression?: 'none' | 'gzip' | 'zstd'): string {
  number += 1;
  const root = join(folder, `layout-${number}`);
  for (const [name, content] of layoutFiles(image, compression)) {
    mkdirSync(dirname(join(root, name)), { recursive: true });
    writeFileSync(join(root, name), content);
  }
  return root;
}

function refused(code: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof PlimsollError, String(error));
    assert.equal(error.code, code);
    return true;
  };
}

test('a report knows what the image is called where it lies', async () => {
  const names = async (ref: string) => (await scanWith(sources, ref)).names;
  assert.deepEqual(await names(`archive:${written(dockerArchive(image))}`), ['docker.io/library/test:latest']);
  // Its tag alone is no name.
  assert.deepEqual(await names(`oci:${layout(image)}`), []);
});

describe('the same image gives the same report', () => {
  const forms: readonly [string, () => string][] = [
    ['an archive of an old engine', () => `archive:${written(dockerArchive(image))}`],
    ['with gzip around it', () => `archive:${written(gzipSync(dockerArchive(image)))}`],
    ['with zstd around it', () => `archive:${written(zstdCompressSync(dockerArchive(image)))}`],
    ['an OCI archive', () => `archive:${written(ociArchive(image))}`],
    [
      'an OCI archive with zstd layers and gzip around it',
      () => `archive:${written(gzipSync(ociArchive(image, 'zstd')))}`,
    ],
    ['an OCI layout', () => `oci:${layout(image)}`],
    ['an OCI layout with plain layers', () => `oci:${layout(image, 'none')}:latest`],
    ['a path alone', () => written(dockerArchive(image))],
  ];
  for (const [name, ref] of forms) {
    test(name, async () => {
      const expected = await scanWith(sources, `oci:${layout(image, 'zstd')}`);
      const report = await scanWith(sources, ref());
      assert.deepEqual(comparable(report), comparable(expected));
      assert.deepEqual(packageNames(report), ['one', 'three']);
      assert.equal(report.size, image.layers[0]!.length + image.layers[1]!.length);
    });
  }
});

describe('what is wrong with an archive', () => {
  const cut = (content: Buffer, length: number): string => {
    const path = written(content);
    truncateSync(path, length);
    return path;
  };
  const both = (inner: TestImage, outer: TestImage): Buffer => {
    const archived = dockerArchive(outer);
    const files = [...layoutFiles(inner)].map(([name, content]) => file(name, content));
    return Buffer.concat([tar(files).subarray(0, -1024), archived]);
  };
  const saved = (manifest: unknown, files: readonly ReturnType<typeof file>[] = []): Buffer =>
    tar([...files, file('manifest.json', JSON.stringify(manifest))]);
  const other: TestImage = { layers: [tar([file('db', 'evil 1')])] };
  const cases: readonly [string, () => string, string][] = [
    ['cut off', () => cut(dockerArchive(image), 3000), 'archive-truncated'],
    ['cut off inside gzip', () => cut(gzipSync(dockerArchive(image)), 200), 'archive-truncated'],
    ['not a tar archive', () => written(Buffer.from('x'.repeat(4000))), 'not-an-image'],
    ['shorter than a header', () => written(Buffer.from('x'.repeat(400))), 'not-an-image'],
    [
      'an archive that is damaged further on',
      () => written(Buffer.concat([tar([file('hello', 'world')]).subarray(0, 1024), Buffer.alloc(512, 'x')])),
      'archive-corrupt',
    ],
    ['empty', () => written(Buffer.alloc(0)), 'not-an-image'],
    ['a tar archive of something else', () => written(tar([file('hello', 'world')])), 'not-an-image'],
    ['two images in one, one for each kind of engine', () => written(both(image, other)), 'manifest-invalid'],
    [
      'a config that is not what its name says',
      () =>
        written(
          saved(
            [{ Config: `${'0'.repeat(64)}.json`, Layers: [] }],
            [file(`${'0'.repeat(64)}.json`, configOf({ layers: [] }))],
          ),
        ),
      'digest-mismatch',
    ],
    [
      'members that differ in case',
      () => written(saved([{ Config: 'c', config: 'd', Layers: [] }])),
      'manifest-invalid',
    ],
    [
      'more layers than diffIDs',
      () => written(saved([{ Config: 'c', Layers: ['l'] }], [file('c', configOf({ layers: [] }))])),
      'manifest-invalid',
    ],
    ['no image listed', () => written(saved([])), 'not-an-image'],
  ];
  for (const [name, path, code] of cases) {
    test(name, async () => assert.rejects(scanWith(sources, `archive:${path()}`), refused(code)));
  }

  test('manifest.json and index.json of one image agree', async () => {
    assert.deepEqual(packageNames(await scanWith(sources, written(both(image, image)))), ['one', 'three']);
  });

  test('a layer that is not what the config says is a gap, and the rest is read', async () => {
    const lying = {
      ...image,
      patch: { rootfs: { diff_ids: [`sha256:${'1'.repeat(64)}`, `sha256:${'2'.repeat(64)}`] } },
    };
    const report = await scanWith(sources, written(dockerArchive(lying)));
    assert.deepEqual(gapNames(report), ['layer: digest-mismatch (incomplete)', 'layer: digest-mismatch (incomplete)']);
    assert.deepEqual(packageNames(report), ['one', 'three']);
  });

  test('a blob that is not what the manifest says is a gap', async () => {
    const root = layout(image);
    const files = [...layoutFiles(image)];
    writeFileSync(join(root, files[0]![0]), gzipSync(image.layers[1]!));
    assert.deepEqual(gapNames(await scanWith(sources, `oci:${root}`)), ['layer: digest-mismatch (incomplete)']);
  });
});

describe('the cache', () => {
  test('a layer that was harvested is not read again, and the report is the same', async () => {
    const home = join(folder, 'cache');
    const path = written(dockerArchive(image));
    let taken = 0;
    const collector = lineCollector();
    const counting = lineEcosystem({
      ...collector,
      take: (...args) => {
        taken += 1;
        return collector.take(...args);
      },
    });
    const first = await scanWith(sources, path, { home, ecosystem: counting });
    assert.equal(taken, 2);
    const second = await scanWith(sources, path, { home, ecosystem: counting });
    assert.equal(taken, 2);
    assert.deepEqual(comparable(second), comparable(first));
    const more = { ...image, layers: [...image.layers, tar([file('db', 'four 4')])] };
    assert.deepEqual(
      packageNames(await scanWith(sources, written(dockerArchive(more)), { home, ecosystem: counting })),
      ['four'],
    );
    assert.equal(taken, 3);
  });
});

describe('limits', () => {
  test('too many layers, too large an image: gaps, and what fits is read', async () => {
    const path = written(dockerArchive(image));
    const limits = { maxImageSize: 1 << 30, maxFileSize: 1 << 20, maxLayers: 1 };
    assert.deepEqual(gapNames(await scanWith(sources, path, { open: { limits } })), [
      'layer: limit-crossed (incomplete)',
    ]);
    const small = { ...limits, maxLayers: 9, maxImageSize: image.layers[0]!.length };
    assert.deepEqual(gapNames(await scanWith(sources, path, { open: { limits: small } })), [
      'layer: limit-crossed (incomplete)',
    ]);
  });

  test('an aborted scan ends with the reason it was given', async () => {
    const signal = AbortSignal.abort(new Error('stop'));
    await assert.rejects(scanWith(sources, written(dockerArchive(image)), { open: { signal } }), /stop/);
  });
});

test('a directory is read as an image of one layer', async () => {
  const root = join(folder, 'tree');
  mkdirSync(root);
  writeFileSync(join(root, 'db'), 'one 1');
  const report = await scanWith(sources, root);
  assert.equal(report.source, 'rootfs');
  assert.deepEqual(packageNames(report), ['one']);
  assert.equal(report.fingerprint.diffIds.length, 1);
});
