import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { file, tar } from '../../build/tar.ts';
import type { HostileCase } from './hostile-case.ts';
import { fine, release, scanningLayers } from './images.ts';
import { after, bigReport, tiny, unmounted } from './machine.ts';
import { listing } from './play.ts';

export const faultCases: readonly HostileCase[] = [
  {
    name: 'a reader that goes away',
    prepare: async (place) => ({
      args: [...(await bigReport(place)).args.slice(0, 2), '-o', 'html'],
      started: (child) => child.stdout?.once('data', () => child.stdout?.destroy()),
    }),
    exit: 0,
    error: null,
  },
  {
    name: 'standard output on a full disk',
    prepare: after(() => {}, { stdout: '/dev/full' }),
    exit: 3,
    error: 'cannot-write',
  },
  {
    name: 'a report on a full disk',
    prepare: after(() => {}, {}, '-o', 'markdown=/dev/full'),
    exit: 3,
    error: 'cannot-write',
  },
  {
    name: 'a report in a directory that is not there',
    prepare: async (place) => after(() => {}, {}, '-o', `markdown=${join(place.folder, 'none', 'x.md')}`)(place),
    exit: 3,
    error: 'cannot-write',
  },
  {
    name: 'two reports, one of them on a full disk: none is left behind',
    prepare: async (place) => {
      tiny('64k')(place);
      const { args } = await bigReport(place);
      const small = join(place.folder, 'small.md');
      return {
        args: [...args.slice(0, 2), '-o', `markdown=${small}`, '-o', `json=${join(place.home, 'big.json')}`],
        afterwards: () => assert.ok(!listing(place.home).includes('big.json')),
        stop: unmounted(place),
      };
    },
    asRoot: true,
    exit: 3,
    error: 'cannot-write',
  },
  {
    name: 'standard input that is closed',
    prepare: after(() => {}, { under: ['sh', '-c', 'exec "$0" "$@" <&-'] }),
    ...fine,
  },
  {
    name: 'standard error that is closed',
    prepare: after(() => {}, { under: ['sh', '-c', 'exec "$0" "$@" 2>&-'] }),
    ...fine,
  },
  {
    name: 'few open files',
    prepare: after(() => {}, { under: ['prlimit', '--nofile=24'] }),
    ...fine,
  },
  {
    name: 'a working directory that is gone',
    prepare: async (place) => {
      mkdirSync(join(place.tmp, 'gone'));
      // Without the launcher: its shell has something to say about that itself.
      const script = 'cd "$TMPDIR/gone" && rmdir "$TMPDIR/gone" && exec "$NODE" "$(dirname "$0")/start.cjs" "$@"';
      return after(() => {}, { under: ['sh', '-c', script], env: { NODE: process.execPath } })(place);
    },
    ...fine,
  },
  {
    name: 'a language that does not exist, in letters that are none',
    prepare: after(() => {}, {
      env: { LANG: '\u001b[2J', LC_ALL: 'xx_XX.\u202e', COLUMNS: '-5', TERM: 'x'.repeat(5000) },
    }),
    ...fine,
  },
  {
    name: 'no network, and none needed',
    prepare: after(() => {}, { under: ['unshare', '-n'] }, '--offline'),
    asRoot: true,
    ...fine,
  },
  {
    name: 'no network, and a registry asked for',
    prepare: () => ({ args: ['scan', 'registry:registry.example.invalid/x:1'], under: ['unshare', '-n'] }),
    asRoot: true,
    exit: 3,
    error: 'host-unreachable',
  },
  {
    name: 'a registry asked for, and offline',
    prepare: () => ({ args: ['scan', 'registry:registry.example.invalid/x:1', '--offline'] }),
    exit: 3,
    error: 'offline',
  },
  {
    name: 'no network, and an update asked for',
    prepare: () => ({ args: ['db', 'update'], under: ['unshare', '-n'] }),
    asRoot: true,
    exit: 3,
    error: 'host-unreachable',
  },
  {
    name: 'an update asked for, and offline',
    prepare: () => ({ args: ['db', 'update', '--offline'] }),
    exit: 3,
    error: 'offline',
  },
  {
    name: 'hardly any time',
    // More than is read in a moment.
    prepare: scanningLayers(() => [tar([release, file('large', Buffer.alloc(100 << 20))])], '--timeout', '1ms'),
    exit: 3,
    error: '*',
  },
];
