import assert from 'node:assert/strict';
import { test } from 'node:test';
import { scoreVector } from './cvss.ts';

/** Scores as FIRST's own example documents (CVSS v2 guide, section 3.3; v3.1 and v4.0 examples) and NVD publish them. */
const published: readonly [type: string, vector: string, score: number, severity: string][] = [
  ['CVSS_V2', 'AV:N/AC:L/Au:N/C:N/I:N/A:C', 7.8, 'high'],
  ['CVSS_V2', 'AV:N/AC:L/Au:N/C:C/I:C/A:C', 10, 'high'],
  ['CVSS_V2', 'AV:L/AC:H/Au:N/C:C/I:C/A:C', 6.2, 'medium'],
  ['CVSS_V2', '(AV:N/AC:M/Au:N/C:N/I:P/A:N)', 4.3, 'medium'],
  ['CVSS_V2', 'AV:N/AC:L/Au:N/C:N/I:N/A:C/E:F/RL:OF/RC:C', 7.8, 'high'],
  ['CVSS_V3', 'CVSS:3.0/AV:N/AC:L/PR:N/UI:R/S:C/C:L/I:L/A:N', 6.1, 'medium'],
  ['CVSS_V3', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:C/C:H/I:H/A:H', 10, 'critical'],
  ['CVSS_V3', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', 7.5, 'high'],
  ['CVSS_V3', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8, 'critical'],
  ['CVSS_V3', 'CVSS:3.1/AV:N/AC:H/PR:N/UI:R/S:U/C:L/I:N/A:N', 3.1, 'low'],
  ['CVSS_V3', 'CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', 7.8, 'high'],
  ['CVSS_V3', 'CVSS:3.1/AV:P/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:N', 0, 'negligible'],
  ['CVSS_V3', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H/E:P/RL:O/RC:C/MAV:L', 9.8, 'critical'],
  ['CVSS_V4', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:H/SI:H/SA:H', 10, 'critical'],
  ['CVSS_V4', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 9.3, 'critical'],
  ['CVSS_V4', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:L/VA:L/SC:N/SI:N/SA:N', 8.8, 'high'],
  ['CVSS_V4', 'CVSS:4.0/AV:L/AC:L/AT:P/PR:L/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 7.3, 'high'],
  ['CVSS_V4', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/E:U', 9.3, 'critical'],
];

for (const [type, vector, score, severity] of published) {
  test(`${vector} is ${score}`, () => {
    const scored = scoreVector({ type, score: vector });
    assert.equal(scored?.score, score);
    assert.equal(scored?.severity, severity);
    assert.equal(scored?.vector, vector.replace(/[()]/g, ''));
  });
}

test('what is no complete vector says nothing', () => {
  const whole = 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H';
  const bad = [
    '',
    '7.5',
    'high',
    'CVSS:3.1',
    'CVSS:3.1/',
    'CVSS:3.2/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H',
    'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:X',
    'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:Q',
    'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:HH',
    'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:S/SI:N/SA:N',
    'AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H',
    `${whole}/A:N`,
    `${whole}/XX:Y`,
    `${whole}/E:Z`,
    `${whole}//E:P`,
    `${whole}/__proto__:X`,
    `${whole}${'/E:P'.repeat(100)}`,
    `${whole}${' '.repeat(100_000)}`,
    '/'.repeat(400),
    'toString:constructor',
  ];
  for (const vector of bad) assert.equal(scoreVector({ type: 'CVSS_V3', score: vector }), null, vector.slice(0, 80));
  assert.equal(scoreVector({ type: 'Ubuntu', score: whole }), null);
});
