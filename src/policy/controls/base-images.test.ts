import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controlInput, policyOf } from '../../../test/build/control-input.ts';
import { layerOf } from '../../../test/sample-report.ts';
import { judge } from '../judge.ts';

const layers = (...numbers: readonly number[]) => numbers.map(layerOf);

const cases: readonly (readonly [about: string, approved: readonly (readonly number[])[], base: number | null])[] = [
  ['its lowest layers', [[0, 1]], 0],
  ['the longest of several', [[0], [0, 1, 2], [0, 1]], 1],
  [
    'the first of two as long',
    [
      [0, 1],
      [0, 1],
    ],
    0,
  ],
  ['all of its layers', [[0, 1, 2, 3, 4, 5, 6, 7, 8]], 0],
  ['layers in another order', [[1, 0]], null],
  ['layers that do not begin at the bottom', [[1, 2]], null],
  ['more layers than it has', [[0, 1, 2, 3, 4, 5, 6, 7, 8, 9]], null],
  ['a base that differs in its last layer', [[0, 1, 3]], null],
  ['nothing', [], null],
];

for (const [about, approved, base] of cases) {
  test(`approved: ${about}`, () => {
    const entries = approved.map((numbers, at) => ({ name: `base-${at}`, diffIds: layers(...numbers) }));
    const verdict = judge(policyOf({ baseImages: { approved: entries } }), controlInput());
    assert.equal(verdict.controls[0]?.outcome, base === null ? 'fail' : 'pass');
    assert.equal(verdict.decision, base === null ? 'deny' : 'allow');
    assert.deepEqual(verdict.base, base === null ? null : entries[base]);
  });
}

test('an image without layers stands on nothing', () => {
  const input = controlInput({ fingerprint: { ...controlInput().fingerprint, diffIds: [], chainId: null } });
  const approved = [{ name: 'base', diffIds: layers(0) }];
  const { controls } = judge(policyOf({ baseImages: { approved } }), input);
  assert.deepEqual(controls[0]?.evidence, [{ id: 'unapproved-base', layer: null }]);
});
