import assert from 'node:assert/strict';
import { chmodSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { sandbox, testRecord, writeEcosystems, writeFeed } from '../../../src/advisories/bucket-for-tests.ts';
import { goodDatabase } from './feed-place.ts';
import type { HostileCase, Place } from './hostile-case.ts';
import { fine, goodScan } from './images.ts';
import { after, bigReport, tiny, unmounted } from './machine.ts';
import { call, listing } from './play.ts';

/** Root without the right to write where its permissions forbid it. */
const unprivileged = ['setpriv', '--bounding-set', '-dac_override,-dac_read_search', '--inh-caps=-all'];

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

export const stateCases: readonly HostileCase[] = [
  {
    name: 'a state directory that may not be written, which costs time alone',
    prepare: after(({ home }) => chmodSync(home, 0o500), { under: unprivileged }),
    asRoot: true,
    ...fine,
  },
  {
    name: 'a state directory that may not be written, where a verdict is to be kept',
    prepare: after(({ home }) => chmodSync(home, 0o500), { under: unprivileged }, '--record'),
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
];
