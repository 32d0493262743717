import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { asked, type Changes, dockerEngine } from '../../../test/build/runtime-stores.ts';

const bind = (source: string, destination = '/mnt', type = 'bind') => ({
  destination,
  type,
  source,
  options: ['rbind'],
});

describe('mounts', () => {
  const files = {
    'run/engine.sock': '',
    'data/file': '',
    'state/home/keys/key': '',
    'storage/overlay/x/merged/file': '',
    alias: ['PATH/run/engine.sock'],
    'elsewhere/file': '',
    'settings/policy.yaml': ['PATH/state/home/keys/key'],
    'later/file': '',
  } as const;
  const elsewhere =
    '11 1 0:11 / PATH/elsewhere rw - overlay overlay ro,lowerdir=PATH/containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/1/fs:/b\n';
  const layers = { 'containerd/io.containerd.snapshotter.v1.overlayfs/snapshots/1/fs/file': '' };
  const cases: readonly (readonly [string, readonly object[], RegExp | null])[] = [
    ['a directory', [bind('PATH/data')], null],
    ['a file system of the kernel', [{ destination: '/proc', type: 'proc', source: 'proc' }], null],
    ['a directory that the runtime has yet to make', [bind('PATH/not/there')], null],
    ['over everything', [bind('PATH/data', '/')], /lie over the whole image/],
    ['over everything, by another way of writing', [bind('PATH/data', '//x/..')], /lie over the whole image/],
    ['memory over everything', [{ destination: '/', type: 'tmpfs', source: 'tmpfs' }], /lie over the whole image/],
    ['an engine’s socket', [bind('PATH/run/engine.sock')], /own socket/],
    ['the directory that it lies in', [bind('PATH/run')], /own socket/],
    ['everything', [bind('/')], /own socket/],
    ['what the lock decides by', [bind('PATH/state/home/keys')], /this lock decides by/],
    ['the directory that it lies in', [bind('PATH/state')], /this lock decides by/],
    ['the directory of a link to it', [bind('PATH/settings')], /this lock decides by/],
    ['a directory in which it is yet to be made', [bind('PATH/later')], /this lock decides by/],
    ['a directory in which an engine’s socket is yet to be made', [bind('PATH/docker')], /own socket/],
    ['what lies beside it', [bind('PATH/later/file')], null],
    ['what is another thing for each process', [bind('/proc/self/cwd')], /Nobody can tell here/],
    ['a link to it', [bind('PATH/alias')], /own socket/],
    ['a bind that says so in its options alone', [bind('PATH/run/engine.sock', '/mnt', 'none')], /own socket/],
    ['a path from the bundle on', [bind('../run/engine.sock')], /own socket/],
    ['the directory that all of a store lies in', [bind('PATH/storage')], /Files of another image/],
    ['what an engine knows of images', [bind('PATH/docker/image/overlay2')], /Files of another image/],
    ['files of an image in a store', [bind('PATH/storage/overlay/x/merged')], /Files of another image/],
    ['files of an image that is mounted somewhere', [bind('PATH/elsewhere')], /Files of another image/],
    [
      'an overlay over files of an image',
      [
        {
          destination: '/mnt',
          type: 'overlay',
          source: 'o',
          options: ['lowerdir=PATH/data:PATH/storage/overlay/x/merged'],
        },
      ],
      /Files of another image/,
    ],
  ];
  for (const [about, mounts, reason] of cases) {
    test(about, async (t) => {
      const usual = dockerEngine(t);
      const changes: Changes = {
        files: { ...files, ...layers },
        bundle: { mounts },
        mountinfo: `${usual.mountinfo.replaceAll(usual.folder, 'PATH').split('\n').slice(1).join('\n')}${elsewhere}`,
      };
      const engine = dockerEngine(t, changes);
      const at = (path: string) => join(engine.folder, path);
      const places = {
        ...engine.places,
        engineSockets: [...engine.places.engineSockets, at('docker/not-yet/engine.sock')],
        own: [...engine.places.own, at('settings/policy.yaml'), at('later/compiled/code')],
      };
      const { answer } = await asked({ ...engine, places });
      assert.equal(answer.kind, reason === null ? 'pass' : 'refuse', JSON.stringify(answer));
      if (reason !== null && answer.kind === 'refuse') assert.match(answer.message.en, reason);
    });
  }
});
