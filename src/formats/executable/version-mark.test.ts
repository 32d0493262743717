import assert from 'node:assert/strict';
import { test } from 'node:test';
import { versionIn, versionMark } from './version-mark.ts';

const cases: readonly [template: string, text: string, version: string | null, named?: string][] = [
  ['\0nginx/{version}', 'x\0nginx/1.22.1\0', '1.22.1'],
  ['\0nginx/{version}', 'xnginx/1.22.1\0', null],
  ['\0nginx/{version}', '\0nginx/\0 and \0nginx/1.25.0', '1.25.0'],
  ['ruby {version}', 'ruby 3.1.2p20 (2022', '3.1.2'],
  ['ruby {version}', 'ruby 3.4.0preview1 (2024', '3.4.0preview1'],
  ['v{version}', 'v20.0.0-rc.1 ', '20.0.0-rc.1'],
  ['OpenSSL {version+} {some} 2', 'OpenSSL 1.1.1w  11 Sep 2023', '1.1.1w'],
  ['OpenSSL {version+} {some} 2', 'OpenSSL 1.1.1 or later', null],
  ['OpenSSH_{version+p}', 'OpenSSH_9.2\0OpenSSH_9.2p1\0', '9.2p1'],
  ['JRE ({version+}', 'JRE (1.8.0_392-b08)', '1.8.0_392'],
  ['Sudo version %s\n\0{version+}\0', 'Sudo version %s\n\0' + '1.9.13p3\0', '1.9.13p3'],
  ['(PostgreSQL) {version-}', '(PostgreSQL) 17beta1', '17'],
  ['(PostgreSQL) {version~}', '(PostgreSQL) 17beta1', '17beta1'],
  ['(PostgreSQL) {version~}', '(PostgreSQL) 17 ', '17'],
  ['\0{version}{pad}end', '\0' + '1.2.3\0\0\0end', '1.2.3'],
  ['\0{version}{pad}end', '\0' + '1.2.3end', null],
  ['{version3}{host}-{some}end', '4.0.11841ce7054bd9-1542359302end', '4.0.11'],
  ['from {hash}{version}', `from ${'0'.repeat(39)}51.16.4`, '1.16.4'],
  ['\0{version}\0tcmalloc', '\0' + '6.0.27\0tcmalloc', '6.0.27'],
  ['\0{version}, {d}{d}-Jul-{some}', '\0' + '1.0.8, 13-Jul-2019', '1.0.8'],
  ['\0{named}\0', '\0' + '3.1.4\0x\0' + '3.11.4\0', '3.11.4', '3.11'],
  ['\0{named}\0', '\0' + '3.13.0rc1\0', '3.13.0rc1', '3.13'],
  ['\0{named}\0', '\0' + '3.40.1\0', '3.40.1', '3'],
  ['\0{named}\0', '\0' + '30.40.1\0', null, '3'],
  ['v{version}', 'v1.2.3.4.5.6', null],
  ['v{version}', 'version', null],
];
for (const [template, text, version, named = null] of cases) {
  test(`${JSON.stringify(template)} in ${JSON.stringify(text)}`, () => {
    const mark = versionMark(template, named);
    assert.ok(mark !== null);
    assert.equal(versionIn(Buffer.from(text, 'latin1'), mark), version);
  });
}

test('a mark that asks for the numbers of a name is none without', () => {
  assert.equal(versionMark('\0{named}\0', null), null);
});
