import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sandbox, serve, testRecord, writeEcosystems, writeFeed } from '../../../src/advisories/bucket-for-tests.ts';
import { dockerArchive } from '../../build/image.ts';
import { file, tar, tarHeader } from '../../build/tar.ts';
import { goodDatabase } from './feeds.ts';
import type { Call, HostileCase, Place, Prepared } from './hostile-case.ts';
import { good, release, scanning, status } from './images.ts';
import { call, listing } from './play.ts';

const fine = { exit: 0, error: null, packages: ['bash 5.1-2'] } as const;
const goodScan = scanning(dockerArchive(good));
/** Root without the right to write where its permissions forbid it. */
const unprivileged = ['setpriv', '--bounding-set', '-dac_override,-dac_read_search', '--inh-caps=-all'];

/** A good scan, with something done to this machine before it. */
function after(
  spoil: (place: Place) => void | Promise<void>,
  more: Partial<Prepared> = {},
  ...flags: readonly string[]
): (place: Place) => Promise<Prepared> {
  return async (place) => {
    const { args } = await goodScan(place);
    await spoil(place);
    return { args: [...args, ...flags], ...more };
  };
}

/** An image whose layer never ends, as it comes by on standard input: something to be stopped in the middle of. */
function* unending(): Generator<Buffer> {
  yield tarHeader({ name: 'blobs/l', patch: [[124, '77777777777']] });
  yield tarHeader({ name: 'zeros', patch: [[124, '77777777777']] });
  for (let i = 0; i < 100_000; i += 1) yield Buffer.alloc(1 << 20);
}

/** Stops Plimsoll while it reads an image. */
const stopped = (...signals: readonly NodeJS.Signals[]): Call => ({
  args: ['scan', 'archive:-', '-o', 'json'],
  input: unending,
  started: (child) => {
    const timer = setInterval(() => {
      if ((child.stdin?.writableLength ?? 0) === 0 || bytesTaken(child.stdin) < 8 << 20) return;
      clearInterval(timer);
      for (const signal of signals) child.kill(signal);
    }, 20);
    child.on('close', () => clearInterval(timer));
  },
});

function bytesTaken(stream: unknown): number {
  return typeof stream === 'object' && stream !== null && 'bytesWritten' in stream ? Number(stream.bytesWritten) : 0;
}

/** A scan of an image of 40 MB of packages, killed without warning once it has begun to keep what it read. */
async function killedScan(place: Place): Promise<void> {
  const outcome = await call(place, stopped('SIGKILL'));
  assert.equal(outcome.code, null, outcome.stderr);
}

/** An update from a server that stops in the middle of the archive; then the update is killed. */
const killedUpdate: HostileCase['prepare'] = async (place) => {
  const bucket = join(place.folder, 'bucket');
  writeEcosystems(bucket, ['Debian']);
  const records = Array.from({ length: 50 }, (_, i) =>
    testRecord(`DSA-${i}-1`, '2024-01-01T00:00:00Z', 'Debian:11', 'bash', '5.2', {
      summary: String(Math.sin(i)).repeat(50),
    }),
  );
  writeFeed(bucket, 'Debian', records);
  let kill: () => void = () => {};
  let stalls = true;
  const server = await serve(bucket, (path, _, response) => {
    if (!stalls || !path.endsWith('all.zip')) return false;
    const bytes = readFileSync(join(bucket, 'Debian', 'all.zip'));
    response.writeHead(200, { etag: '"x"', 'content-length': bytes.length });
    response.write(bytes.subarray(0, 2000), () => setTimeout(kill, 100));
    return true;
  });
  const args = ['db', 'update', '--source', server.url];
  writeFileSync(join(place.home, 'advisories.db'), await goodDatabase(), { mode: 0o600 });
  const outcome = await call(place, {
    args,
    started: (child) => {
      kill = () => child.kill('SIGKILL');
    },
  });
  assert.equal(outcome.code, null, outcome.stderr);
  stalls = false;
  assert.ok(readFileSync(join(place.home, 'advisories.db')).equals(await goodDatabase()), 'the old database is gone');
  return {
    args,
    stop: () => server[Symbol.asyncDispose](),
    afterwards: async () => {
      const { stdout } = await call(place, { args: ['db', 'status', '-o', 'json'] });
      const { feeds }: { feeds: { records: number }[] } = JSON.parse(stdout);
      assert.equal(feeds[0]?.records, 50);
      assert.deepEqual(
        listing(place.home).filter((name) => name.includes('incoming') || name.includes('next')),
        [],
        'what the killed update left behind',
      );
    },
  };
};

