import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { zstdCompressSync } from 'node:zlib';
import { rpmHeader } from '../../test/build/rpm-header.ts';
import { readChiselManifest } from './chisel-manifest.ts';
import { declaredLicenses } from './deb-copyright.ts';
import { deb822Paragraphs } from './deb822.ts';
import { readDsseEnvelope } from './dsse-envelope.ts';
import { readGemfileLock, readGemSpecification } from './gem-specification.ts';
import { JsonError } from './go-json.ts';
import { indentedLines } from './indented-lines.ts';
import { readManifest, readProperties } from './java/properties.ts';
import { mergedMember } from './json-repeats.ts';
import { readMixLock, readRebarLock } from './lock-files/beam-and-r-locks.ts';
import { readGoMod } from './lock-files/go-mod.ts';
import { readCabalFreeze, readStackLock } from './lock-files/haskell-locks.ts';
import { readClasspathIndex, readQuarkusDependencies } from './lock-files/java-indexes.ts';
import { readGradleLockfile } from './lock-files/jvm-and-dotnet-locks.ts';
import { readCargoLock } from './lock-files/toml-locks.ts';
import { readOsRelease } from './os-release.ts';
import { readPacmanEntry } from './pacman-entry.ts';
import { readPhpSerialized } from './php-serialized.ts';
import { readPythonMetadata } from './python-metadata.ts';
import { RpmHeaderError, readRpmHeader, rpmTags } from './rpm-header.ts';

const bytes = (text: string) => Buffer.from(text);
const times = (count: number, line: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => line(at)).join('');

describe('what is more than anybody writes is not read', () => {
  const signatures = (count: number) =>
    bytes(JSON.stringify({ payloadType: 'x', payload: '', signatures: Array(count).fill({ sig: '' }) }));
  const php = (depth: number) => bytes(`${'a:1:{i:0;'.repeat(depth)}i:1;${'}'.repeat(depth)}`);
  const list = (count: number) => bytes(`a:${count}:{${times(count, (at) => `i:${at};N;`)}}`);
  const inLines = (count: number) => `${'\n'.repeat(count - 1)}ID=a\nA: b\nA=b`;
  /** Just as many as are read, then one more. */
  const cases: readonly (readonly [
    name: string,
    fits: () => unknown,
    tooMuch: () => unknown,
    expected: unknown,
    instead: unknown,
  ])[] = [
    [
      'lines of os-release',
      () => readOsRelease(inLines(1000)).get('ID'),
      () => readOsRelease(inLines(1001)).get('ID'),
      'a',
      undefined,
    ],
    [
      'lines of properties',
      () => readProperties(`${'#\n'.repeat(999)}a=b`).size,
      () => readProperties(`${'#\n'.repeat(1000)}a=b`).size,
      1,
      0,
    ],
    [
      'lines of a manifest',
      () => readManifest(`${'x\n'.repeat(999)}A: b`).size,
      () => readManifest(`${'x\n'.repeat(1000)}A: b`).size,
      1,
      0,
    ],
    [
      'lines of an entry of pacman',
      () => readPacmanEntry(`${'\n'.repeat(999_998)}%NAME%\na`).sections.get('NAME')?.length,
      () => readPacmanEntry(`${'\n'.repeat(999_999)}%NAME%\na`).sections.get('NAME')?.length,
      1,
      0,
    ],
    [
      'header of a Python package',
      () => readPythonMetadata(bytes(`A: ${'x'.repeat((1 << 20) - 12)}\nName: a`)).name,
      () => readPythonMetadata(bytes(`A: ${'x'.repeat(1 << 20)}\nName: a`)).name,
      'a',
      null,
    ],
    [
      'fields of a paragraph',
      () => [...deb822Paragraphs(times(500, (at) => `F${at}: x\n`))][0]?.faults,
      () => [...deb822Paragraphs(times(501, (at) => `F${at}: x\n`))][0]?.faults,
      0,
      1,
    ],
    [
      'licenses of a copyright file',
      () => declaredLicenses(times(200, (at) => `/usr/share/common-licenses/L${at}\n`)).names.length,
      () => declaredLicenses(times(201, (at) => `/usr/share/common-licenses/L${at}\n`)).names.length,
      200,
      200,
    ],
    [
      'letters of a license in one',
      () => declaredLicenses(`Format: copyright-format\nLicense: ${'x'.repeat(300)}\n`).names.length,
      () => declaredLicenses(`Format: copyright-format\nLicense: ${'x'.repeat(301)}\n`).names.length,
      1,
      0,
    ],
    [
      'licenses of a gem',
      () => readGemSpecification(bytes(`s.licenses = [${Array(20).fill('"a"')}]`)).licenses.length,
      () => readGemSpecification(bytes(`s.licenses = [${Array(21).fill('"a"')}]`)).licenses.length,
      20,
      20,
    ],
    [
      'beginning of a gem',
      () => readGemSpecification(bytes(`${'\n'.repeat((1 << 18) - 12)}s.name = "a"`)).name,
      () => readGemSpecification(bytes(`${'\n'.repeat(1 << 18)}s.name = "a"`)).name,
      'a',
      null,
    ],
    [
      'letters of an indented line',
      () => [...indentedLines(bytes('x'.repeat(65_536)))].length,
      () => [...indentedLines(bytes('x'.repeat(65_537)))].length,
      1,
      0,
    ],
    [
      'lists in lists of PHP',
      () => readPhpSerialized(php(32)) === null,
      () => readPhpSerialized(php(33)) === null,
      false,
      true,
    ],
    [
      'values of PHP',
      () => readPhpSerialized(list(49_999)) === null,
      () => readPhpSerialized(list(50_000)) === null,
      false,
      true,
    ],
    [
      'signatures of an envelope',
      () => readDsseEnvelope(signatures(16)).signatures.length,
      () => fault(() => readDsseEnvelope(signatures(17)), JsonError),
      16,
      true,
    ],
    [
      'tags of an rpm',
      () => readRpmHeader(rpmOf(0xffff)).text(rpmTags.name),
      () => fault(() => readRpmHeader(rpmOf(0x10000)), RpmHeaderError),
      'a',
      true,
    ],
  ];
  for (const [name, fits, tooMuch, expected, instead] of cases) {
    test(name, () => {
      assert.deepEqual(fits(), expected);
      assert.deepEqual(tooMuch(), instead);
    });
  }

  test('gems that a lock file names are all told: whoever asks says what is too many', () => {
    assert.equal(readGemfileLock(bytes(`GEM\n${times(30_000, (at) => `    g${at} (1)\n`)}`))?.length, 30_000);
  });
});

