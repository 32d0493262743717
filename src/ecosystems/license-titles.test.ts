import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { licenseTitled } from './license-titles.ts';

const classpath = 'GPL-2.0-only WITH Classpath-exception-2.0';
/** Title, address, what they mean. */
const cases: readonly [string, string, string][] = [
  ['The Apache Software License, Version 2.0', 'http://www.apache.org/licenses/LICENSE-2.0.txt', 'Apache-2.0'],
  ['Apache License, Version 2.0', '', 'Apache-2.0'],
  ['ASL v2', '', 'Apache-2.0'],
  ['AL 2.0', '', 'Apache-2.0'],
  ['The MIT License (MIT)', '', 'MIT'],
  ['EPL 2.0', '', 'EPL-2.0'],
  ['Eclipse Public License - v 1.0', '', 'EPL-1.0'],
  ['Eclipse Distribution License - v 1.0', 'http://www.eclipse.org/org/documents/edl-v10.php', 'BSD-3-Clause'],
  ['New BSD License', '', 'BSD-3-Clause'],
  ['BSD 2-Clause License', '', 'BSD-2-Clause'],
  ['MPL 1.1', '', 'MPL-1.1'],
  ['GPL2 w/ CPE', 'https://www.gnu.org/software/classpath/license.html', classpath],
  ['GNU General Public License, version 2 with the GNU Classpath Exception', '', classpath],
  ['GPLv3', '', 'GPL-3.0-only'],
  ['GNU Lesser General Public License v2.1 only', '', 'LGPL-2.1-only'],
  ['GNU Lesser General Public License (LGPL), version 2.1 or later', '', 'LGPL-2.1-or-later'],
  ['LGPL 2.1+', '', 'LGPL-2.1-or-later'],
  ['GNU Affero General Public License v3', '', 'AGPL-3.0-only'],
  ['Public Domain, per Creative Commons CC0', '', 'CC0-1.0'],
  ['EPL-2.0 OR Apache-2.0', '', 'EPL-2.0 OR Apache-2.0'],
  ['', 'https://www.apache.org/licenses/LICENSE-2.0', 'Apache-2.0'],
  ['', 'http://www.opensource.org/licenses/mit-license.php', 'MIT'],
  ['', 'https://opensource.org/licenses/BSD-2-Clause', 'BSD-2-Clause'],
  ['', 'https://spdx.org/licenses/ISC.html', 'ISC'],
  ['', 'https://www.eclipse.org/legal/epl-2.0/', 'EPL-2.0'],
  ['BSD', 'http://opensource.org/licenses/BSD-3-Clause', 'BSD-3-Clause'],
  ['CDDL + GPLv2', 'https://oss.oracle.com/licenses/CDDL+GPL-1.1', `CDDL-1.1 OR ${classpath}`],
  ['LGPL 2.1 or later', 'http://www.gnu.org/licenses/lgpl-2.1.html', 'LGPL-2.1-or-later'],
];

describe('what is certain', () => {
  for (const [title, address, license] of cases)
    test(`${title} ${address}`.trim(), () => assert.equal(licenseTitled(title, address), license));
});

describe('what is not certain stays as it is told', () => {
  const uncertain: readonly [string, string, string][] = [
    ['BSD', '', 'BSD'],
    ['Apache', '', 'Apache'],
    ['LGPL', 'http://www.gnu.org/licenses/lgpl.html', 'LGPL'],
    ['GPL 4', '', 'GPL 4'],
    ['Mozilla Public License', '', 'Mozilla Public License'],
    ['Dual license: EPL 1.0 and LGPL 2.1', '', 'Dual license: EPL 1.0 and LGPL 2.1'],
    ['', 'http://x.example/license.html', 'http://x.example/license.html'],
    ['', 'http://apache.org.example/licenses/LICENSE-2.0', 'http://apache.org.example/licenses/LICENSE-2.0'],
    ['', 'see http://www.apache.org/licenses/LICENSE-2.0', 'see http://www.apache.org/licenses/LICENSE-2.0'],
    // Two things that cannot both be true.
    ['MIT', 'https://www.gnu.org/licenses/gpl-3.0.html', 'MIT (https://www.gnu.org/licenses/gpl-3.0.html)'],
    ['constructor', '', 'constructor'],
    ['', '', ''],
  ];
  for (const [title, address, license] of uncertain)
    test(`${title} ${address}`.trim(), () => assert.equal(licenseTitled(title, address), license));
});

test('a title made to take long does not', () => {
  for (const unit of ['gpl v', 'gnu ', ' ', '2.', 'with ', '('])
    assert.ok(licenseTitled(unit.repeat(1 << 16), `http://${unit.repeat(1 << 16)}`).length <= 300);
});
