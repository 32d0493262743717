import assert from 'node:assert/strict';
import { test } from 'node:test';
import { PackageURL } from 'packageurl-js';
import { purlOf } from './purl.ts';

const cases: readonly [Parameters<typeof purlOf>, string][] = [
  [
    ['deb', 'debian', 'libstdc++6', '1:12-1', { distro: 'debian-12', arch: 'amd64' }],
    'pkg:deb/debian/libstdc%2B%2B6@1:12-1?arch=amd64&distro=debian-12',
  ],
  // purl-spec, types/deb-definition.json, examples.
  [['deb', 'debian', 'attr', '1:2.4.47-2+b1', { arch: 'amd64' }], 'pkg:deb/debian/attr@1:2.4.47-2%2Bb1?arch=amd64'],
  [['golang', 'a.b', 'c', '(devel)', { x: "a:b+c/d e!'*" }], 'pkg:golang/a.b/c@%28devel%29?x=a:b%2Bc%2Fd%20e%21%27%2A'],
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
