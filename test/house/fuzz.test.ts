import assert from 'node:assert/strict';
import { test } from 'node:test';
import { files, importsOf, type SourceFile } from './tree.ts';

/** Files that parse nothing: they write, or say what went wrong. */
const noParsers: readonly string[] = ['src/formats/tar/tar-writer.ts'];

/** Elsewhere: what reads bytes by itself and needs none. */
const noFuzz: Readonly<Record<string, string>> = {
  'src/fleet/journal.ts': 'reads lines that it wrote, each behind its checksum',
  'src/images/docker/engine.ts': 'hands the JSON of an engine on to what checks its members',
  'src/images/registry/credential-helper.ts': 'reads two texts of a bounded answer of a program of this machine',
};

/** What of bytes somebody reads where he does not leave it to a parser. */
const reading = /\bJSON\.parse\(|\.read(?:U?Int|BigU?Int|Float|Double)[0-9]/;
const outside = [
  'advisories',
  'collect',
  'detectors',
  'ecosystems',
  'fleet',
  'images',
  'ledger',
  'match',
  'publishing',
];

function reachedByFuzzing(): ReadonlySet<string> {
  const byPath = new Map(files('src/**/*.ts', 'test/build/*.ts').map((file) => [file.path, file]));
  const reached = new Set<string>();
  const pending = [...byPath.values()].filter(({ path }) => path.endsWith('.fuzz.test.ts'));
  for (let file: SourceFile | undefined = pending.pop(); file !== undefined; file = pending.pop()) {
    for (const path of importsOf(file)) {
      const next = byPath.get(path);
      if (next === undefined || reached.has(path)) continue;
      reached.add(path);
      pending.push(next);
    }
  }
  return reached;
}

test('every parser of bytes has a fuzz test that reaches it', () => {
  const reached = reachedByFuzzing();
  const parsers = files('src/formats/**/*.ts').map(({ path }) => path);
  assert.deepEqual(
    parsers.filter((path) => !path.endsWith('.test.ts') && !noParsers.includes(path) && !reached.has(path)),
    [],
  );
});

test('whatever else reads bytes from outside has one, or a reason to have none', () => {
  const reached = reachedByFuzzing();
  const readers = files(...outside.map((folder) => `src/${folder}/**/*.ts`))
    .filter(({ path, text }) => !/\.test\.ts$|-for-tests\.ts$|\/testing\//.test(path) && reading.test(text))
    .map(({ path }) => path);
  assert.deepEqual(
    readers.filter((path) => !reached.has(path)),
    Object.keys(noFuzz),
  );
});
