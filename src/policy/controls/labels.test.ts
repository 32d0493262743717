import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controlInput, gap, resultOf } from '../../../test/build/control-input.ts';
import type { Outcome } from '../../model/verdict.ts';

const labels = { maintainer: 'shop@example.com', stage: 'dev', empty: '' };

const cases: readonly (readonly [settings: object, outcome: Outcome])[] = [
  [{}, 'pass'],
  [{ require: [{ key: 'maintainer' }] }, 'pass'],
  [{ require: [{ key: 'Maintainer' }] }, 'fail'],
  [{ require: [{ key: 'empty' }] }, 'pass'],
  [{ require: [{ key: 'empty', pattern: '?*' }] }, 'fail'],
  [{ require: [{ key: 'stage', value: 'prod' }] }, 'fail'],
  [{ require: [{ key: 'maintainer', pattern: '*@example.com' }] }, 'pass'],
  [{ require: [{ key: 'constructor' }] }, 'fail'],
  [{ require: [{ key: 'toString' }] }, 'fail'],
  [{ forbid: [{ key: 'stage' }] }, 'fail'],
  [{ forbid: [{ key: 'stage', value: 'dev' }] }, 'fail'],
  [{ forbid: [{ key: 'stage', value: 'test' }] }, 'pass'],
  [{ forbid: [{ key: 'stage', pattern: 'd*' }] }, 'fail'],
  [{ forbid: [{ key: 'constructor' }] }, 'pass'],
];

for (const [settings, outcome] of cases) {
  test(`${JSON.stringify(settings)}: ${outcome}`, () => {
    assert.equal(resultOf('labels', settings, controlInput({ config: { labels } })).outcome, outcome);
  });
}

test('a config that was not read hides labels', () => {
  const inventory = { gaps: [gap({ what: 'config', blinds: ['config'] })] };
  const settings = { forbid: [{ key: 'other' }] };
  assert.equal(resultOf('labels', settings, controlInput({ config: { labels }, inventory })).outcome, 'unknown');
  assert.equal(resultOf('labels', {}, controlInput({ config: { labels }, inventory })).outcome, 'pass');
});

test('the evidence says what was wanted and what is there', () => {
  const settings = { require: [{ key: 'team' }], forbid: [{ key: 'stage', value: 'dev' }] };
  assert.deepEqual(resultOf('labels', settings, controlInput({ config: { labels } })).evidence, [
    { id: 'team', value: null, required: 'team' },
    { id: 'stage', value: 'dev', forbidden: 'stage=dev' },
  ]);
});
