import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type Purl, parsePurl } from './purl.ts';

const purl = (type: string, name: string, more: Partial<Purl> = {}): Purl => ({
  type,
  namespace: null,
  name,
  version: null,
  qualifiers: {},
  subpath: null,
  ...more,
});

const cases: readonly (readonly [text: string, purl: Purl | null])[] = [
  [
    'pkg:deb/debian/libssl3@1%3A3.0.11-1~deb12u2?arch=amd64&distro=debian-12',
    purl('deb', 'libssl3', {
      namespace: 'debian',
      version: '1:3.0.11-1~deb12u2',
      qualifiers: { arch: 'amd64', distro: 'debian-12' },
    }),
  ],
  ['pkg:npm/%40scope/name@1', purl('npm', 'name', { namespace: '@scope', version: '1' })],
  ['pkg:npm/@scope/name@1', purl('npm', 'name', { namespace: '@scope', version: '1' })],
  ['pkg:PyPI/Some_Name@1', purl('pypi', 'some-name', { version: '1' })],
  // In a query a plus is a plus, too.
  [
    'pkg:deb/debian/x@1+b1?upstream=y@1.0+dfsg-1%2Bb2',
    purl('deb', 'x', { namespace: 'debian', version: '1+b1', qualifiers: { upstream: 'y@1.0+dfsg-1+b2' } }),
  ],
  // By the rules of its type a Go version has three numbers; it is that package all the same.
  [
    'pkg:golang/k8s.io/api@v0.29#pkg/x',
    purl('golang', 'api', { namespace: 'k8s.io', version: 'v0.29', subpath: 'pkg/x' }),
  ],
  [
    'pkg:golang/github.com/BurntSushi/toml@v1.2.0',
    purl('golang', 'toml', { namespace: 'github.com/BurntSushi', version: 'v1.2.0' }),
  ],
  ['pkg:', null],
  ['pkg:deb', null],
  ['pkg:deb/', null],
  ['npm/x@1', null],
  ['https://example.com/x', null],
  ['pkg:npm/%', null],
  [`pkg:npm/${'x'.repeat(9000)}`, null],
];

for (const [text, expected] of cases) {
  test(`${text.slice(0, 80)} is ${expected === null ? 'no purl' : 'one'}`, () =>
    assert.deepEqual(parsePurl(text), expected));
}
