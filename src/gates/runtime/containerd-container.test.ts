import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import {
  asked,
  blobs,
  type Changes,
  chains,
  containerdEngine,
  diffIds,
  hex,
  id,
  image,
  imageConfig,
  metadataDatabase,
  type Snapshots,
  snapshotDatabase,
  snapshotFolder,
  snapshotter,
  usualSnapshots,
} from '../../../test/build/runtime-stores.ts';
import { sha256 } from '../../base/digest.ts';

const metadata = 'containerd/io.containerd.metadata.v1.bolt/meta.db';
const whole = { configDigest: image, manifestDigest: null, indexDigest: null, diffIds, chainId: chains[1] };
const layersAlone = { configDigest: null, manifestDigest: null, indexDigest: null, diffIds: null, chainId: chains[1] };

test('a container of containerd is asked for by the content that it stands on', async (t) => {
  const { answer, questions } = await asked(containerdEngine(t));
  assert.deepEqual(answer, { kind: 'pass', why: 'verdict 1' });
  assert.deepEqual(questions[0]?.names, ['docker.io/library/cart:2']);
  assert.deepEqual(questions[0]?.identity, whole);
  assert.deepEqual(questions[0]?.labels, { tier: 'x' });
});

describe('which config is the image’s', () => {
  const other = JSON.stringify({ config: { User: 'app' }, rootfs: { type: 'layers', diff_ids: diffIds } });
  const foreign = JSON.stringify({ rootfs: { type: 'layers', diff_ids: [sha256('evil'), diffIds[1]] } });
  const manifest = JSON.stringify({ config: { digest: sha256(other) } });
  const index = JSON.stringify({ manifests: [{ digest: sha256(manifest) }, { digest: sha256('not here') }] });
  const indexOf = (...digests: readonly string[]) =>
    JSON.stringify({ manifests: digests.map((digest) => ({ digest })) });
  const fill = (count: number) => Array.from({ length: count }, () => sha256('not here'));
  const fullIndex = indexOf(...fill(199), sha256(manifest));
  const longIndex = indexOf(...fill(200), sha256(manifest));
  const usualManifest = JSON.stringify({ config: { digest: image } });
  const hidingIndex = indexOf(sha256(usualManifest), ...fill(199), sha256(manifest));
  const blob = (content: string) => ({ [`${blobs}/${hex(sha256(content))}`]: content });
  const cases: readonly (readonly [string, Changes, object])[] = [
    ['none is kept: the layers alone', { files: { [metadata]: metadataDatabase([]) } }, layersAlone],
    ['it is not there: the layers alone', { files: { [`${blobs}/${hex(image)}`]: null } }, layersAlone],
    [
      'one of other layers is labelled as well: the other',
      { files: { [metadata]: metadataDatabase([image, sha256(foreign)]), ...blob(foreign) } },
      whole,
    ],
    [
      'only one of other layers is labelled: the layers alone',
      { files: { [metadata]: metadataDatabase([sha256(foreign)]), ...blob(foreign) } },
      layersAlone,
    ],
    [
      'two: the layers alone',
      { files: { [metadata]: metadataDatabase([image, sha256(other)]), ...blob(other) } },
      layersAlone,
    ],
    [
      'two: the one that the name means',
      {
        files: {
          [metadata]: metadataDatabase([image, sha256(other)], sha256(manifest)),
          ...blob(other),
          ...blob(manifest),
        },
      },
      { ...whole, configDigest: sha256(other) },
    ],
    [
      'two: the one that the name means, behind an index',
      {
        files: {
          [metadata]: metadataDatabase([image, sha256(other)], sha256(index)),
          ...blob(other),
          ...blob(manifest),
          ...blob(index),
        },
      },
      { ...whole, configDigest: sha256(other) },
    ],
    [
      'two: the one that the name means, behind an index of two hundred',
      {
        files: {
          [metadata]: metadataDatabase([image, sha256(other)], sha256(fullIndex)),
          ...blob(other),
          ...blob(manifest),
          ...blob(fullIndex),
        },
      },
      { ...whole, configDigest: sha256(other) },
    ],
    [
      'two, behind an index of more than two hundred: the layers alone',
      {
        files: {
          [metadata]: metadataDatabase([image, sha256(other)], sha256(longIndex)),
          ...blob(other),
          ...blob(manifest),
          ...blob(longIndex),
        },
      },
      layersAlone,
    ],
    [
      'two, one of them behind so many that it is not looked at: the layers alone',
      {
        files: {
          [metadata]: metadataDatabase([image, sha256(other)], sha256(hidingIndex)),
          ...blob(other),
          ...blob(manifest),
          ...blob(usualManifest),
          ...blob(hidingIndex),
        },
      },
      layersAlone,
    ],
    [
      'two, and a manifest that was changed: the layers alone',
      {
        files: {
          [metadata]: metadataDatabase([image, sha256(other)], sha256('evil')),
          ...blob(other),
          [`${blobs}/${hex(sha256('evil'))}`]: manifest,
        },
      },
      layersAlone,
    ],
  ];
  for (const [about, changes, identity] of cases)
    test(about, async (t) => {
      assert.deepEqual((await asked(containerdEngine(t, changes))).questions[0]?.identity, identity);
    });
});

