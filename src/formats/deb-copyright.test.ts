import assert from 'node:assert/strict';
import { test } from 'node:test';
import { declaredLicenses } from './deb-copyright.ts';

const format = 'Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/\n';
const cases: readonly [string, string, readonly string[]][] = [
  [
    'machine-readable: the Files paragraphs, not the texts',
    `${format}\nFiles: *\nLicense: GPL-2+\n text\n\nFiles: b\nLicense: Expat\n\nFiles: c\nLicense: GPL-2+\n\nLicense: BSD-3-clause\n text\n`,
    ['GPL-2+', 'Expat'],
  ],
  ['the header has one', `${format}License: Apache-2.0\n\nFiles: *\nCopyright: x\n`, ['Apache-2.0']],
  ['only texts', `${format}\nLicense: ISC\n text\n`, ['ISC']],
  [
    'a draft of the format',
    'Format: http://dep.debian.net/deps/dep5/\n\nFiles: *\nLicense: MIT or  X11\n',
    ['MIT or X11'],
  ],
  [
    'free text: what it refers to',
    "On Debian systems see /usr/share/common-licenses/GPL-2.\nAnd `/usr/share/common-licenses/LGPL-2.1'; /usr/share/common-licenses/GPL-2",
    ['GPL-2', 'LGPL-2.1'],
  ],
  ['free text that looks like a field', 'License: whatever I like\n', []],
  ['nothing', '', []],
];
for (const [name, text, expected] of cases) test(name, () => assert.deepEqual(declaredLicenses(text).names, expected));

test('a reference does not say which versions are granted', () => {
  assert.equal(declaredLicenses(`${format}License: GPL-2\n`).exact, true);
  assert.equal(declaredLicenses('/usr/share/common-licenses/GPL-2').exact, false);
});
