import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { test } from 'node:test';
import { inventoryOf } from '../../../test/build/inventory.ts';
import { library, nativeElf, nativeSbom } from '../../../test/build/native-image.ts';
import { type TestZipEntry, zip } from '../../../test/build/zip.ts';
import { samplePackage } from '../../../test/sample-report.ts';
import type { Collector } from '../../collect/collector.ts';
import { readManifest, readProperties } from '../../formats/java/properties.ts';
import { maven } from '../maven.ts';
import { identityOf } from './identity.ts';
import { openJarIndex } from './jar-index.ts';
import { nativeImageCollector } from './native-image.ts';
import { runtimeModulesCollector } from './runtime-modules.ts';

const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
const project = (at: number): TestZipEntry => ({
  name: `META-INF/maven/org.a/a${at}/pom.properties`,
  content: `groupId=org.a\nartifactId=a${at}\nversion=1\n`,
});

async function read(content: Buffer): Promise<readonly [packages: number, gaps: readonly string[]]> {
  const { packages, gaps } = await inventoryOf({ 'app/x.jar': content });
  return [packages.length, gaps.map(({ what, reason, blinds }) => `${what} ${reason} ${blinds.join(' ')}`)];
}

function nested(jars: number): Buffer {
  let at = zip([project(0)]);
  for (let i = 1; i < jars; i += 1) at = zip([project(i), { name: `lib/${i}.jar`, content: at }]);
  return at;
}

test('eight jars within one another are read, and no more', async () => {
  assert.deepEqual(await read(nested(8)), [8, []]);
  assert.deepEqual(await read(nested(9)), [8, ['Java archive limit-crossed packages']]);
});

test('what is read of a jar costs at least 64 KiB a piece: some sixteen thousand projects are read, and no more', async () => {
  assert.deepEqual(await read(zip(times(16_000, project))), [16_000, []]);
  const [packages, gaps] = await read(zip(times(16_500, project)));
  assert.ok(packages > 16_000 && packages < 16_500);
  assert.ok(gaps.includes('Java archive too-large packages'), gaps.join());
});

test('what a jar says of itself is read to a mebibyte', async () => {
  const padded = (length: number) => {
    const { name, content = '' } = project(0);
    return zip([{ name, content: `${content}${'#'.repeat(length - content.length)}` }]);
  };
  assert.deepEqual(await read(padded(1 << 20)), [1, []]);
  const [, gaps] = await read(padded((1 << 20) + 1));
  assert.ok(gaps.includes('Java archive too-large packages'), gaps.join());
});

test('of properties and manifests a thousand lines count', () => {
  const lines = (count: number) => `${'#: x\n'.repeat(count - 1)}last: 1`;
  for (const reader of [readProperties, readManifest]) {
    assert.equal(reader(lines(1000)).get('last'), '1');
    assert.equal(reader(lines(1001)).get('last'), undefined);
  }
});

const classes = (paths: readonly string[]) => new Map(paths.map((path) => [path, 1]));

test('a jar is looked for under twelve groups, each of up to four parts', () => {
  const groupsOf = (paths: readonly string[]) => identityOf('jar', new Map(), classes(paths)).groups;
  const many = times(20, (at) => `p${String(at).padStart(2, '0')}`);
  assert.deepEqual(groupsOf(many), many.slice(0, 12));
  assert.deepEqual(groupsOf(['a/b/c/d/e']), ['a', 'a.b', 'a.b.c', 'a.b.c.d', 'jar']);
});

test('a name with more dots than a group has parts is read in twelve ways', () => {
  const name = times(20, (at) => `p${at}`).join('.');
  const names = maven.advisoryNames(samplePackage({ name, version: '1', attributes: {} }), null);
  assert.ok(typeof names !== 'string');
  assert.deepEqual(
    names.slice(1).map((known) => known.name.indexOf(':')),
    [...name.matchAll(/\./g)].slice(0, 12).map(({ index }) => index),
  );
});

test('one file has sixteen names in an index of jars', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-index-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const sha1 = '0'.repeat(40);
  const lines = join(folder, 'lines.idx');
  writeFileSync(lines, times(17, (at) => `${sha1} org.a:a${String(at).padStart(2, '0')}:1\n`).join(''));
  const database = join(folder, 'trivy.db');
  const db = new DatabaseSync(database);
  db.exec(`BEGIN;
    CREATE TABLE artifacts (id INTEGER PRIMARY KEY, group_id TEXT, artifact_id TEXT);
    CREATE TABLE indices (artifact_id INTEGER, version TEXT, sha1 BLOB, archive_type TEXT);`);
  for (const at of times(17, (number) => number)) {
    db.prepare("INSERT INTO artifacts VALUES (?, 'org.a', ?)").run(at, `a${at}`);
    db.prepare("INSERT INTO indices VALUES (?, '1', ?, 'jar')").run(at, Buffer.from(sha1, 'hex'));
  }
  db.exec('COMMIT');
  db.close();
  for (const file of [lines, database]) {
    const index = openJarIndex(file);
    assert.equal(index.find(sha1).length, 16, file);
    index.close();
  }
});

test('of a runtime two thousand modules are read, of a native image twenty thousand libraries, and one more is told of', () => {
  const taken = (collector: Collector, content: string | Buffer) => {
    const bytes = Buffer.from(content);
    const { items, gaps = [] } = collector.take({ path: 'x', size: bytes.length, mode: 0, uid: 0, gid: 0 }, bytes);
    return [items.filter(({ kind }) => kind === 'package').length, gaps.map(({ reason }) => reason)];
  };
  const release = (count: number) => `JAVA_VERSION="21"\nMODULES="${times(count, (at) => `m${at}`).join(' ')}"\n`;
  const native = (count: number) => nativeElf(nativeSbom(...times(count, (at) => library('org.a', `a${at}`, '1'))));
  for (const [collector, most, make] of [
    [runtimeModulesCollector, 2000, release],
    [nativeImageCollector, 20_000, native],
  ] as const) {
    assert.deepEqual(taken(collector, make(most)), [most, []]);
    assert.deepEqual(taken(collector, make(most + 1)), [most, ['too-many']]);
  }
});

test('licenses are looked for with twenty parents', async () => {
  const told = async (parents: number) => {
    const coordinates = (at: number) => `<groupId>org.a</groupId><artifactId>p${at}</artifactId><version>1</version>`;
    const project = (at: number) =>
      at === parents
        ? `${coordinates(at)}<licenses><license><name>MIT</name></license></licenses>`
        : `<parent>${coordinates(at + 1)}</parent><artifactId>p${at}</artifactId>`;
    const place = (at: number) => `root/.m2/repository/org/a/p${at}/1/p${at}-1`;
    const poms = times(parents, (at) => [`${place(at + 1)}.pom`, `<project>${project(at + 1)}</project>`]);
    const jar = zip([
      { name: 'META-INF/maven/org.a/p0/pom.properties', content: 'groupId=org.a\nartifactId=p0\nversion=1\n' },
      { name: 'META-INF/maven/org.a/p0/pom.xml', content: `<project>${project(0)}</project>` },
    ]);
    const { packages } = await inventoryOf({ ...Object.fromEntries(poms), 'app/p0-1.jar': jar });
    return packages.map(({ licenses }) => licenses.join());
  };
  assert.deepEqual(await told(20), ['MIT']);
  assert.deepEqual(await told(21), ['']);
});
