import assert from 'node:assert/strict';
import { test } from 'node:test';
import { controlInput, resultOf } from '../../../test/build/control-input.ts';
import type { DatabaseFacts } from '../../model/advisory.ts';
import type { Outcome } from '../../model/verdict.ts';

// The scan is at 2026-03-04T09:30:00Z.
const cases: readonly (readonly [settings: object, facts: Partial<DatabaseFacts>, outcome: Outcome])[] = [
  [{}, {}, 'pass'],
  [{}, { builtAt: '2026-02-25T09:30:00Z' }, 'pass'],
  [{}, { builtAt: '2026-02-25T09:29:59Z' }, 'fail'],
  [{ maxAge: '30d' }, { builtAt: '2026-02-25T09:29:59Z' }, 'pass'],
  [{ maxAge: '1h' }, { builtAt: '2026-03-04T08:00:00Z' }, 'fail'],
  [{}, { builtAt: '2025-01-01T00:00:00Z', checkedAt: '2026-03-04T00:00:00Z' }, 'pass'],
  [{}, { builtAt: '2026-03-04T00:00:00Z', checkedAt: '2025-01-01T00:00:00Z' }, 'fail'],
  [{}, { builtAt: '2026-03-05T09:00:00Z' }, 'pass'],
  [{}, { builtAt: '2026-03-05T09:31:00Z' }, 'unknown'],
  [{}, { builtAt: '2027-01-01T00:00:00Z', checkedAt: '2026-03-04T00:00:00Z' }, 'unknown'],
  [{}, { builtAt: '2026-03-04T00:00:00Z', checkedAt: '2027-01-01T00:00:00Z' }, 'unknown'],
  [{}, { builtAt: 'long ago' }, 'unknown'],
  [{}, { builtAt: '2026-03-04T00:00:00Z', checkedAt: '' }, 'unknown'],
  [{}, { starter: true }, 'fail'],
  [{}, { feeds: [] }, 'fail'],
  [{}, { feeds: [{ name: 'Debian', records: 0, withdrawn: 0, modified: null }] }, 'fail'],
];

for (const [settings, facts, outcome] of cases) {
  test(`${JSON.stringify(settings)} over ${JSON.stringify(facts)}: ${outcome}`, () => {
    const input = controlInput({ database: { ...controlInput().database, ...facts } });
    assert.equal(resultOf('database', settings, input).outcome, outcome);
  });
}

test('it says how old they are', () => {
  const database = { ...controlInput().database, builtAt: '2026-01-01T06:00:00Z' };
  const { message } = resultOf('database', {}, controlInput({ database }));
  assert.equal(message.en, 'the advisories are of 2026-01-01 06:00, older than 7d');
});