function fault(read: () => unknown, kind: new (...given: never[]) => Error): boolean {
  assert.throws(read, kind);
  return true;
}

/** A header of so many tags, all but the last of which nobody asks for. */
function rpmOf(tags: number): Buffer {
  const one = rpmHeader({ [rpmTags.name]: 'a' });
  const [entry, data] = [one.subarray(8, 24), one.subarray(24)];
  const counts = Buffer.alloc(8);
  counts.writeUInt32BE(tags, 0);
  counts.writeUInt32BE(data.length, 4);
  return Buffer.concat([counts, Buffer.alloc(16 * (tags - 1)), entry, data]);
}

test('what a package of a lock file is called is found behind whatever else is said of it', () => {
  const others = times(100_000, (at) => `k${at} = 1\n`);
  const content = `[[package]]\n${others}name = "a"\nversion = "1.0.0"\nsource = "registry+https://x"\n`;
  assert.deepEqual(readCargoLock(bytes(content)), [{ name: 'a', version: '1.0.0' }]);
});

describe('a lock file with a line that no tool writes is none, whatever else it names', () => {
  const cases: readonly (readonly [
    name: string,
    read: (content: Buffer) => readonly unknown[] | null,
    text: string,
    longest: number,
  ])[] = [
    ['mix.lock', readMixLock, '%{\n  "a": {:hex, :a, "1.0.0", "x"},\n}\n', 65_536],
    ['rebar.lock', readRebarLock, '[{<<"a">>,{pkg,<<"a">>,<<"1.0.0">>},0}].\n', 65_536],
    ['go.mod', readGoMod, 'module a.b/c\nrequire d.e/f v1.0.0\n', 4096],
    ['stack.yaml.lock', readStackLock, 'packages:\n    hackage: a-1.0@sha256:x\n', 4096],
    ['cabal.project.freeze', readCabalFreeze, 'constraints: any.a ==1.0\n', 4096],
    ['classpath.idx', readClasspathIndex, '- "lib/a-1.0.jar"\n', 4096],
    ['quarkus-app-dependencies.txt', readQuarkusDependencies, 'a:b::jar:1.0\n', 4096],
    ['gradle.lockfile', readGradleLockfile, '# This is a Gradle generated file\na:b:1.0=x\n', 16_384],
  ];
  for (const [name, read, text, longest] of cases) {
    test(name, () => {
      assert.equal(read(bytes(`${text}${'#'.repeat(longest)}\n`))?.length, 1);
      assert.equal(read(bytes(`${text}${'#'.repeat(longest + 1)}\n`)), null);
      assert.equal(read(bytes(`${text}${'#'.repeat(longest + 1)}`)), null);
    });
  }
});

test('lines of a manifest of chisel: more of them, or a longer one, and it is not whole', () => {
  const manifest = (lines: number, letters: number) => {
    const padding = letters - '{"kind":"slice"}'.length;
    const rest = `{"kind":"slice"${' '.repeat(padding)}}\n{"kind":"slice"}\n`.repeat((lines - 1) / 2);
    const text = `{"jsonwall":"1.0","schema":"1.0","count":${lines}}\n${rest}`;
    return readChiselManifest(zstdCompressSync(bytes(text)), 1 << 30, () => true);
  };
  const isWhole = (read: ReturnType<typeof manifest>) => typeof read === 'object' && read?.isWhole;
  assert.equal(isWhole(manifest(999_999, 16)), true);
  assert.equal(isWhole(manifest(1_000_001, 16)), false);
  assert.equal(isWhole(manifest(3, 64 << 10)), true);
  assert.equal(isWhole(manifest(3, (64 << 10) + 1)), false);
});

test('bytes of the data of an rpm', () => {
  const blob = (size: number) => {
    const made = Buffer.alloc(8 + 16 + size);
    made.writeUInt32BE(1, 0);
    made.writeUInt32BE(size, 4);
    return made;
  };
  assert.doesNotThrow(() => readRpmHeader(blob(0x0fff_ffff)));
  assert.throws(() => readRpmHeader(blob(0x1000_0000)), RpmHeaderError);
});

test('blanks behind the name of a member: behind more of them anything may stand', () => {
  const twice = (blanks: number) => mergedMember(`{"a":1,"a"${' '.repeat(blanks)}:1}`);
  assert.deepEqual([twice(998), twice(1000)], [null, 'a']);
});
