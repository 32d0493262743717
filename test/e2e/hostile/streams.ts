import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { directory, file, symlink, tar, tarEntry, tarHeader } from '../../build/tar.ts';
import { goodConfig, manifest, otherConfig } from './archives.ts';
import type { HostileCase, Prepared } from './hostile-case.ts';
import { debian, fine, scanning, whole } from './images.ts';

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

const two = tar([
  file('c', goodConfig),
  file('d', otherConfig),
  file('l', debian),
  file(
    'manifest.json',
    JSON.stringify([
      { Config: 'c', Layers: ['l'], RepoTags: ['a:1'] },
      { Config: 'd', Layers: ['l'], RepoTags: ['b:1'] },
    ]),
  ),
]);

export const streamCases: readonly HostileCase[] = [
  {
    name: 'nothing on standard input',
    prepare: fromStdin(Buffer.alloc(0)),
    exit: 3,
    error: 'not-an-image',
  },
  {
    name: 'two images on standard input, and none is named',
    prepare: () => ({
      ...fromStdin(two)(),
      afterwards: ({ stderr }) => assert.match(stderr, /Say which one: archive:-#a:1$/m),
    }),
    exit: 2,
    error: 'several-images',
  },
  {
    name: 'two images on standard input, and one is named',
    prepare: () => ({ args: ['scan', 'archive:-#b:1', '-o', 'json'], input: two }),
    ...fine,
  },
  {
    name: 'two images on standard input, and a third is named',
    prepare: () => ({
      args: ['scan', 'archive:-#c:1'],
      input: two,
      afterwards: ({ stderr }) => assert.match(stderr, /no image archive:-#c:1 .*\n.*It has: a:1, b:1$/m),
    }),
    exit: 3,
    error: 'image-not-found',
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
];
