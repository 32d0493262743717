import assert from 'node:assert/strict';
import { test } from 'node:test';
import { processorTime } from '../../test/build/processor-time.ts';
import { removable } from '../golden/relations.ts';
import { deb } from '../versions/deb.ts';
import { rpm } from '../versions/rpm.ts';
import { parseOrNull } from './osv-range.ts';
import { problemNames } from './problem-names.ts';

/** Milliseconds of a processor. Each of these took far longer, and grew with the square of its input. */
const MOST = 6000;

function quick(work: () => void): void {
  const before = processorTime();
  work();
  const took = processorTime() - before;
  assert.ok(took < MOST, `${took} ms`);
}

const headOf = (id: string, alias: string) => ({
  ...{ id, aliases: [alias], upstream: [], related: [] },
  ...{ modified: '', published: null, withdrawn: null, summary: '', severity: [], severityWord: null, references: [] },
});
const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));

test('a version of a thousand letters is one, a longer one is none that could be compared', () => {
  for (const scheme of [deb, rpm]) {
    assert.notEqual(parseOrNull('1'.repeat(1000), scheme), null);
    assert.equal(parseOrNull('1'.repeat(1001), scheme), null);
  }
});

test('records of which each is an alias of the next are followed for a thousand names', () =>
  quick(() => {
    const heads = times(20_000, (at) => headOf(`X-${at}`, `X-${at + 1}`));
    const names = problemNames(
      () => [...heads, headOf('X-20000', 'CVE-2020-1234')],
      new Set(heads.map(({ id }) => id)),
    );
    assert.deepEqual(names.of(headOf('X-19600', 'X-19601')), ['CVE-2020-1234']);
    for (const head of heads.slice(0, 2000)) assert.equal(names.of(head).length, 1);
  }));

test('a dependency that names one alternative again and again', () =>
  quick(() => {
    const many = times(800_000, () => ({ name: 'a', isVersioned: true }));
    const provided = times(500, (at) => ({ name: `p${at}`, isKept: false, needs: [], provides: ['a'] }));
    const big = { name: 'big', isKept: false, needs: [many, ...times(40, () => many.slice(0, 20_000))], provides: [] };
    assert.deepEqual(removable(['p0'], [...provided, big]).names, []);
  }));