describe('Docker with containerd’s image store', () => {
  const init = `default/6/${id}-init`;
  const snapshots: Snapshots = {
    ...usualSnapshots,
    [init]: [4, 3, `default/4/${chains[1]}`],
    [`default/5/${id}`]: [3, 2, init],
  };
  const files = {
    [`${snapshotter}/metadata.db`]: snapshotDatabase(snapshots),
    [`${snapshotFolder(4)}/etc/hosts`]: '',
    [metadata]: metadataDatabase([image]),
  };
  const lower = [4, 2, 1].map(snapshotFolder);

  test('the layer that the engine lays over the image is seen through', async (t) => {
    const { answer, questions } = await asked(containerdEngine(t, { files, lower }));
    assert.equal(answer.kind, 'pass');
    assert.deepEqual(questions[0]?.identity, whole);
  });

  test('the engine says which of two images of the same layers it means', async (t) => {
    const other = JSON.stringify({ config: { User: 'app' }, rootfs: { type: 'layers', diff_ids: diffIds } });
    const manifest = JSON.stringify({ config: { digest: sha256(other) } });
    const more = {
      [metadata]: metadataDatabase([image, sha256(other)], '', ''),
      [`${blobs}/${hex(sha256(other))}`]: other,
      [`${blobs}/${hex(sha256(manifest))}`]: manifest,
      [`docker/containers/${id}/config.v2.json`]: JSON.stringify({
        Config: { Image: 'basket:3' },
        Image: sha256(manifest),
      }),
    };
    const { questions } = await asked(containerdEngine(t, { files: { ...files, ...more }, lower }));
    assert.equal(questions[0]?.asked, 'basket:3');
    assert.deepEqual(questions[0]?.identity, { ...whole, configDigest: sha256(other) });
  });

  test('places to mount on are looked at where they are sixty-four at most', async (t) => {
    const inLayer = (count: number) => {
      // With `etc` and `hosts` that are there already.
      const places = Array.from({ length: count - 2 }, (_, at) => [`${snapshotFolder(4)}/etc/${at}`, '']);
      return asked(containerdEngine(t, { files: { ...files, ...Object.fromEntries(places) }, lower }));
    };
    assert.equal((await inLayer(64)).answer.kind, 'pass');
    assert.equal((await inLayer(65)).answer.kind, 'refuse');
  });

  test('unless it holds more than the engine puts there', async (t) => {
    const { answer } = await asked(
      containerdEngine(t, { files: { ...files, [`${snapshotFolder(4)}/bin/sh`]: '#!' }, lower }),
    );
    assert.equal(answer.kind, 'refuse');
    assert.match(answer.message.en, /does not put there/);
  });
});

