import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { configOf, dockerArchive, layoutFiles, ociArchive } from '../../build/image.ts';
import { directory, file, symlink, tar, tarEntry, tarHeader } from '../../build/tar.ts';
import type { HostileCase, Prepared } from './hostile-case.ts';
import { debian, good, manyEntries, scanning } from './images.ts';

const whole = dockerArchive(good);
const fromStdin =
  (input: NonNullable<Prepared['input']>, ...flags: readonly string[]) =>
  (): Prepared => ({
    args: ['scan', 'archive:-', '-o', 'json', ...flags],
    input,
  });

/** The same bytes again and again, so many times. */
function endless(part: Buffer, times = 100_000): () => Generator<Buffer> {
  return function* () {
    for (let i = 0; i < times; i += 1) yield part;
  };
}

const goodConfig = configOf(good);
const otherConfig = configOf({ ...good, config: { User: 'app' } });
const manifest = file('manifest.json', '[{"Config":"c","Layers":["l"]}]');

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
    name: 'nothing on standard input',
    prepare: fromStdin(Buffer.alloc(0)),
    exit: 3,
    error: 'not-an-image',
  },
  {
    name: 'standard input that is cut off',
    prepare: fromStdin(whole.subarray(0, 1200)),
    exit: 3,
    error: 'archive-truncated',
  },
  {
    name: 'endless standard input that is no archive',
    prepare: fromStdin(endless(Buffer.alloc(1 << 20, 'x'))),
    exit: 3,
    error: 'not-an-image',
  },
  {
    name: 'endless zeros on standard input',
    prepare: fromStdin(endless(Buffer.alloc(1 << 20))),
    exit: 3,
    error: 'not-an-image',
  },
  {
    name: 'endless zeros behind an image on standard input',
    prepare: fromStdin(function* () {
      yield whole;
      yield* endless(Buffer.alloc(1 << 20))();
    }),
    exit: 0,
    error: null,
    packages: ['bash 5.1-2'],
  },
  {
    name: 'endless directories on standard input',
    prepare: fromStdin(endless(Buffer.concat(Array.from({ length: 2048 }, () => tarEntry(directory('d')))))),
    exit: 3,
    error: 'archive-corrupt',
  },
  {
    name: 'a layer without end on standard input',
    prepare: fromStdin(
      function* () {
        yield tarHeader({ name: 'l', patch: [[124, '77777777777']] });
        yield debian.subarray(0, -1024);
        yield tarHeader({ name: 'zeros', patch: [[124, '77777777777']] });
        yield* endless(Buffer.alloc(1 << 20))();
      },
      '--max-image-size',
      '50MB',
    ),
    exit: 3,
    error: 'limit-crossed',
  },
  {
    name: 'something that is no file of an image, of 8 GB, on standard input',
    prepare: fromStdin(function* () {
      yield tarHeader({ name: 'x', patch: [[124, '77777777777']] });
      yield* endless(Buffer.alloc(1 << 20, 'x'))();
    }),
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
    name: 'the same on standard input',
    prepare: fromStdin(
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
    name: 'a pipe into which nobody writes',
    prepare: ({ folder }) => {
      execFileSync('mkfifo', [join(folder, 'pipe')]);
      return { args: ['scan', `archive:${join(folder, 'pipe')}`, '--timeout', '2s'] };
    },
    exit: 3,
    error: 'timeout',
  },
  {
    name: 'a socket',
    prepare: async ({ folder }) => {
      const server = createServer();
      await new Promise<void>((resolve) => server.listen(join(folder, 'socket'), resolve));
      return { args: ['scan', `archive:${join(folder, 'socket')}`], stop: () => void server.close() };
    },
    exit: 3,
    error: 'file-unreadable',
  },
  {
    name: 'a device without end',
    prepare: () => ({ args: ['scan', 'archive:/dev/zero'] }),
    exit: 3,
    error: 'not-an-image',
  },
  {
    name: 'an image in a pipe is read',
    prepare: async (place) => {
      const { args } = await scanning(whole)(place);
      const script = 'cat "$IMAGE" | "$0" scan archive:/dev/stdin -o json';
      return { args: [], under: ['sh', '-c', script], env: { IMAGE: String(args[1]).slice('archive:'.length) } };
    },
    exit: 0,
    error: null,
    packages: ['bash 5.1-2'],
  },
  {
    name: 'an OCI archive whose layers are zstd is read',
    prepare: scanning(() => ociArchive(good, 'zstd')),
    exit: 0,
    error: null,
    packages: ['bash 5.1-2'],
  },
];
