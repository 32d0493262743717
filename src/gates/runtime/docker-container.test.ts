import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  asked,
  type Changes,
  chains,
  diffIds,
  dockerEngine,
  hex,
  id,
  image,
  imageConfig,
} from '../../../test/build/runtime-stores.ts';
import { sha256 } from '../../base/digest.ts';

test('a container is asked for by the content that it stands on, and by the uid that it gets', async (t) => {
  const { answer, questions } = await asked(dockerEngine(t));
  assert.deepEqual(answer, { kind: 'pass', why: 'verdict 1' });
  assert.deepEqual(questions, [
    {
      act: 'run',
      asked: 'cart:2',
      names: ['docker.io/library/cart:2'],
      identity: { configDigest: image, manifestDigest: null, indexDigest: null, diffIds, chainId: chains[1] },
      origins: [],
      scanRef: null,
      labels: { tier: 'x' },
      ownUser: null,
      user: { text: '1000', uid: 1000, passwd: 'image' },
    },
  ]);
});

test('a driver that keeps no overlay is known by its place', async (t) => {
  const store = 'docker/image/vfs';
  const mountId = 'e'.repeat(64);
  const files = {
    [`docker/containers/${id}/config.v2.json`]: JSON.stringify({ Image: image, Driver: 'vfs' }),
    [`${store}/imagedb/content/sha256/${hex(image)}`]: imageConfig,
    [`${store}/layerdb/mounts/${id}/parent`]: chains[1],
    [`${store}/layerdb/mounts/${id}/mount-id`]: mountId,
    [`docker/vfs/dir/${mountId}/file`]: '',
    'elsewhere/file': '',
  };
  for (const [path, kind] of [
    [`docker/vfs/dir/${mountId}`, 'pass'],
    ['elsewhere', 'refuse'],
  ] as const) {
    const bundle = { root: { path: `PATH/${path}` } };
    assert.equal((await asked(dockerEngine(t, { files, bundle, mountinfo: '' }))).answer.kind, kind, path);
  }
});

describe('what cannot be established is refused without a question', () => {
  const container = `docker/containers/${id}/config.v2.json`;
  const config = `docker/image/overlay2/imagedb/content/sha256/${hex(image)}`;
  const own = `docker/image/overlay2/layerdb/mounts/${id}`;
  const mountId = 'e'.repeat(64);
  const root = `docker/overlay2/${mountId}/merged`;
  const folderOf = (name: string) => `docker/overlay2/${name}/diff`;
  const [init, high, low] = [`${mountId}-init`, 'b'.repeat(64), 'a'.repeat(64)].map(folderOf);
  const overlay = (options: string) => `9 1 0:9 / PATH/${root} rw - overlay overlay rw,${options}\n`;
  const usual = `lowerdir=PATH/${init}:PATH/${high}:PATH/${low},upperdir=PATH/${folderOf(mountId)}`;
  const cases: readonly (readonly [string, Changes, RegExp])[] = [
    ['no such container', { files: { [container]: null } }, /could not be traced/],
    ['a container without an image', { files: { [container]: '{"Driver":"overlay2"}' } }, /names no image/],
    ['a driver that is a path', { files: { [container]: JSON.stringify({ Image: image, Driver: '../o' }) } }, /driver/],
    ['a config of an image that was changed', { files: { [config]: `${imageConfig} ` } }, /changed on disk/],
    ['a config of an image that is gone', { files: { [config]: null } }, /ENOENT/],
    ['a config that is a link', { files: { [config]: ['PATH/elsewhere'], elsewhere: imageConfig } }, /ELOOP/],
    [
      'other layers than those of the image',
      { files: { [`${own}/parent`]: sha256('evil') } },
      /not stand on the layers/,
    ],
    ['no layers', { files: { [`${own}/parent`]: null } }, /ENOENT/],
    ['a mount that is a path', { files: { [`${own}/mount-id`]: '../evil' } }, /not stand on the layers/],
    ['no mount at its root', { mountinfo: '' }, /no layer of its image/],
    [
      'another layer in the place of one',
      { lower: [init ?? '', folderOf('evil'), low ?? ''] },
      /no layer of its image/,
    ],
    ['its layers in another order', { lower: [init ?? '', low ?? '', high ?? ''] }, /no layer of its image/],
    ['a layer more', { lower: [init ?? '', high ?? '', low ?? '', folderOf('evil')] }, /no layer of its image/],
    ['a layer less', { lower: [init ?? '', high ?? ''] }, /not stand on the layers/],
    ['layers of somebody else', { lower: ['evil/1', 'evil/2'], upper: 'evil/3' }, /no layer of its image/],
    ['something to write to that is another container’s', { upper: folderOf('evil') }, /no layer of its image/],
    ['a program in the engine’s own layer', { files: { [`${init}/bin/sh`]: '#!' } }, /does not put there/],
    ['a link in the engine’s own layer', { files: { [`${init}/bin`]: ['/evil'] } }, /does not put there/],
    ['two mounts', { mountinfo: overlay(usual).repeat(2) }, /mounted over/],
    ['a mount inside', { mountinfo: `${overlay(usual)}10 9 0:9 / PATH/${root}/bin rw - ext4 x rw\n` }, /mounted over/],
    ['a mount over a layer', { mountinfo: `${overlay(usual)}10 9 0:9 / PATH/${low} rw - ext4 x rw\n` }, /mounted over/],
    [
      'a mount in a layer',
      { mountinfo: `${overlay(usual)}10 9 0:9 / PATH/${low}/bin rw - ext4 x rw\n` },
      /mounted over/,
    ],
    ['nothing to write to', { mountinfo: overlay(`lowerdir=PATH/${high}:PATH/${low}`) }, /read differently/],
    [
      'layers of data alone',
      { mountinfo: overlay(usual.replace(`:PATH/${low}`, `::PATH/${low}`)) },
      /read differently/,
    ],
    [
      'few layers by shortened paths',
      { mountinfo: overlay(`lowerdir=${'a'.repeat(64)}/diff,upperdir=${mountId}/diff`) },
      /read differently/,
    ],
    ['an escaped path', { mountinfo: overlay(usual.replace(':', '\\134:')) }, /read differently/],
    ['a line of mounts that is none', { mountinfo: '9 1 0:9 / /x rw overlay\n' }, /cannot be read/],
  ];
  for (const [about, changes, reason] of cases) {
    test(about, async (t) => {
      const { answer, questions } = await asked(dockerEngine(t, changes));
      assert.equal(answer.kind, 'refuse');
      assert.match(answer.message.en, reason);
      assert.deepEqual(questions, []);
    });
  }
});

test('what an engine keeps of a container is read up to 16 MiB, and a name up to a kibibyte', async (t) => {
  const settings = JSON.stringify({ Config: { Image: 'cart:2' }, Image: image, Driver: 'overlay2' });
  const container = `docker/containers/${id}/config.v2.json`;
  const mount = `docker/image/overlay2/layerdb/mounts/${id}/mount-id`;
  const kind = async (path: string, content: string, size: number) =>
    (await asked(dockerEngine(t, { files: { [path]: content.padEnd(size) } }))).answer.kind;
  assert.equal(await kind(container, settings, 16 << 20), 'pass');
  assert.equal(await kind(container, settings, (16 << 20) + 1), 'refuse');
  assert.equal(await kind(mount, 'e'.repeat(64), 1024), 'pass');
  assert.equal(await kind(mount, 'e'.repeat(64), 1025), 'refuse');
});
