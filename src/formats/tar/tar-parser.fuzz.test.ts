import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutants } from '../../../test/build/mutants.ts';
import { directory, file, hardlink, paxEntry, symlink, tar } from '../../../test/build/tar.ts';
import { TarError } from './tar-entry.ts';
import { TarParser } from './tar-parser.ts';

const sample = tar([
  directory('a'),
  file('a/b', 'hello'.repeat(200)),
  paxEntry({ path: 'long/π', mtime: '1.5', 'GNU.sparse.map': '0,3,9,2', 'GNU.sparse.size': '12' }, file('x', 'abcde')),
  symlink('l', 'a/b'),
  hardlink('h', 'a/b'),
]);

test('whatever the bytes, the parser ends with what it read or a TarError, and never sees more content than there is', () => {
  for (const mutant of mutants(sample, { seed: 1, count: 3000 })) {
    let seen = 0;
    const parser = new TarParser({
      entry: () => true,
      data: (chunk) => {
        seen += chunk.length;
      },
      end: () => {},
    });
    try {
      for (let at = 0; at < mutant.length; at += 700) parser.push(mutant.subarray(at, at + 700));
      parser.finish();
    } catch (error) {
      assert.ok(error instanceof TarError, String(error));
    }
    assert.ok(seen <= mutant.length);
  }
});
