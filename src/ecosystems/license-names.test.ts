import assert from 'node:assert/strict';
import { test } from 'node:test';
import { normalizedLicense, normalizedLicenses } from './license-names.ts';

const cases: readonly [string, string][] = [
  ['MIT', 'MIT'],
  ['mit', 'MIT'],
  ['Expat', 'MIT'],
  ['GPL-2', 'GPL-2.0-only'],
  ['GPL-2+', 'GPL-2.0-or-later'],
  ['GPLv2+', 'GPL-2.0-or-later'],
  ['GPLv3', 'GPL-3.0-only'],
  ['LGPL-2.1+', 'LGPL-2.1-or-later'],
  ['LGPLv2+', 'LGPL-2.0-or-later'],
  ['GPL-2.0-or-later', 'GPL-2.0-or-later'],
  ['GFDL-1.3', 'GFDL-1.3-only'],
  ['AGPLv3+', 'AGPL-3.0-or-later'],
  ['ASL 2.0', 'Apache-2.0'],
  ['BSD-3-clause', 'BSD-3-Clause'],
  ['GPLv2+ and MIT', 'GPL-2.0-or-later AND MIT'],
  ['(GPLv3+ or LGPLv3+) and MIT', '(GPL-3.0-or-later OR LGPL-3.0-or-later) AND MIT'],
  ['MIT OR Apache-2.0', 'MIT OR Apache-2.0'],
  ['GPL-2.0-only WITH Classpath-exception-2.0', 'GPL-2.0-only WITH Classpath-exception-2.0'],
  ['GPL-3+ with GCC-exception-3.1', 'GPL-3.0-or-later WITH GCC-exception-3.1'],
  ['  MIT \n ', 'MIT'],
];
for (const [declared, spdx] of cases)
  test(`${declared} is ${spdx}`, () => assert.equal(normalizedLicense(declared), spdx));

/** Several meanings, or none that SPDX has: they stay as they were declared. */
const uncertain = [
  'BSD',
  'GPL',
  'LGPL',
  'GPL-4',
  'LGPL-1',
  'Artistic',
  'public-domain',
  'GPL-2 or Artistic',
  'GPL-2+ with Font exception',
  'MIT and',
  'or MIT',
  'MIT MIT',
  '(MIT',
  'MIT)',
  '()',
  'MIT, Apache-2.0',
  'SEE LICENSE IN LICENSE',
  'constructor',
  '__proto__',
];
for (const declared of uncertain) test(`${declared} stays`, () => assert.equal(normalizedLicense(declared), declared));

test('each once, none that is empty', () => {
  assert.deepEqual(normalizedLicenses(['MIT', 'Expat', ' ', 'X']), ['MIT', 'X']);
});

test('an expression that is longer than any is cut', () => {
  assert.equal(normalizedLicense('('.repeat(1_000_000)).length, 300);
});
