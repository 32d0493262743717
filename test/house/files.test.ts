import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { test } from 'node:test';
import { files, root } from './tree.ts';

const most = 500;
const many = 300;
const code = files('src/**/*.ts', 'test/**/*.ts', 'bench/**/*.{ts,mjs}', 'scripts/**/*.{ts,mjs}');

test('a file is one thing and says so by its name', () => {
  const shape = /^[a-z0-9]+(-[a-z0-9]+)*(\.fuzz)?(\.test|\.d)?\.(ts|mjs)$/;
  assert.deepEqual(
    code.filter((file) => !shape.test(basename(file.path))).map((file) => file.path),
    [],
  );
  // A credential helper is the field's own word.
  const vague =
    /(^|\/|(?<!credential)-)(utils?|helpers?|common|misc|stuff)(\/|\.|$)|(^|\/)(types?|shared|lib)(\/|\.|$)/;
  assert.deepEqual(
    code.filter((file) => vague.test(file.path)).map((file) => file.path),
    [],
  );
});

test(`no file is longer than ${most} lines unless test/house/allowed-sizes.json says why`, (t) => {
  const reasons: Record<string, string> = JSON.parse(readFileSync(join(root, 'test/house/allowed-sizes.json'), 'utf8'));
  const lengths = code.map((file) => ({ path: file.path, lines: file.text.split('\n').length }));
  for (const { path, lines } of lengths) {
    if (lines > many && !(path in reasons)) t.diagnostic(`${path} has ${lines} lines: it wants to be two`);
  }
  assert.deepEqual(
    lengths.filter(({ path, lines }) => lines > most && !(path in reasons)),
    [],
  );
  const stale = Object.keys(reasons).filter((path) => (lengths.find((file) => file.path === path)?.lines ?? 0) <= most);
  assert.deepEqual(stale, [], 'allowed, but not that long any more');
});

test('no escape from the types, nothing left for later, no trace of a machine', () => {
  const forbidden: [name: string, pattern: RegExp][] = [
    ['any', /(?::|<|\bas|\||&|,)\s*any\b(?!\w)(?=\s*[;,)>=|&[\]}])/],
    ['a silenced compiler', /@ts-(ignore|expect-error|nocheck)/],
    ['something left for later', /\b(TODO|FIXME|XXX|HACK)\b/],
    ['a default export', /^export default/m],
    ['a path of a machine', /["'`( ]\/(work|root|home\/[a-z]+)\//],
  ];
  const wrong = code
    .filter((file) => file.path !== 'test/house/files.test.ts')
    .flatMap((file) =>
      forbidden.filter(([, pattern]) => pattern.test(file.text)).map(([name]) => `${file.path}: ${name}`),
    );
  assert.deepEqual(wrong, []);
});
