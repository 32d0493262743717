import assert from 'node:assert/strict';
import { hash } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { inventoryOf } from '../../../test/build/inventory.ts';
import { mutants } from '../../../test/build/mutants.ts';
import { sqliteFiles } from '../../../test/build/sqlite-file.ts';
import { zip } from '../../../test/build/zip.ts';
import { PlimsollError } from '../../base/errors.ts';
import type { Placed } from '../../collect/ecosystem.ts';
import { bytesInMemory } from '../../formats/file-bytes.ts';
import type { HarvestedPackage } from '../../model/harvest.ts';
import { mavenWith } from '../maven.ts';
import { readJar } from './jar.ts';
import { openJarIndex } from './jar-index.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-index-'));
after(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;
const written = (content: string | Buffer): string => {
  count += 1;
  const file = join(folder, `${count}.idx`);
  writeFileSync(file, content);
  return file;
};

const keyOf = (i: number) => hash('sha1', `${i}`, 'hex');
const lineOf = (i: number) => `${keyOf(i)} org.g${i}:a${i}:${i}`;
const sorted = (lines: readonly string[]) =>
  [...lines]
    .sort()
    .map((line) => `${line}\n`)
    .join('');

function found(file: string, sha1: string): readonly string[] {
  const index = openJarIndex(file);
  try {
    return index.find(sha1).map(({ group, artifact, version }) => `${group}:${artifact}:${version}`);
  } finally {
    index.close();
  }
}

const codeOf = (read: () => unknown): string => {
  try {
    read();
    return 'nothing';
  } catch (error) {
    assert.ok(error instanceof PlimsollError, String(error));
    return error.code;
  }
};

describe('an index of lines', () => {
  test('every line is found, and nothing else, however many there are', () => {
    for (const size of [0, 1, 2, 3, 100, 1001]) {
      const numbers = Array.from({ length: size }, (_, i) => i);
      const file = written(`# made by hand\n${sorted(numbers.map(lineOf))}`);
      const index = openJarIndex(file);
      for (const i of numbers) assert.equal(index.find(keyOf(i))[0]?.artifact, `a${i}`, `${i} of ${size}`);
      for (const i of [size, size + 1]) assert.deepEqual(index.find(keyOf(i)), []);
      for (const key of ['0'.repeat(40), 'f'.repeat(40)]) assert.deepEqual(index.find(key), []);
      index.close();
    }
  });

  test('several names of one file, without a line end at the end, with those of Windows', () => {
    const key = keyOf(7);
    assert.deepEqual(found(written(`${key} a:b:1\n${key} c:d:2`), key), ['a:b:1', 'c:d:2']);
    assert.deepEqual(found(written(`${key} a:b:1\r\n${keyOf(0)} c:d:2\r\n`), key), ['a:b:1']);
  });

  test('a file that is larger than what is looked through is searched where it lies', () => {
    const wide = (i: number) =>
      `${keyOf(i)} ${`g${i}`.padEnd(290, 'x')}:${'a'.repeat(299)}:${'1'.repeat(199)}${i % 10}`;
    const content = sorted(Array.from({ length: 85_000 }, (_, i) => wide(i)));
    assert.ok(content.length > 64 << 20);
    const file = written(content);
    const before = process.memoryUsage().arrayBuffers;
    const index = openJarIndex(file);
    for (let i = 0; i < 85_000; i += 997) assert.ok(index.find(keyOf(i))[0]?.group.startsWith(`g${i}x`));
    assert.ok(process.memoryUsage().arrayBuffers - before < 16 << 20);
    index.close();
    // In no order at all: what is passed on the way contradicts itself.
    const turned = openJarIndex(written(`${content.slice(40_000 * 834)}${content.slice(0, 40_000 * 834)}`));
    const codes = [1, 2, 3, 4, 5, 6, 7, 8].map((i) => codeOf(() => turned.find(keyOf(i))));
    turned.close();
    assert.ok(codes.includes('java-index-invalid'), codes.join());
  });

  const broken: readonly [string, string | Buffer][] = [
    ['lines that are not in order', `${keyOf(0)} a:b:1\n${keyOf(0).replace(/^./, '0')} a:b:1\n`],
    ['a line of something else', `${keyOf(0)}  ./a.jar\n`],
    ['a line without end', `${keyOf(0)} a:b:${'1'.repeat(5000)}`],
    ['bytes', Buffer.alloc(5000)],
    ['another database', sqliteFiles((database) => database.exec('CREATE TABLE a (b)')).main],
    ['a database that is cut', Buffer.concat([Buffer.from('SQLite format 3\0'), Buffer.alloc(50)])],
  ];
  for (const [name, content] of broken) {
    test(`${name}: refused`, () => {
      assert.equal(
        codeOf(() => found(written(content), keyOf(0))),
        'java-index-invalid',
      );
    });
  }

  test('none at all, and a directory: refused', () => {
    assert.equal(
      codeOf(() => openJarIndex(join(folder, 'none'))),
      'java-index-unreadable',
    );
    assert.equal(
      codeOf(() => openJarIndex(folder)),
      'java-index-unreadable',
    );
  });

  test('damaged anyhow, it finds or is refused', () => {
    const sample = Buffer.from(sorted(Array.from({ length: 12 }, (_, i) => lineOf(i))));
    for (const mutant of mutants(sample, { seed: 90, count: 500 })) codeOf(() => found(written(mutant), keyOf(3)));
  });
});

describe('jars that an index knows', () => {
  const jar = zip([{ name: 'org/a/X.class', content: 'x' }]);
  const inner = zip([{ name: 'org/b/Y.class', content: 'y' }]);
  const outer = zip([{ name: 'BOOT-INF/lib/y.jar', content: inner, isStored: true }]);
  const pom = zip([
    { name: 'META-INF/maven/a/b/pom.properties', content: 'groupId=a\nartifactId=b\nversion=1\n' },
    { name: 'org/a/X.class', content: 'x' },
  ]);
  const sha1 = (bytes: Buffer) => hash('sha1', bytes, 'hex');
  const named = (path: string, content: Buffer, lines: readonly string[]) => {
    const packages = readJar(path, bytesInMemory(content)).found.map(
      ({ group, artifact, version, members, sha1 }): Placed<HarvestedPackage> => ({
        path,
        layer: 'sha256:x',
        item: {
          kind: 'package',
          ecosystem: 'maven',
          name: group === null ? artifact : `${group}:${artifact}`,
          version: version ?? '(unknown)',
          architecture: null,
          source: null,
          licenses: [],
          attributes: {
            ...(group === null ? { certainty: 'file name', groups: '' } : {}),
            ...(sha1 === null ? {} : { sha1 }),
            ...(members.length === 0 ? {} : { member: members.join('!/') }),
          },
        },
      }),
    );
    const index = openJarIndex(written(sorted(lines)));
    const assembly = { packages, facts: [], distribution: null, resolve: (p: string) => p, ownerOf: () => null };
    return mavenWith(index)
      .assemble(assembly)
      .map((pkg) => `${pkg.purl} ${pkg.path}${pkg.attributes['certainty'] === undefined ? '' : ' uncertain'}`);
  };

  test('are what it says, also within a jar; of several names the one that is most like', () => {
    assert.deepEqual(named('x.jar', jar, [`${sha1(jar)} org.a:x:1`]), ['pkg:maven/org.a/x@1 x.jar']);
    assert.deepEqual(named('app.jar', outer, [`${sha1(inner)} org.b:why:3`]), [
      'pkg:maven/org.b/why@3 app.jar!/BOOT-INF/lib/y.jar',
    ]);
    const names = ['other:z:1', 'org.a:x:2', 'org.a:x:3'].map((name) => `${sha1(jar)} ${name}`);
    assert.deepEqual(named('x-3.jar', jar, names), ['pkg:maven/org.a/x@3 x-3.jar']);
    assert.deepEqual(named('x.jar', jar, names), ['pkg:maven/org.a/x@2 x.jar']);
  });

  test('others stay what their names say, and what says itself what it is is asked of nobody', () => {
    assert.deepEqual(named('x-1.jar', jar, [lineOf(1)]), ['pkg:maven/x@1 x-1.jar uncertain']);
    assert.deepEqual(named('x-1.jar', pom, [`${sha1(pom)} org.a:x:1`]), ['pkg:maven/a/b@1 x-1.jar']);
  });

  test('the digest of a jar without coordinates is in the inventory, that of others is not', async () => {
    const { packages } = await inventoryOf({ 'x-1.jar': jar, 'b-1.jar': pom });
    assert.deepEqual(
      packages.map(({ name, attributes }) => `${name} ${attributes['sha1']}`),
      ['a:b undefined', `x ${sha1(jar)}`],
    );
  });

  test("Trivy's database", () => {
    const { main } = sqliteFiles((database) => {
      database.exec(`CREATE TABLE artifacts(id INTEGER PRIMARY KEY, group_id TEXT, artifact_id TEXT);
        CREATE TABLE indices(artifact_id INTEGER, version TEXT, sha1 BLOB, archive_type TEXT,
          foreign key (artifact_id) references artifacts(id));
        CREATE UNIQUE INDEX indices_sha1_idx ON indices(sha1);`);
      database.prepare("INSERT INTO artifacts VALUES (1, 'org.a', 'x')").run();
      database.prepare("INSERT INTO indices VALUES (1, '1.5', ?, 'jar')").run(Buffer.from(sha1(jar), 'hex'));
    });
    const file = written(main);
    assert.deepEqual(found(file, sha1(jar)), ['org.a:x:1.5']);
    assert.deepEqual(found(file, keyOf(1)), []);
  });
});
