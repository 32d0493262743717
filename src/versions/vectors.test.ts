import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { test } from 'node:test';
import { InvalidVersion } from '../model/version-scheme.ts';
import { versionSchemes } from './all.ts';

const folder = new URL('vectors/', import.meta.url);

test('every scheme has a file of vectors, and every file a scheme', () => {
  const files = readdirSync(folder).sort();
  assert.deepEqual(files, versionSchemes.map((scheme) => `${scheme.name}.txt`).sort());
});

for (const scheme of versionSchemes) {
  test(`${scheme.name}: vectors`, () => {
    const lines = readFileSync(new URL(`${scheme.name}.txt`, folder), 'utf8').split('\n');
    let checked = 0;
    for (const [at, line] of lines.entries()) {
      if (line === '' || line.startsWith('#')) continue;
      const where = `${scheme.name}.txt:${at + 1}: ${line}`;
      checked++;
      if (line.startsWith('invalid:')) {
        assert.throws(() => scheme.parse(line.slice('invalid: '.length)), InvalidVersion, where);
        continue;
      }
      const [, left, sign, right] = /^(\S+) ([<=]) (\S+)$/.exec(line) ?? assert.fail(`${where} is no vector`);
      const [a, b] = [scheme.parse(left ?? ''), scheme.parse(right ?? '')];
      assert.equal(scheme.compare(a, b), sign === '<' ? -1 : 0, where);
      assert.equal(scheme.compare(b, a), sign === '<' ? 1 : 0, `${where}, the other way round`);
      assert.equal(scheme.compare(a, a), 0, where);
    }
    assert.ok(checked >= 15, `only ${checked} vectors`);
  });
}
