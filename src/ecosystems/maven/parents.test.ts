import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inventoryOf, type LayerFiles } from '../../../test/build/inventory.ts';
import { type TestZipEntry, zip } from '../../../test/build/zip.ts';

const mit = '<licenses><license><name>MIT</name></license></licenses>';
const coordinates = (artifact: string, version = '1') =>
  `<groupId>org.a</groupId><artifactId>${artifact}</artifactId><version>${version}</version>`;
const parentIs = (artifact: string, version = '1') => `<parent>${coordinates(artifact, version)}</parent>`;
const project = (...parts: readonly string[]) =>
  `<project xmlns="http://maven.apache.org/POM/4.0.0">${parts.join('')}</project>`;
const repository = 'root/.m2/repository/org/a';
const pomAt = (artifact: string, ...parts: readonly string[]): LayerFiles => ({
  [`${repository}/${artifact}/1/${artifact}-1.pom`]: project(...parts),
});

function jar(artifact: string, pom: string, ...more: readonly TestZipEntry[]): Buffer {
  const place = `META-INF/maven/org.a/${artifact}`;
  return zip([
    { name: `${place}/pom.properties`, content: `groupId=org.a\nartifactId=${artifact}\nversion=1\n` },
    { name: `${place}/pom.xml`, content: pom },
    ...more,
  ]);
}

async function licenses(...layers: readonly LayerFiles[]): Promise<readonly string[]> {
  const { packages, gaps } = await inventoryOf(...layers);
  assert.deepEqual(gaps, []);
  return packages.map((pkg) => [pkg.name, ...pkg.licenses].join(' '));
}

test('licenses left to a parent are looked for in a local repository, from parent to parent, in whatever layer', async () => {
  assert.deepEqual(
    await licenses(
      {
        ...pomAt('grandparent', coordinates('grandparent'), mit),
        ...pomAt('parent', parentIs('grandparent'), '<artifactId>parent</artifactId>'),
      },
      { 'app/x-1.jar': jar('x', project(parentIs('parent'), '<artifactId>x</artifactId>')) },
    ),
    ['org.a:x MIT'],
  );
});

test('and for what lies in directories instead of archives', async () => {
  const place = 'app/META-INF/maven/org.a/x';
  assert.deepEqual(
    await licenses({
      ...pomAt('parent', coordinates('parent'), mit),
      [`${place}/pom.properties`]: 'groupId=org.a\nartifactId=x\nversion=1\n',
      [`${place}/pom.xml`]: project(parentIs('parent'), '<artifactId>x</artifactId>'),
    }),
    ['org.a:x MIT'],
  );
});

test('in the same jar, in another one, in one inside', async () => {
  const child = project(parentIs('parent'), '<artifactId>x</artifactId>');
  const parent = project(coordinates('parent'), mit);
  const beside: TestZipEntry = { name: 'META-INF/maven/org.a/parent/pom.xml', content: parent };
  assert.deepEqual(await licenses({ 'a/x-1.jar': jar('x', child, beside) }), ['org.a:x MIT']);
  assert.deepEqual(await licenses({ 'a/x-1.jar': jar('x', child), 'b/parent-1.jar': jar('parent', parent) }), [
    'org.a:parent MIT',
    'org.a:x MIT',
  ]);
  const inside: TestZipEntry = { name: 'lib/parent-1.jar', content: jar('parent', parent) };
  assert.deepEqual(await licenses({ 'a/x-1.jar': jar('x', child, inside) }), ['org.a:parent MIT', 'org.a:x MIT']);
});

test('another version of the parent says nothing, and its own word goes first', async () => {
  const child = (version: string, ...more: readonly string[]) => ({
    'app/x-1.jar': jar('x', project(parentIs('parent', version), '<artifactId>x</artifactId>', ...more)),
  });
  const parent = pomAt('parent', coordinates('parent'), mit);
  assert.deepEqual(await licenses({ ...parent, ...child('2') }), ['org.a:x']);
  const own = '<licenses><license><name>EPL-2.0</name></license></licenses>';
  assert.deepEqual(await licenses({ ...parent, ...child('1', own) }), ['org.a:x EPL-2.0']);
  assert.deepEqual(await licenses(child('1')), ['org.a:x'], 'where the parent is not in the image');
});

test('a jar that says nothing has the licenses of the project beside which it lies in a repository, and jars in it do not', async () => {
  const classes: TestZipEntry = { name: 'org/a/X.class', content: 'x' };
  const silent = zip([classes, { name: 'lib/y-1.jar', content: zip([{ ...classes, name: 'org/b/Y.class' }]) }]);
  assert.deepEqual(await licenses({ ...pomAt('x', coordinates('x'), mit), [`${repository}/x/1/x-1.jar`]: silent }), [
    'x MIT',
    'y',
  ]);
});

test('ten projects of one jar are asked one after the other, and more are a gap that hides no package', async () => {
  const chain = (parents: number) =>
    jar(
      'p0',
      project(parentIs('p1'), '<artifactId>p0</artifactId>'),
      ...Array.from({ length: parents }, (_, at) => ({
        name: `META-INF/maven/org.a/p${at + 1}/pom.xml`,
        content: project(coordinates(`p${at + 1}`), at + 1 === parents ? mit : parentIs(`p${at + 2}`)),
      })),
    );
  assert.deepEqual(await licenses({ 'x.jar': chain(9) }), ['org.a:p0 MIT']);
  const { packages, gaps } = await inventoryOf({ 'x.jar': chain(10) });
  assert.deepEqual(packages[0]?.licenses, []);
  assert.deepEqual(
    gaps.map(({ what, reason, blinds }) => [what, reason, ...blinds].join(' ')),
    ['licenses of a Java archive limit-crossed'],
  );
});

test('parents in a circle end', async () => {
  const child = jar('x', project(parentIs('a'), '<artifactId>x</artifactId>'));
  assert.deepEqual(
    await licenses({
      ...pomAt('a', coordinates('a'), parentIs('b')),
      ...pomAt('b', coordinates('b'), parentIs('a')),
      'x-1.jar': child,
    }),
    ['org.a:x'],
  );
  const own = jar('x', project(parentIs('x'), '<artifactId>x</artifactId>'));
  assert.deepEqual(await licenses({ 'x-1.jar': own }), ['org.a:x']);
});

test('a project that cannot be read is a gap that hides no package', async () => {
  const { packages, gaps } = await inventoryOf({
    ...pomAt('parent', '<x>'),
    'x-1.jar': jar('x', project(parentIs('parent'))),
  });
  assert.equal(packages.length, 1);
  assert.deepEqual(
    gaps.map(({ what, reason, blinds }) => [what, reason, ...blinds].join(' ')),
    ['licenses of a Java archive unparsable'],
  );
});
