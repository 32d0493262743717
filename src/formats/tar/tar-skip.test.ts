import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, rmSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { directory, file, paxEntry, symlink, tar, tarEntry } from '../../../test/build/tar.ts';
import { TarParser } from './tar-parser.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-skip-'));
after(() => rmSync(folder, { recursive: true }));

/** What a reader sees that seeks over what nobody wants, after every chunk of this size. */
function seen(archive: Buffer, chunk: number): { readonly names: readonly string[]; readonly ended: boolean } {
  const names: string[] = [];
  const parser = new TarParser({
    entry: ({ name, size }) => names.push(`${name} ${size}`) < 0,
    data: () => {},
    end: () => {},
  });
  for (let at = 0; at < archive.length && !parser.ended; ) {
    parser.push(archive.subarray(at, at + chunk));
    at = Math.min(archive.length, at + chunk);
    const skipped = Math.min(parser.skippable, archive.length - at);
    parser.skip(skipped);
    at += skipped;
  }
  parser.finish();
  return { names, ended: parser.ended };
}

describe('a reader that seeks sees what one sees that reads all', () => {
  const plain = tar([
    directory('a'),
    file('a/b', 'x'.repeat(3000)),
    paxEntry({ path: 'long/'.repeat(200) }, file('x', 'y'.repeat(700))),
    symlink('l', 'a/b'),
    file('empty', ''),
  ]);
  const holes = openSync(join(folder, 'holes'), 'w');
  for (let i = 0; i < 60; i += 1) writeSync(holes, 'data', i * 65_536);
  closeSync(holes);
  const sparse = (version: string) =>
    execFileSync('tar', ['-C', folder, '--sparse', ...version.split(' '), '-cf', '-', 'holes'], { maxBuffer: 1 << 24 });
  const archives: readonly [name: string, archive: Buffer][] = [
    ['plain', plain],
    ['GNU sparse', sparse('--format=gnu')],
    ['PAX sparse 1.0', sparse('--format=pax --sparse-version=1.0')],
    ['noise behind the end', Buffer.concat([plain, Buffer.alloc(20_000, 'x')])],
    ['a second archive behind the end', Buffer.concat([plain, tarEntry(file('hidden', 'z')), Buffer.alloc(1024)])],
  ];
  for (const [name, archive] of archives) {
    test(name, () => {
      const all = seen(archive, archive.length);
      assert.equal(all.ended, true);
      assert.ok(!all.names.some((entry) => entry.startsWith('hidden')));
      for (const chunk of [512, 1024, 8192, 700, 1]) assert.deepEqual(seen(archive, chunk), all, `chunks of ${chunk}`);
    });
  }
});
