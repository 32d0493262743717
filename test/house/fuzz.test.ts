import assert from 'node:assert/strict';
import { test } from 'node:test';
import { files, importsOf, type SourceFile } from './tree.ts';

/** Files that parse nothing: they write, or say what went wrong. */
const noParsers: readonly string[] = ['src/formats/tar/tar-writer.ts'];

test('every parser of bytes has a fuzz test that reaches it', () => {
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
  const parsers = files('src/formats/**/*.ts').map(({ path }) => path);
  assert.deepEqual(
    parsers.filter((path) => !path.endsWith('.test.ts') && !noParsers.includes(path) && !reached.has(path)),
    [],
  );
});
