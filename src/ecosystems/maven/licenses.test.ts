import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { inventoryOf, type LayerFiles } from '../../../test/build/inventory.ts';
import { type TestZipEntry, zip } from '../../../test/build/zip.ts';

const apache = 'http://www.apache.org/licenses/LICENSE-2.0';
const place = (artifact: string) => `META-INF/maven/org.a/${artifact}`;
const properties = (artifact: string): TestZipEntry => ({
  name: `${place(artifact)}/pom.properties`,
  content: `groupId=org.a\nartifactId=${artifact}\nversion=1\n`,
});
const license = (name: string, url = '') => `<license><name>${name}</name><url>${url}</url></license>`;
const project = (...licenses: readonly string[]) =>
  `<project><parent/>${licenses.length > 0 ? `<licenses>${licenses.join('')}</licenses>` : ''}</project>`;
const pom = (artifact: string, ...licenses: readonly string[]): TestZipEntry => ({
  name: `${place(artifact)}/pom.xml`,
  content: project(...licenses),
});
const manifest = (header: string): TestZipEntry => ({
  name: 'META-INF/MANIFEST.MF',
  content: `Manifest-Version: 1.0\r\nBundle-License: ${header}\r\n\r\n`,
});
const text: TestZipEntry = {
  name: 'META-INF/LICENSE.txt',
  content: readFileSync(`${import.meta.dirname}/../../../LICENSE`),
};
const classes: TestZipEntry = { name: 'org/a/X.class', content: 'x' };

async function read(files: LayerFiles): Promise<readonly [packages: readonly string[], gaps: readonly string[]]> {
  const { packages, gaps } = await inventoryOf(files);
  return [
    packages.map(({ name, licenses }) => [name, ...licenses].join(' | ')),
    gaps.map(({ what, path, reason, blinds }) => [what, path, reason, ...blinds].join(' ')),
  ];
}

describe('the licenses of a jar', () => {
  const cases: readonly [string, readonly TestZipEntry[], readonly string[]][] = [
    ['by its project', [properties('x'), pom('x', license('Apache 2', apache))], ['org.a:x | Apache-2.0']],
    [
      'several of a project: whoever uses it may choose',
      [properties('x'), pom('x', license('EPL 2.0'), license('GPL2 w/ CPE'), license('EPL-2.0'))],
      ['org.a:x | EPL-2.0 OR GPL-2.0-only WITH Classpath-exception-2.0'],
    ],
    [
      'several, one of which is a choice itself',
      [properties('x'), pom('x', license('MIT AND ISC'), license('EPL-2.0'))],
      ['org.a:x | (MIT AND ISC) OR EPL-2.0'],
    ],
    ['a project that leaves them to its parent', [properties('x'), pom('x')], ['org.a:x']],
    ['what only the build knows', [properties('x'), pom('x', license('$' + '{l}', apache))], ['org.a:x | Apache-2.0']],
    ['then by its bundle', [properties('x'), pom('x'), manifest(apache)], ['org.a:x | Apache-2.0']],
    ['of a bundle that Maven did not make', [manifest('"MIT";link=u,EPL-2.0'), classes], ['x | MIT | EPL-2.0']],
    ['the project before the bundle', [properties('x'), pom('x', license('MIT')), manifest(apache)], ['org.a:x | MIT']],
    ['then by the text in it', [properties('x'), pom('x'), text], ['org.a:x | Apache-2.0']],
    ['of nothing but classes and a text', [classes, text], ['x | Apache-2.0']],
    ['with a text twice', [classes, text, { ...text, name: 'LICENSE' }], ['x | Apache-2.0']],
    ['two texts: which of what is not told', [classes, text, { name: 'LICENSE', content: 'another' }], ['x']],
    [
      'shaded: each its own, and of the jar itself no other',
      [
        properties('x'),
        pom('x', license('MIT')),
        properties('y'),
        pom('y', license('ISC')),
        properties('z'),
        manifest(apache),
      ],
      ['org.a:x | MIT', 'org.a:y | ISC', 'org.a:z'],
    ],
    [
      'shaded, and the jar is none of them',
      [properties('y'), pom('y', license('ISC')), properties('z'), manifest(apache), classes, { name: 'a/b.class' }],
      ['org.a:y | ISC', 'org.a:z', 'x | Apache-2.0'],
    ],
  ];
  for (const [name, entries, expected] of cases) {
    test(name, async () => {
      const stem = name.includes('none of them') ? 'x-2' : 'x-1';
      assert.deepEqual(await read({ [`a/${stem}.jar`]: zip(entries) }), [expected, []]);
    });
  }

  test('of the project whose name it bears, also as Quarkus writes it', async () => {
    const entries = [properties('x'), properties('x-y'), manifest('MIT'), classes];
    assert.deepEqual((await read({ 'org.a.x-y-1.jar': zip(entries) }))[0], ['org.a:x', 'org.a:x-y | MIT']);
  });

  test('laid out as a directory', async () => {
    const files = { [`app/${place('x')}/pom.properties`]: 'groupId=org.a\nartifactId=x\nversion=1\n' };
    const told = { ...files, [`app/${place('x')}/pom.xml`]: project(license('MIT')) };
    assert.deepEqual(await read(told), [['org.a:x | MIT'], []]);
    assert.deepEqual(await read(files), [['org.a:x'], []]);
    const bundle = 'Bundle-SymbolicName: org.b.c\nBundle-Version: 1.2\nBundle-License: MIT;link=u\n\n';
    assert.deepEqual((await read({ 'p/META-INF/MANIFEST.MF': bundle }))[0], ['org.b.c | MIT']);
  });
});

