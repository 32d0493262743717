import assert from 'node:assert/strict';
import { mkdtemp, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { harvestOf } from '../../test/build/collector.ts';
import { elf } from '../../test/build/executables.ts';
import { file, hardlink, symlink, tar } from '../../test/build/tar.ts';
import type { Collector } from './collector.ts';
import { harvestDirectory } from './harvest-directory.ts';

const ENOUGH = 4096;
const seen = (name: string, more: Partial<Collector['wants']> = {}): Collector => ({
  name,
  revision: 1,
  wants: { extensions: ['.model'], beginning: ENOUGH, maxSize: ENOUGH, ...more },
  what: name,
  blinds: ['packages'],
  take: ({ path, size }, content) => ({
    items: [
      {
        kind: 'fact',
        ecosystem: 'x',
        fact: 'seen',
        key: path,
        values: [String(size), content.toString('latin1', 0, 4), String(content.length)],
      },
    ],
  }),
});

async function told(entries: Parameters<typeof tar>[0], collectors: readonly Collector[]) {
  const harvest = await harvestOf(tar(entries), { collectors, maxFileSize: 1 << 28 });
  return {
    facts: harvest.files.flatMap(({ path, collector, items }) =>
      items.flatMap((item) => (item.kind === 'fact' ? [[collector, path, ...item.values].join(' ')] : [])),
    ),
    gaps: harvest.files.flatMap(({ path, gaps }) => gaps.map(({ reason }) => `${path} ${reason}`)),
    entries: harvest.entries,
  };
}

test('of a large file its beginning is shown, of a small one all; what follows is read as ever', async () => {
  const large = Buffer.alloc(3 << 20, 'm');
  const { facts, gaps, entries } = await told(
    [
      file('a.model', large),
      file('b.model', 'small'),
      file('c.model', large.subarray(0, ENOUGH)),
      file('empty.model', ''),
    ],
    [seen('beginning')],
  );
  assert.deepEqual(facts, [
    `beginning a.model ${ENOUGH} mmmm ${ENOUGH}`,
    'beginning b.model 5 smal 5',
    `beginning c.model ${ENOUGH} mmmm ${ENOUGH}`,
    'beginning empty.model 0  0',
  ]);
  assert.deepEqual(gaps, []);
  assert.equal(entries, 4);
});

test('a program keeps no secret behind the name of a model', async () => {
  const program = elf([{ name: '.text', content: Buffer.alloc(2 * ENOUGH, 1) }]);
  const programs: Collector = { ...seen('programs'), wants: { programs: { marks: [], sections: [] } } };
  const { facts, gaps } = await told([file('bin/a.model', program, 0o755)], [seen('beginning'), programs]);
  assert.deepEqual(facts, [`programs bin/a.model ${program.length} \x7fELF ${program.length}`]);
  assert.deepEqual(gaps, ['bin/a.model too-large'], 'and that it is no model that was read is said');
});

test('whoever wants all of a file is given all of it', async () => {
  const large = Buffer.alloc(3 * ENOUGH, 'm');
  const { facts } = await told(
    [file('a.model', large)],
    [seen('all', { beginning: undefined as never, maxSize: 1 << 20 })],
  );
  assert.deepEqual(facts, [`all a.model ${large.length} mmmm ${large.length}`]);
});

test('also where the beginning is enough for another one, which then says that it has not got that alone', async () => {
  const large = Buffer.alloc(3 * ENOUGH, 'm');
  const all = seen('all', { beginning: undefined as never, maxSize: 1 << 20 });
  const { facts, gaps } = await told([file('a.model', large)], [seen('beginning'), all]);
  assert.deepEqual(facts, [`all a.model ${large.length} mmmm ${large.length}`]);
  assert.deepEqual(gaps, ['a.model too-large']);
});

test('in a directory of this machine no more is read of it than its beginning', async (context) => {
  const root = await mkdtemp(join(tmpdir(), 'plimsoll-beginning-'));
  context.after(() => rm(root, { recursive: true, force: true }));
  await writeFile(join(root, 'a.model'), 'mmmm');
  // Larger than anything that could be held: all but its beginning is a hole.
  await truncate(join(root, 'a.model'), 2 ** 40);
  const { harvest } = await harvestDirectory(root, {
    collectors: [seen('beginning')],
    maxFileSize: 1 << 28,
    maxLayerSize: 2 ** 50,
    signal: new AbortController().signal,
  });
  const values = harvest.files.flatMap(({ items }) =>
    items.flatMap((item) => (item.kind === 'fact' ? item.values : [])),
  );
  assert.deepEqual(values, [`${ENOUGH}`, 'mmmm', `${ENOUGH}`]);
  assert.deepEqual(harvest.gaps, []);
});

test('links to a large file say the same of it', async () => {
  const large = Buffer.alloc(3 * ENOUGH, 'm');
  const { facts } = await told(
    [file('a.model', large), hardlink('b.model', 'a.model'), symlink('c.model', 'a.model')],
    [seen('beginning')],
  );
  assert.deepEqual(facts, [`beginning a.model ${ENOUGH} mmmm ${ENOUGH}`, `beginning b.model ${ENOUGH} mmmm ${ENOUGH}`]);
});

test('a layer that breaks off in a large file has it all the same', async () => {
  const whole = tar([file('a.model', Buffer.alloc(3 * ENOUGH, 'm'))]);
  for (const length of [515, 600, 512 + ENOUGH / 2]) {
    const harvest = await harvestOf(whole.subarray(0, length), {
      collectors: [seen('beginning')],
      maxFileSize: 1 << 28,
    });
    assert.deepEqual(
      harvest.files.map(({ path, gaps }) => [path, gaps.map(({ reason }) => reason)]),
      [['a.model', ['truncated']]],
      `${length}`,
    );
  }
});
