import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readPythonMetadata } from './python-metadata.ts';

const nothing = { name: null, version: null, licenseExpression: null, license: null, classifiers: [] };
const cases: readonly [string, string, object][] = [
  [
    'as installers write it',
    'Metadata-Version: 2.1\nName: Jinja2\nVersion: 3.1.2\nLicense: BSD-3-Clause\nClassifier: License :: OSI Approved :: BSD License\nClassifier: Topic :: Text\n\nName: no\n',
    {
      name: 'Jinja2',
      version: '3.1.2',
      license: 'BSD-3-Clause',
      classifiers: ['License :: OSI Approved :: BSD License', 'Topic :: Text'],
    },
  ],
  ['names in any case, other line ends', 'NAME: a\r\nversion:1\r\n\r\nlicense: no', { name: 'a', version: '1' }],
  ['the first one counts', 'Name: a\nName: b\nVersion: 1', { name: 'a', version: '1' }],
  [
    'a licence over lines is named by the first',
    'License: MIT\n  permission is\n  granted\nName: a',
    { name: 'a', license: 'MIT' },
  ],
  ['a field in a continued line is none', 'Summary: x\n Name: no\n', {}],
  ['a byte order mark', '\ufeffName: a', { name: 'a' }],
  ['an expression', 'License-Expression: MIT OR Apache-2.0', { licenseExpression: 'MIT OR Apache-2.0' }],
  ['empty values are none', 'Name:\nVersion: \n', {}],
  ['nothing', '', {}],
  ['no header', '\n\nName: a', {}],
];
for (const [name, text, expected] of cases) {
  test(name, () => assert.deepEqual(readPythonMetadata(Buffer.from(text)), { ...nothing, ...expected }));
}

test('a header of a hundred thousand classifiers is read to a limit', () => {
  assert.equal(readPythonMetadata(Buffer.from('Classifier: x\n'.repeat(100_000))).classifiers.length, 500);
});