/** A small file system of its own as the state directory. */
const tiny = (size: string) => (place: Place) =>
  void execFileSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=700`, 'x', place.home]);
const unmounted = (place: Place) => () => void execFileSync('umount', ['-l', place.home]);

const bigReport = scanning(
  dockerArchive({
    layers: [
      tar([
        release,
        file(
          status,
          Array.from(
            { length: 20_000 },
            (_, i) => `Package: p${i}\nStatus: install ok installed\nArchitecture: all\nVersion: 1\n\n`,
          ).join(''),
        ),
      ]),
    ],
  }),
);

/** A database that says it was made in 2099. */
async function futureDatabase(place: Place): Promise<void> {
  using box = sandbox();
  writeEcosystems(box.bucket, ['Debian']);
  writeFeed(box.bucket, 'Debian', [testRecord('DSA-1-1', '2024-01-01T00:00:00Z', 'Debian:11', 'bash', '5.2')]);
  await box.update({ now: () => new Date('2099-01-01T00:00:00Z') });
  writeFileSync(join(place.home, 'advisories.db'), readFileSync(join(box.home, 'advisories.db')), { mode: 0o600 });
}

/** Spoils every kept reading after a first scan. */
const spoiltCache = (spoil: (path: string) => void) => async (place: Place) => {
  const first = await call(place, await goodScan(place));
  assert.equal(first.code, 0, first.stderr);
  const kept = listing(join(place.home, 'harvest')).filter((name) => name.includes('.'));
  assert.ok(kept.length > 0);
  for (const name of kept) spoil(join(place.home, 'harvest', name));
};

const judgesDatabase = 'version: 1\nname: hostile\ncontrols:\n  database: { maxAge: 7d }\n';

export const faultCases: readonly HostileCase[] = [
  {
    name: 'a state directory that may not be written',
    prepare: after(({ home }) => chmodSync(home, 0o500), { under: unprivileged }),
    asRoot: true,
    exit: 3,
    error: 'home-unusable',
  },
  {
    name: 'a state directory that is a file',
    prepare: after(({ home }) => {
      rmSync(home, { recursive: true });
      writeFileSync(home, '');
    }),
    exit: 3,
    error: 'home-unusable',
  },
  {
    name: 'a state directory that everybody may write',
    prepare: after(({ home }) => chmodSync(home, 0o777)),
    exit: 3,
    error: 'home-unusable',
  },
  {
    name: 'a state directory that is a link to nowhere',
    prepare: after(({ home }) => {
      rmSync(home, { recursive: true });
      symlinkSync('nowhere', home);
    }),
    exit: 3,
    error: 'home-unusable',
  },
  {
    name: 'a full disk, where readings should be kept',
    prepare: async (place) => {
      tiny('16k')(place);
      return { ...(await bigReport(place)), stop: unmounted(place) };
    },
    asRoot: true,
    exit: 0,
    error: null,
    packages: ['p19999 1'],
  },
  {
    name: 'a full disk, where advisories should be kept',
    prepare: async (place) => {
      tiny('100k')(place);
      const bucket = join(place.folder, 'bucket');
      writeEcosystems(bucket, ['Debian']);
      writeFeed(
        bucket,
        'Debian',
        Array.from({ length: 3000 }, (_, i) =>
          testRecord(`DSA-${i}-1`, '2024-01-01T00:00:00Z', 'Debian:11', `p${i}`, '5.2'),
        ),
      );
      return { args: ['db', 'update', '--source', pathToFileURL(bucket).href], stop: unmounted(place) };
    },
    asRoot: true,
    exit: 3,
    error: 'no-room-for-database',
  },
  {
    name: 'a directory of readings that is a file',
    prepare: after(({ home }) => writeFileSync(join(home, 'harvest'), '')),
    ...fine,
  },
  { name: 'kept readings of nothing', prepare: after(spoiltCache((path) => writeFileSync(path, ''))), ...fine },
  {
    name: 'kept readings of noise',
    prepare: after(spoiltCache((path) => writeFileSync(path, Buffer.alloc(5000, 7)))),
    ...fine,
  },
  {
    name: 'kept readings with one bit turned',
    prepare: after(
      spoiltCache((path) => {
        const bytes = readFileSync(path);
        bytes[100] = (bytes[100] ?? 0) ^ 1;
        writeFileSync(path, bytes);
      }),
    ),
    ...fine,
  },
  {
    name: 'kept readings that are directories',
    prepare: after(
      spoiltCache((path) => {
        rmSync(path);
        mkdirSync(path);
      }),
    ),
    ...fine,
  },
  {
    name: 'an advisory database of noise',
    prepare: after(({ home }) => writeFileSync(join(home, 'advisories.db'), Buffer.alloc(9000, 7))),
    exit: 3,
    error: 'database-damaged',
  },
  {
    name: 'an advisory database that is cut off',
    prepare: after(async ({ home }) => {
      const bytes = await goodDatabase();
      writeFileSync(join(home, 'advisories.db'), bytes.subarray(0, bytes.length - 4096));
    }),
    exit: 3,
    error: 'database-damaged',
  },
  {
    name: 'an empty advisory database',
    prepare: after(({ home }) => writeFileSync(join(home, 'advisories.db'), '')),
    exit: 3,
    error: 'database-damaged',
  },
  {
    name: 'an advisory database that is a directory',
    prepare: after(({ home }) => mkdirSync(join(home, 'advisories.db'))),
    exit: 3,
    error: 'database-unreadable',
  },
  {
    name: 'an advisory database that is a link to nowhere',
    prepare: after(({ home }) => symlinkSync('nowhere', join(home, 'advisories.db'))),
    exit: 3,
    error: 'database-*',
  },
  {
    name: 'advisories from the future, where their age matters',
    prepare: async (place) => {
      writeFileSync(join(place.folder, 'policy.yaml'), judgesDatabase);
      return after(futureDatabase, {}, '--policy', join(place.folder, 'policy.yaml'))(place);
    },
    exit: 3,
    error: 'undecided',
  },
  {
    name: 'a clock that stands in 1980, where the age of advisories matters',
    prepare: async (place) => {
      writeFileSync(join(place.folder, 'policy.yaml'), judgesDatabase);
      return after(
        async ({ home }) => writeFileSync(join(home, 'advisories.db'), await goodDatabase()),
        { under: ['faketime', '-f', '@1980-01-01 00:00:00'] },
        '--policy',
        join(place.folder, 'policy.yaml'),
      )(place);
    },
    needs: ['faketime'],
    exit: 3,
    error: 'undecided',
  },
  { name: 'interrupted in the middle', prepare: () => stopped('SIGINT'), exit: 3, error: 'interrupted' },
  { name: 'ended in the middle', prepare: () => stopped('SIGTERM'), exit: 3, error: 'interrupted' },
  { name: 'interrupted twice', prepare: () => stopped('SIGINT', 'SIGTERM'), exit: 3, error: 'interrupted' },
  {
    name: 'killed in the middle of a scan, and then once more',
    prepare: async (place) => {
      await killedScan(place);
      return goodScan(place);
    },
    ...fine,
  },
  { name: 'killed in the middle of an update, and then once more', prepare: killedUpdate, exit: 0, error: null },
  {
    name: 'four scans at once in one state directory',
    prepare: async (place) => {
      const prepared = await goodScan(place);
      const others = [1, 2, 3].map(() => call(place, prepared));
      return {
        ...prepared,
        afterwards: async ({ stdout }) => {
          const seen = (text: string) => JSON.stringify(JSON.parse(text).packages);
          for (const other of await Promise.all(others))
            assert.deepEqual([other.code, seen(other.stdout)], [0, seen(stdout)]);
        },
      };
    },
    ...fine,
  },
  {
    name: 'two updates at once in one state directory',
    prepare: async (place) => {
      const bucket = join(place.folder, 'bucket');
      writeEcosystems(bucket, ['Debian']);
      writeFeed(bucket, 'Debian', [testRecord('DSA-1-1', '2024-01-01T00:00:00Z', 'Debian:11', 'bash', '5.2')]);
      const prepared = { args: ['db', 'update', '--source', pathToFileURL(bucket).href] };
      const other = call(place, prepared);
      return {
        ...prepared,
        afterwards: async () => {
          const { code, stderr } = await other;
          assert.equal(code, 0, stderr);
          assert.ok(readdirSync(place.home).includes('advisories.db'));
        },
      };
    },
    exit: 0,
    error: null,
  },
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
    prepare: after(() => {}, {}, '--timeout', '1ms'),
    exit: 3,
    error: '*',
  },
];
