import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
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

test('what is taken for plain is so to the library, too', () => {
  const letters = 'abcxyz0189.+-'.split('');
  const name = fc.string({ unit: fc.constantFrom(...letters), minLength: 1, maxLength: 12 });
  const version = fc.string({ unit: fc.constantFrom(...letters, 'A', 'Z', '~', ':'), minLength: 1, maxLength: 12 });
  const types = fc.constantFrom('alpm', 'apk', 'cargo', 'deb', 'gem', 'npm', 'rpm');
  fc.assert(
    fc.property(types, fc.option(name), name, version, (type, namespace, last, number) => {
      const space = type === 'npm' && namespace !== null ? `@${namespace}` : namespace;
      const seen = ((): PackageURL | null => {
        try {
          return new PackageURL(type, space, last, number, null, null);
        } catch {
          return null;
        }
      })();
      const [first, second, third] = [seen?.namespace || space, seen?.name ?? last, seen?.version ?? number];
      const encoded = (text: string) => encodeURIComponent(text).replaceAll('%3A', ':');
      const path = [...(first === null ? [] : [first]), second].map(encoded).join('/');
      assert.equal(purlOf(type, space, last, number), `pkg:${type}/${path}@${encoded(third)}`);
    }),
    { numRuns: 3000 },
  );
});
