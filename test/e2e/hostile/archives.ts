import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { configOf, layoutFiles, ociArchive } from '../../build/image.ts';
import { file, symlink, tar } from '../../build/tar.ts';
import type { HostileCase } from './hostile-case.ts';
import { debian, good, manyEntries, scanning, whole } from './images.ts';

export const goodConfig = configOf(good);
export const otherConfig = configOf({ ...good, config: { User: 'app' } });
export const manifest = file('manifest.json', '[{"Config":"c","Layers":["l"]}]');

export const archiveCases: readonly HostileCase[] = [
  { name: 'an empty file', prepare: scanning(Buffer.alloc(0)), exit: 3, error: 'not-an-image' },
  {
    name: 'noise',
    prepare: scanning(() => Buffer.from(Array.from({ length: 9000 }, (_, i) => (i * 7919) % 251))),
    exit: 3,
    error: 'not-an-image',
  },
  {
    name: 'an archive of something else',
    prepare: scanning(tar([file('hello', 'world')])),
    exit: 3,
    error: 'not-an-image',
  },
  {
    name: 'cut off in its first header',
    prepare: scanning(whole.subarray(0, 300)),
    exit: 3,
    error: 'not-an-image',
  },
  {
    name: 'cut off in its layer',
    prepare: scanning(whole.subarray(0, 1200)),
    exit: 3,
    error: 'archive-truncated',
  },
  {
    name: 'cut off in a header further on',
    prepare: scanning(whole.subarray(0, 512 + debian.length + 100)),
    exit: 3,
    error: 'archive-truncated',
  },
  {
    name: 'cut off between two files, before the manifest',
    prepare: scanning(whole.subarray(0, 512 + debian.length)),
    exit: 3,
    error: 'not-an-image',
  },
  {
    name: 'without an end marker',
    prepare: scanning(whole.subarray(0, -1024)),
    exit: 0,
    error: null,
    packages: ['bash 5.1-2'],
  },
  {
    name: 'noise behind its end',
    prepare: scanning(Buffer.concat([whole, Buffer.alloc(100_000, 'x')])),
    exit: 0,
    error: null,
    packages: ['bash 5.1-2'],
  },
  {
    name: 'a damaged header further on',
    prepare: scanning(() => Buffer.from(whole).fill(0x55, 512 + debian.length, 600 + debian.length)),
    exit: 3,
    error: 'archive-corrupt',
  },
  {
    name: 'a hundred thousand files',
    prepare: scanning(() => tar([manyEntries(100_001, String)])),
    exit: 3,
    error: 'archive-corrupt',
  },
  {
    name: 'a hundred thousand files, compressed',
    prepare: scanning(() => gzipSync(tar([manyEntries(100_001, String)]), { level: 1 })),
    exit: 3,
    error: 'archive-corrupt',
  },
  {
    name: 'two different images, one for each kind of engine',
    prepare: scanning(() =>
      Buffer.concat([
        tar([...layoutFiles({ layers: [tar([])] })].map(([name, content]) => file(name, content))).subarray(0, -1024),
        whole,
      ]),
    ),
    exit: 3,
    error: 'manifest-invalid',
  },
  {
    name: 'a config that is there twice, the first for one engine and the last for the next',
    prepare: scanning(tar([file('l', debian), file('c', otherConfig), file('c', goodConfig), manifest])),
    exit: 3,
    error: 'manifest-invalid',
  },
  {
    name: 'a config that is a link to another one, and then a file',
    prepare: scanning(
      tar([
        file('l', debian),
        file('harmless', otherConfig),
        symlink('c', 'harmless'),
        file('c', goodConfig),
        manifest,
      ]),
    ),
    exit: 3,
    error: 'manifest-invalid',
  },
  {
    name: 'a manifest that is there twice',
    prepare: scanning(
      tar([
        file('l', debian),
        file('c', goodConfig),
        file('d', otherConfig),
        manifest,
        file('manifest.json', '[{"Config":"d","Layers":["l"]}]'),
      ]),
    ),
    exit: 3,
    error: 'manifest-invalid',
  },
  {
    name: 'a layer that is there twice',
    prepare: scanning(tar([file('l', tar([])), file('l', debian), file('c', goodConfig), manifest])),
    exit: 3,
    error: 'manifest-invalid',
  },
  {
    name: 'a link that leads outside',
    prepare: scanning(tar([symlink('c', '/etc/passwd'), file('manifest.json', '[{"Config":"c","Layers":[]}]')])),
    exit: 3,
    error: 'manifest-invalid',
  },
  {
    name: 'links that lead in a circle',
    prepare: scanning(
      tar([symlink('a', 'b'), symlink('b', 'a'), file('manifest.json', '[{"Config":"a","Layers":[]}]')]),
    ),
    exit: 3,
    error: 'manifest-invalid',
  },
  {
    name: 'two thousand images, one with a name that moves the cursor',
    prepare: scanning(
      tar([
        file(
          'manifest.json',
          JSON.stringify(
            Array.from({ length: 2000 }, (_, i) => ({ Config: 'c', Layers: [], RepoTags: [`\u001b[2J\u202e${i}`] })),
          ),
        ),
      ]),
    ),
    exit: 2,
    error: 'several-images',
  },
  {
    name: 'a directory where a file should be',
    prepare: ({ folder }) => ({ args: ['scan', `archive:${folder}`] }),
    exit: 3,
    error: 'file-unreadable',
  },
  {
    name: 'a file that is not there',
    prepare: ({ folder }) => ({ args: ['scan', `archive:${join(folder, 'none')}`] }),
    exit: 3,
    error: 'file-unreadable',
  },
  {
    name: 'a name that is too long for a file',
    prepare: ({ folder }) => ({ args: ['scan', `archive:${join(folder, 'x'.repeat(100_000))}`] }),
    exit: 3,
    error: 'file-unreadable',
  },
  {
    name: 'an OCI archive whose layers are zstd is read',
    prepare: scanning(() => ociArchive(good, 'zstd')),
    exit: 0,
    error: null,
    packages: ['bash 5.1-2'],
  },
];
