import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PackageURL } from 'packageurl-js';
import { purlOf } from './purl.ts';

const cases: readonly [Parameters<typeof purlOf>, string][] = [
  [
    ['deb', 'debian', 'libstdc++6', '1:12-1', { distro: 'debian-12', arch: 'amd64' }],
    'pkg:deb/debian/libstdc%2B%2B6@1:12-1?arch=amd64&distro=debian-12',
  ],
  [['deb', null, 'a', '1', { arch: null, distro: '' }], 'pkg:deb/a@1'],
  [['npm', '@types', 'node', '1.0.0'], 'pkg:npm/%40types/node@1.0.0'],
  [['npm', null, 'a b/c?', '1 0#'], 'pkg:npm/a%20b%2Fc%3F@1%200%23'],
  [['npm', null, '../../etc', '\ud800'], 'pkg:npm/..%2F..%2Fetc@%EF%BF%BD'],
];
for (const [given, expected] of cases) {
  test(expected, () => {
    assert.equal(purlOf(...given), expected);
    assert.equal(PackageURL.fromString(expected).type, given[0]);
  });
}
