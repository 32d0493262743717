import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controlInput, gap, policyOf } from '../../../test/build/control-input.ts';
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

test('whether an image stands on layers that were not read, or are not what they are said to be, is not known', () => {
  const approved = [{ name: 'base', diffIds: layers(0, 1) }];
  const verdictWith = (changes: Parameters<typeof gap>[0]) => {
    const inventory = { gaps: [gap({ what: 'layer', reason: 'digest-mismatch', incomplete: true, ...changes })] };
    return judge(policyOf({ baseImages: { approved } }), controlInput({ inventory }));
  };
  for (const layer of [layerOf(0), layerOf(1), null]) {
    const { controls, base } = verdictWith({ layer });
    assert.deepEqual([controls[0]?.id, controls[0]?.outcome, base], ['baseImages', 'unknown', null]);
  }
  const above = verdictWith({ layer: layerOf(2) });
  assert.deepEqual([above.controls[0]?.outcome, above.base?.name], ['pass', 'base']);
  // A file in such a layer that could not be understood makes it no other layer.
  assert.equal(verdictWith({ layer: layerOf(0), incomplete: false }).controls[0]?.outcome, 'pass');
});

test('an image without layers stands on nothing', () => {
  const input = controlInput({ fingerprint: { ...controlInput().fingerprint, diffIds: [], chainId: null } });
  const approved = [{ name: 'base', diffIds: layers(0) }];
  const { controls } = judge(policyOf({ baseImages: { approved } }), input);
  assert.deepEqual(controls[0]?.evidence, [{ id: 'unapproved-base', layer: null }]);
});
