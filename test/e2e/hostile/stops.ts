import assert from 'node:assert/strict';

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { serve, testRecord, writeEcosystems, writeFeed } from '../../../src/advisories/bucket-for-tests.ts';
import { tarHeader } from '../../build/tar.ts';
import { goodDatabase } from './feed-place.ts';
import type { Call, HostileCase, Place } from './hostile-case.ts';
import { fine, goodScan } from './images.ts';
import { call, listing } from './play.ts';

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

export const stopCases: readonly HostileCase[] = [
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
];