describe('headers of bundles', () => {
  const cases: readonly [string, readonly string[]][] = [
    ['Apache License, Version 2.0', ['Apache-2.0']],
    [`Apache License, Version 2.0; see: ${apache}`, ['Apache-2.0']],
    [`"Apache License, Version 2.0";link="${apache}";description="A, B; C"`, ['Apache-2.0']],
    [`${apache};description=Apache-2.0`, ['Apache-2.0']],
    ['http://x.example/l;description=MIT', ['MIT']],
    [`${apache}, ${apache}.txt , MIT`, ['Apache-2.0', 'MIT']],
    ['<<EXTERNAL>>', []],
    [', ;, "', []],
    ['"', []],
  ];
  for (const [header, licenses] of cases) {
    test(header, async () => {
      const [packages] = await read({ 'x-1.jar': zip([manifest(header), classes]) });
      assert.deepEqual(packages, [['x', ...licenses].join(' | ')]);
    });
  }

  test('a long one takes no time, and is cut', async () => {
    const [packages] = await read({ 'x-1.jar': zip([manifest(`MIT,${'a"'.repeat(200_000)}`), classes]) });
    assert.ok(packages[0]?.startsWith('x | MIT') && packages[0].length < 20_000);
  });
});

describe('projects that lie: a gap that hides no package', () => {
  const gap = (reason: string) => [`licenses of a Java archive x-1.jar ${reason}`];
  const entity = '<!DOCTYPE project [<!ENTITY x SYSTEM "file:///etc/passwd">]><project/>';
  const cases: readonly [string, Partial<TestZipEntry>, readonly string[]][] = [
    ['with a document type', { content: entity }, gap('unparsable')],
    ['broken off', { content: '<project><licenses>' }, gap('unparsable')],
    [
      'more licenses than any',
      { content: project(...Array.from({ length: 51 }, () => license('MIT'))) },
      gap('unparsable'),
    ],
    ['a longer name than any', { content: project(license('x'.repeat(1001))) }, gap('unparsable')],
    ['larger than any', { content: ' '.repeat((1 << 20) + 1) }, gap('too-large')],
    ['encrypted', { content: project(), flags: 1 }, gap('encrypted')],
  ];
  for (const [name, wrong, gaps] of cases) {
    test(name, async () => {
      const entries = [properties('x'), { ...pom('x'), ...wrong }];
      assert.deepEqual(await read({ 'x-1.jar': zip(entries) }), [['org.a:x'], gaps]);
    });
  }

  test('laid out as a directory', async () => {
    const [packages, gaps] = await read({
      [`${place('x')}/pom.properties`]: 'groupId=org.a\nartifactId=x\nversion=1\n',
      [`${place('x')}/pom.xml`]: entity,
    });
    assert.deepEqual(packages, ['org.a:x']);
    assert.deepEqual(gaps, [`licenses of a Java archive ${place('x')}/pom.xml unparsable`]);
  });
});
