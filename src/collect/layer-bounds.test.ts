import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { harvestOf, lineCollector } from '../../test/build/collector.ts';
import { processorTime } from '../../test/build/processor-time.ts';
import { file, paxEntry, symlink, tar } from '../../test/build/tar.ts';
import type { Harvest } from '../model/harvest.ts';
import { weightOf } from './harvest-weight.ts';

const gapsOf = ({ gaps, files }: Harvest) => [
  ...gaps.map(({ what, reason, incomplete }) => `${what}: ${reason}${incomplete ? ' (incomplete)' : ''}`),
  ...files.flatMap((one) => one.gaps.map(({ what, reason }) => `${what}: ${reason}`)),
];
const namesOf = ({ files }: Harvest) =>
  files.flatMap(({ items }) => items.flatMap((item) => (item.kind === 'package' ? [item.name] : [])));
const crossed = 'layer: limit-crossed (incomplete)';

describe('what an image may hold', () => {
  const many = (count: number) => Array.from({ length: count }, (_, i) => `p${i} 1`).join('\n');

  test('more than there is room for ends the reading', async () => {
    const layer = tar([file('db', many(1000)), file('later', 'x'.repeat(5000))]);
    assert.deepEqual(gapsOf(await harvestOf(layer, { room: () => 5000 })), []);
    assert.deepEqual(gapsOf(await harvestOf(layer, { room: () => 3000 })), [crossed]);
  });

  test('what a harvest weighs is what its walk had to remember', async () => {
    const layer = tar([file('db', many(100)), symlink('l', 'db'), file('d/.wh.gone', '')]);
    assert.equal(weightOf(await harvestOf(layer)), 1 + 100 * 4 + 2 + 1);
    assert.ok(weightOf(await harvestOf(tar([file('db', `a ${'1'.repeat(1000)}`)]))) > 7, 'letters count, too');
  });

  test('a word that is longer than any name is no package', async () => {
    const harvest = await harvestOf(tar([file('db', `${'x'.repeat(5000)} 1\nb 2`)]));
    assert.deepEqual([namesOf(harvest), gapsOf(harvest)], [['b'], ['line database: unparsable']]);
  });

  test('a collector may set a limit of its own', async () => {
    const collectors = [lineCollector({ paths: ['db'], maxSize: 10 })];
    assert.deepEqual(gapsOf(await harvestOf(tar([file('db', 'a 1')]), { collectors })), []);
    assert.deepEqual(gapsOf(await harvestOf(tar([file('db', 'a 1\nbbbbbbbbb 1')]), { collectors })), [
      'line database: too-large',
    ]);
  });
});

describe('what is no file', () => {
  for (const [name, type] of [
    ['a character device', '3'],
    ['a block device', '4'],
    ['a pipe', '6'],
  ] as const) {
    test(`${name} in place of a wanted file`, async () => {
      const harvest = await harvestOf(tar([file('db', 'a 1'), { name: 'db', type }, { name: 'other', type }]));
      assert.deepEqual([namesOf(harvest), gapsOf(harvest)], [[], ['line database: not-a-file']]);
    });
  }
});

describe('links', () => {
  test('one that is longer than any engine can make leads nowhere', async () => {
    const layer = tar([paxEntry({ linkpath: `${'x/'.repeat(3000)}y` }, symlink('l', '')), file('db', 'a 1')]);
    const harvest = await harvestOf(layer);
    assert.deepEqual([namesOf(harvest), gapsOf(harvest)], [['a'], ['entry: engine-dependent']]);
    assert.deepEqual(harvest.links, {});
  });

  test('what leads on and on is not followed for ever', async () => {
    const chain = `${'a/../'.repeat(800)}x`;
    const steps = Array.from({ length: 10_000 }, (_, i) => [symlink(`l${i}`, 'x'), file(`x/${i}/f`, '')]).flat();
    const began = processorTime();
    const harvest = await harvestOf(tar([paxEntry({ linkpath: chain }, symlink('x', '')), ...steps]));
    assert.deepEqual(gapsOf(harvest), [crossed]);
    assert.ok(processorTime() - began < 10_000);
  });
});

test('the pieces of a sparse file lie where they belong, however they come', async () => {
  const layer = tar([paxEntry({ 'GNU.sparse.map': '2,3,5,0,6,4', 'GNU.sparse.size': '12' }, file('db', 'a 1b 22'))]);
  let seen = '';
  const collector = lineCollector();
  const collectors = [
    {
      ...collector,
      take: (at: Parameters<typeof collector.take>[0], content: Buffer) => {
        seen = content.toString().replaceAll('\0', '.');
        return collector.take(at, Buffer.alloc(0));
      },
    },
  ];
  await harvestOf(layer, { collectors });
  assert.equal(seen, '..a 1.b 22..');
});
