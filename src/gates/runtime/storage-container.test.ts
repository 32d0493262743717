import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  asked,
  type Changes,
  chains,
  diffIds,
  hex,
  id,
  image,
  imageConfig,
  storageEngine,
} from '../../../test/build/runtime-stores.ts';
import { sha256 } from '../../base/digest.ts';

test('a container of Podman or CRI-O is asked for by the content that it stands on', async (t) => {
  const { answer, questions } = await asked(storageEngine(t));
  assert.deepEqual(answer, { kind: 'pass', why: 'verdict 1' });
  assert.deepEqual(questions[0]?.names, ['localhost/cart:2']);
  assert.deepEqual(questions[0]?.identity, {
    configDigest: image,
    manifestDigest: null,
    indexDigest: null,
    diffIds,
    chainId: chains[1],
  });
  assert.deepEqual(questions[0]?.labels, { tier: 'x' });
});

const [low, high, own] = ['a'.repeat(64), 'b'.repeat(64), 'd'.repeat(64)];
const layers = (...list: readonly object[]) => ({
  files: { 'storage/overlay-layers/layers.json': JSON.stringify(list) },
});
const [lowest, highest, top] = [
  { id: low, 'diff-digest': diffIds[0] },
  { id: high, parent: low, 'diff-digest': diffIds[1] },
  { id: own, parent: high },
];
const container = { id, image: hex(image), layer: own };
const containers = (...list: readonly object[]) => ({
  files: { 'storage/overlay-containers/containers.json': JSON.stringify(list) },
});

test('a container that does not outlive the next start is found as well', async (t) => {
  const files = {
    'storage/overlay-containers/containers.json': '[]',
    'storage/overlay-containers/volatile-containers.json': JSON.stringify([container]),
    'storage/overlay-layers/layers.json': JSON.stringify([lowest, highest]),
    'storage/overlay-layers/volatile-layers.json': JSON.stringify([top]),
  };
  assert.equal((await asked(storageEngine(t, { files }))).answer.kind, 'pass');
});

describe('a container of an image that was asked for by its id, as Kubernetes asks CRI-O', () => {
  const byId = { ...container, metadata: JSON.stringify({ 'image-name': hex(image), pod: true }) };
  const cases: readonly (readonly [string, string | null, string, readonly string[]])[] = [
    ['has the name that the image has', '["localhost/cart:2"]', 'localhost/cart:2', ['localhost/cart:2']],
    ['has none of several', '["localhost/cart:2","localhost/other:1"]', image, []],
    ['has none where there is none', 'null', image, []],
    ['has none where nobody keeps names', null, image, []],
  ];
  for (const [about, names, shown, asksFor] of cases)
    test(about, async (t) => {
      const files = {
        'storage/overlay-containers/volatile-containers.json': JSON.stringify([byId]),
        'storage/overlay-containers/containers.json': null,
        'storage/overlay-images/images.json': names === null ? null : `[{"id":"${hex(image)}","names":${names}}]`,
      };
      const { answer, questions } = await asked(storageEngine(t, { files }));
      assert.equal(answer.kind, 'pass', JSON.stringify(answer));
      assert.deepEqual([questions[0]?.asked, questions[0]?.names], [shown, asksFor]);
    });
});

test('the short links that layers are mounted by are followed', async (t) => {
  const files = {
    'storage/overlay/l/HIGH': [`../${high}/diff`],
    'storage/overlay/l/LOW': [`../${low}/diff`],
  } as const;
  const root = `storage/overlay/${own}`;
  const mount = `lowerdir=PATH/storage/overlay/l/HIGH:PATH/storage/overlay/l/LOW,upperdir=PATH/${root}/diff`;
  const mountinfo = `9 1 0:9 / PATH/${root}/merged rw - overlay overlay rw,${mount},fsync=volatile\n`;
  assert.equal((await asked(storageEngine(t, { files, mountinfo }))).answer.kind, 'pass');
  const turned = { ...files, 'storage/overlay/l/HIGH': ['../../../evil'], 'evil/file': '' } as const;
  const { answer } = await asked(storageEngine(t, { files: turned, mountinfo }));
  assert.equal(answer.kind, 'refuse');
  assert.match(answer.message.en, /no layer of its image/);
});

describe('what cannot be established is refused without a question', () => {
  const config = `storage/overlay-images/${hex(image)}/=${Buffer.from(image).toString('base64')}`;
  const at = `PATH/storage/overlay/${own}`;
  const mapped = `rw,lowerdir=${at}/mapped/0/l/HIGH:${at}/mapped/0/l/LOW,upperdir=${at}/diff`;
  const cases: readonly (readonly [string, Changes, RegExp])[] = [
    ['no container of this layer', containers({ ...container, layer: low }), /keeps no container/],
    ['no list of containers', { files: { 'storage/overlay-containers/containers.json': null } }, /keeps no container/],
    [
      'a list of containers that is noise',
      { files: { 'storage/overlay-containers/containers.json': '[{' } },
      /not JSON/,
    ],
    [
      'a container without an image (a root file system of its own)',
      containers({ ...container, image: '' }),
      /names no image/,
    ],
    ['an image that is a path', containers({ ...container, image: '../../evil' }), /names no image/],
    ['an image whose config was changed', { files: { [config]: `${imageConfig} ` } }, /changed on disk/],
    ['an image whose config is gone', { files: { [config]: null } }, /ENOENT/],
    [
      'a layer of other content',
      layers(lowest, { ...highest, 'diff-digest': sha256('evil') }, top),
      /not stand on the layers/,
    ],
    ['a layer without a digest', layers(lowest, { ...highest, 'diff-digest': undefined }, top), /no digest/],
    ['a layer that is not there', layers(highest, top), /not stand on the layers|no digest/],
    ['a layer that stands on itself', layers({ ...lowest, parent: high }, highest, top), /not stand on the layers/],
    [
      'a layer that is a path',
      layers({ ...lowest, id: '../evil' }, { ...highest, parent: '../evil' }, top),
      /not stand on the layers/,
    ],
    ['a container that stands on less', layers(lowest, highest, { ...top, parent: low }), /no layer of its image/],
    [
      'another directory below',
      { lower: [`storage/overlay/${high}/diff`, 'storage/overlay/evil/diff'] },
      /no layer of its image/,
    ],
    [
      'a directory more',
      { lower: [high, low, 'evil'].map((name) => `storage/overlay/${name}/diff`) },
      /no layer of its image/,
    ],
    [
      'layers that were mounted for other users, and that mount gone',
      { mountinfo: `9 1 0:9 / PATH/storage/overlay/${own}/merged rw - overlay overlay ${mapped}\n` },
      new RegExp(`not there any more: .*/${own}/mapped/0/l/HIGH$`, 'm'),
    ],
    ['no mount at its root', { mountinfo: '' }, /not mounted as an engine mounts/],
    ['a root of somebody’s own', { lower: ['evil/1'], upper: 'evil/2' }, /could not be traced/],
  ];
  for (const [about, changes, reason] of cases) {
    test(about, async (t) => {
      const { answer, questions } = await asked(storageEngine(t, changes));
      assert.equal(answer.kind, 'refuse');
      assert.match(answer.message.en, reason);
      assert.deepEqual(questions, []);
    });
  }
});
