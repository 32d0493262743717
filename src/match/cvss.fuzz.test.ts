import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { campaign } from '../../test/build/campaign.ts';
import { scoreVector } from './cvss.ts';

const vectors = [
  'AV:N/AC:L/Au:N/C:C/I:C/A:C/E:F/RL:OF/RC:C',
  'CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N',
  'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P/RL:O/RC:C/MAV:L/CR:H',
  'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U/MSI:S/U:Red',
];
const parts = [...new Set(vectors.flatMap((vector) => vector.split(/(?=[/:])/)))];

test('a mutated vector is scored between 0 and 10, or says nothing, and never throws', () => {
  const mutated = fc
    .tuple(
      fc.constantFrom(...vectors),
      fc.nat(80),
      fc.nat(6),
      fc.oneof(fc.constantFrom(...parts), fc.string({ maxLength: 4 })),
    )
    .map(([vector, at, cut, put]) => vector.slice(0, at) + put + vector.slice(at + cut));
  const shuffled = fc.shuffledSubarray(parts, { minLength: 5 }).map((some) => some.join(''));
  let scored = 0;
  fc.assert(
    fc.property(fc.oneof(mutated, shuffled, fc.string()), (score) => {
      const result = scoreVector({ type: 'CVSS_V3', score });
      if (result === null) return;
      scored++;
      assert.ok(result.score >= 0 && result.score <= 10, score);
      assert.deepEqual(scoreVector({ type: 'CVSS_V3', score: result.vector }), result);
    }),
    campaign(11, 3000),
  );
  assert.ok(scored > 20, `${scored}`);
});
