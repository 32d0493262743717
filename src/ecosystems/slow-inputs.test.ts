import assert from 'node:assert/strict';
import { test } from 'node:test';
import { processorTime } from '../../test/build/processor-time.ts';
import { type TestZipEntry, zip } from '../../test/build/zip.ts';
import { readOsvRecord } from '../advisories/osv-record.ts';
import { bytesInMemory } from '../formats/file-bytes.ts';
import { readManifest } from '../formats/java/properties.ts';
import { isTagValue } from '../images/sbom/tag-value.ts';
import { gapLines } from '../reports/gap-lines.ts';
import { countingPackages } from './counting-packages.ts';
import { nameParts } from './generic/known-program.ts';
import { symbolicName } from './maven/identity.ts';
import { readJar } from './maven/jar.ts';
import { licensesOfBundle } from './maven/licenses.ts';
import { vendoredIn } from './pypi/vendored.ts';

/** Milliseconds of a processor. Each of these took over twenty seconds, most of them hours where the input was as large as is read. */
const MOST = 6000;

function quick(work: () => void): void {
  const before = processorTime();
  work();
  const took = processorTime() - before;
  assert.ok(took < MOST, `${took} ms`);
}

const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));

test('the name of a bundle with a hundred thousand attributes that have none', () =>
  quick(() => {
    const manifest = readManifest(`Bundle-SymbolicName: a.b;${';'.repeat(200_000)}\u2028x\n`);
    assert.equal(symbolicName(manifest), 'a.b');
  }));

test('licenses of bundles with nothing but blanks in them', () =>
  quick(() => {
    for (let jars = 0; jars < 400; jars += 1)
      assert.deepEqual(licensesOfBundle(`Apache-2.0;a${' '.repeat(9900)}b;link="https://x.invalid"`), ['Apache-2.0']);
  }));

test('projects in a jar are read for licenses up to so many bytes, and then that is a gap', () =>
  quick(() => {
    const xml = `<project>${'<a/>'.repeat(100_000)}</project>`;
    const entries = times(400, (at): TestZipEntry[] => [
      {
        name: `META-INF/maven/g/a${at}/pom.properties`,
        content: Buffer.from(`groupId=g\nartifactId=a${at}\nversion=1\n`),
      },
      { name: `META-INF/maven/g/a${at}/pom.xml`, content: Buffer.from(xml) },
    ]).flat();
    const { found, gaps, licenseGaps } = readJar('a.jar', bytesInMemory(zip(entries)));
    assert.deepEqual([found.length, [...gaps], [...licenseGaps]], [400, [], ['limit-crossed']]);
  }));

test('programs with names of four thousand digits', () =>
  quick(() => {
    for (let at = 0; at < 1000; at += 1) {
      const name = `${'1'.repeat(4080)}x`;
      assert.deepEqual(nameParts(name).names, [name]);
    }
  }));

test('a list of what pip carries along, under a very long name', () =>
  quick(() => {
    for (let at = 0; at < 20; at += 1) {
      const [pkg] = vendoredIn(`${'e'.repeat(60_000)}/pip/_vendor/vendor.txt`, Buffer.from('a==1\n'));
      assert.equal(pkg?.attributes['vendoredBy'], 'pip');
    }
  }));

test('lock files in the root, and packages that lie elsewhere', () =>
  quick(() => {
    const layer = `sha256:${'a'.repeat(64)}` as const;
    const packageAt = (name: string, path: string, attributes: Record<string, string>) => {
      const facts = { kind: 'package', ecosystem: 'maven', version: '1' } as const;
      return { item: { ...facts, name, architecture: null, source: null, licenses: [], attributes }, path, layer };
    };
    const packages = times(30_000, (at) => [
      packageAt(`j${at}`, `opt/${at}.jar`, {}),
      packageAt(`l${at}`, `x${at}.sbt.lock`, { certainty: 'lock file' }),
    ]).flat();
    assert.equal(countingPackages(packages).length, 60_000);
  }));

test('gaps at paths of two thousand parts', () =>
  quick(() => {
    const gaps = times(300, (at) => ({
      ...({ what: 'executable', layer: null, reason: 'unowned-executable', blinds: ['programs'] } as const),
      path: `d${at}/${'a/'.repeat(2000)}x`,
      incomplete: false,
    }));
    for (let reports = 0; reports < 3; reports += 1) assert.ok(gapLines(gaps).length > 0);
  }));

test('a word of severity that is a hundred thousand stars', () =>
  quick(() => {
    const word = { severity: `${'*'.repeat(200_000)}x` };
    const record = { id: 'X-1', modified: '2024-01-01T00:00:00Z', affected: [], database_specific: word };
    readOsvRecord(record);
  }));

test('what could be SPDX and is line feeds', () =>
  quick(() => {
    for (let files = 0; files < 200; files += 1) assert.equal(isTagValue('\n'.repeat(10_000)), false);
    assert.equal(isTagValue('\n\n \tSPDXVersion: SPDX-2.3\n'), true);
  }));
