import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Collector } from '../../collect/collector.ts';
import { diversionsCollector } from './diversions.ts';
import { listsCollector } from './lists.ts';
import { checksumsCollector } from './md5sums.ts';

const cases: readonly (readonly [Collector, string, number, (at: number) => string])[] = [
  [listsCollector, 'var/lib/dpkg/info/a.list', 20_000, (at) => `/usr/lib/python3/dist-packages/a${at}/METADATA\n`],
  [
    checksumsCollector,
    'var/lib/dpkg/info/a.md5sums',
    20_000,
    (at) => `${'0'.repeat(32)}  usr/lib/python3/dist-packages/a${at}/METADATA\n`,
  ],
  [diversionsCollector, 'var/lib/dpkg/diversions', 10_000, (at) => `/usr/bin/a${at}\n/usr/bin/b${at}\nc\n`],
];
for (const [collector, path, most, line] of cases) {
  test(`${collector.name}: ${most} are read, and one more is told of`, () => {
    const taken = (count: number) => {
      const content = Buffer.from(Array.from({ length: count }, (_, at) => line(at)).join(''));
      const { items, gaps = [] } = collector.take({ path, size: content.length, mode: 0, uid: 0, gid: 0 }, content);
      const facts = items.flatMap((item) => (item.kind === 'fact' ? [item] : []));
      const isOne = facts.length === 1;
      return [isOne ? facts[0]?.values.length : facts.length, gaps.map(({ reason }) => reason)];
    };
    assert.deepEqual(taken(most), [most, []]);
    assert.deepEqual(taken(most + 1), [most, ['too-many']]);
  });
}