describe('what cannot be established is refused without a question', () => {
  const database = (snapshots: Snapshots) => ({
    files: { [`${snapshotter}/metadata.db`]: snapshotDatabase(snapshots) },
  });
  const [lowest, highest, own] = [`default/2/${chains[0]}`, `default/4/${chains[1]}`, `default/5/${id}`];
  const config = `${blobs}/${hex(image)}`;
  const cases: readonly (readonly [string, Changes, RegExp])[] = [
    [
      'a snapshot that is not known',
      database({ [lowest]: [1, 3, ''], [highest]: [2, 3, lowest] }),
      /keeps no container/,
    ],
    ['a snapshot that nobody writes to', database({ ...usualSnapshots, [own]: [3, 3, highest] }), /keeps no container/],
    [
      'layers that somebody still writes to',
      database({ ...usualSnapshots, [highest]: [2, 2, lowest] }),
      /not stand on the layers/,
    ],
    [
      'a layer that is not there',
      database({ [highest]: [2, 3, lowest], [own]: [3, 2, highest] }),
      /not stand on the layers/,
    ],
    [
      'a layer that stands on itself',
      database({ ...usualSnapshots, [lowest]: [1, 3, highest] }),
      /not stand on the layers/,
    ],
    [
      'an index that leads to another container’s snapshot',
      {
        files: {
          [`${snapshotter}/metadata.db`]: snapshotDatabase(
            { ...usualSnapshots, 'default/9/x': [9, 2, highest] },
            { '\u0002\u0000\u0003': 'default/9/x' },
          ),
        },
      },
      /no layer of its image/,
    ],
    ['less than what is mounted', database({ ...usualSnapshots, [own]: [3, 2, lowest] }), /keeps no container/],
    [
      'a layer without a name of its content',
      database({
        ...usualSnapshots,
        'default/4/evil': [2, 3, lowest],
        [highest]: [7, 3, ''],
        [own]: [3, 2, 'default/4/evil'],
      }),
      /no layer of its image/,
    ],
    ['nothing below', { ...database({ [own]: [3, 2, ''] }), lower: [snapshotFolder(9)] }, /keeps no container/],
    ['another directory below', { lower: [snapshotFolder(2), snapshotFolder(9)] }, /no layer of its image/],
    ['a directory more', { lower: [2, 1, 9].map(snapshotFolder) }, /no layer of its image/],
    ['a place to write to that is no snapshot', { upper: `${snapshotter}/snapshots/evil/fs` }, /no layer of its image/],
    ['a root of somebody’s own', { lower: ['evil/1'], upper: 'evil/2' }, /could not be traced/],
    ['no mount at its root', { mountinfo: '' }, /not mounted as an engine mounts/],
    ['no database', { files: { [`${snapshotter}/metadata.db`]: null } }, /ENOENT/],
    [
      'a database that is noise',
      { files: { [`${snapshotter}/metadata.db`]: 'noise'.repeat(2000) } },
      /knows of its images cannot be read/,
    ],
    [
      'a database that is a link',
      { files: { [`${snapshotter}/metadata.db`]: ['PATH/evil'], evil: snapshotDatabase(usualSnapshots) } },
      /ELOOP/,
    ],
    ['a config that was changed', { files: { [config]: `${imageConfig} ` } }, /changed on disk/],
  ];
  for (const [about, changes, reason] of cases) {
    test(about, async (t) => {
      const { answer, questions } = await asked(containerdEngine(t, changes));
      assert.equal(answer.kind, 'refuse');
      assert.match(answer.message.en, reason);
      assert.deepEqual(questions, []);
    });
  }
});

test('a bundle is read up to 16 MiB', async (t) => {
  const kind = async (bytes: number) => {
    const engine = containerdEngine(t);
    const file = join(engine.folder, 'bundle/config.json');
    writeFileSync(file, readFileSync(file, 'utf8').padEnd(bytes));
    return (await asked(engine)).answer.kind;
  };
  assert.equal(await kind(16 << 20), 'pass');
  assert.equal(await kind((16 << 20) + 1), 'refuse');
});
