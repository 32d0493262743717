import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { rpm } from '../../../src/ecosystems/rpm.ts';
import { hashPairs } from '../../../src/formats/berkeley-db/hash-pairs.ts';
import { databases } from '../../../src/formats/berkeley-db/testing/databases.ts';
import { manyPackages } from '../../../src/formats/ndb/testing/databases.ts';
import { runsOf, seedOf } from '../../build/campaign.ts';
import { processorTime } from '../../build/processor-time.ts';
import { random } from '../accuracy/sampling.ts';
import { has, run } from '../build/parts.ts';
import { toBerkeleyDb } from '../ecosystems/berkeley-db.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-damaged-rpm-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Milliseconds of a processor for one database of 241 packages. */
const MOST_WORK = 2000;
const CUTS = 200;
const FLIPS = 1000;

/** The headers of 241 packages in the order of their numbers, each as rpm exports it: with the mark that a header has outside of databases (`lib/header.c`). */
function exported(): Buffer {
  const mark = Buffer.from('8eade80100000000', 'hex');
  const pairs = [...hashPairs(databases.little())].filter(({ key }) => key.some((byte) => byte !== 0));
  return Buffer.concat(pairs.flatMap(({ value }) => [mark, value]));
}

/** The root of a tree with the database in SQLite, which rpm itself wrote. */
function imported(name: string): string {
  const root = join(folder, name);
  mkdirSync(join(root, 'var/lib/rpm'), { recursive: true });
  const place = ['--dbpath', join(root, 'var/lib/rpm')];
  run('rpmdb', [...place, '--define', '_db_backend sqlite', '--importdb'], { input: exported() });
  return root;
}

const forms = [
  { collector: 'rpm-sqlite', make: () => readFileSync(join(imported('sqlite'), 'var/lib/rpm/rpmdb.sqlite')) },
  // Debian's rpm does not write this one.
  { collector: 'rpm-ndb', make: manyPackages },
  {
    collector: 'rpm-berkeley-db',
    make: () => {
      const root = imported('berkeley');
      toBerkeleyDb(root, { endian: 'little', pageSize: 4096 });
      return readFileSync(join(root, 'var/lib/rpm/Packages'));
    },
  },
] as const;

/** How many packages a database of this content tells, and of what it says that it could not be read. */
function read(collector: string, content: Buffer): { readonly packages: number; readonly gaps: number } {
  const { take } = rpm.collectors.find(({ name }) => name === collector) ?? assert.fail();
  const started = processorTime();
  const { items, gaps = [] } = take({ path: '', size: content.length, mode: 0o644, uid: 0, gid: 0 }, content);
  assert.ok(processorTime() - started < MOST_WORK, 'the work is bounded');
  return { packages: items.filter(({ kind }) => kind === 'package').length, gaps: gaps.length };
}

for (const { collector, make } of forms) {
  test(`${collector}: a database that rpm wrote never tells of fewer packages without a word`, async (t) => {
    if (!has(t, 'rpm', 'db_load')) return;
    const whole = make();
    assert.deepEqual(read(collector, whole), { packages: 241, gaps: 0 });

    await t.test('cut at every two hundredth', () => {
      // Without a byte it is a database that nobody wrote to.
      for (let part = 1; part < CUTS; part += 1) {
        const { packages, gaps } = read(collector, whole.subarray(0, Math.floor((whole.length * part) / CUTS)));
        assert.ok(packages === 241 || gaps > 0, `${part}: ${packages} packages`);
      }
    });

    await t.test('with some bytes that are others', () => {
      const next = random(seedOf(93));
      for (let i = 0; i < runsOf(FLIPS); i += 1) {
        const damaged = Buffer.from(whole);
        const places = Array.from({ length: 1 + Math.floor(next() * 4) }, () => Math.floor(next() * whole.length));
        for (const at of places) damaged[at] = Math.floor(next() * 256);
        const { packages, gaps } = read(collector, damaged);
        assert.ok(packages >= 241 || gaps > 0, `${places}: ${packages} packages`);
      }
    });
  });
}
