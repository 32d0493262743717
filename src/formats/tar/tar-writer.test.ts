import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { test } from 'node:test';
import type { TarEntry } from './tar-entry.ts';
import { TarParser } from './tar-parser.ts';
import { type TarFile, tarArchive, tarLength } from './tar-writer.ts';

function fileOf(name: string, content: string, size = content.length): TarFile {
  return {
    name,
    size,
    open: async () =>
      (async function* () {
        yield Buffer.from(content);
      })(),
  };
}

async function written(files: readonly TarFile[]): Promise<Buffer> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of tarArchive(files)) chunks.push(chunk);
  return Buffer.concat(chunks);
}

const files = [
  fileOf('manifest.json', '[]'),
  fileOf(`blobs/sha256/${'a'.repeat(64)}`, 'x'.repeat(513)),
  fileOf('empty', ''),
];

test('GNU tar reads what was written, and it is as long as was said', async () => {
  const archive = await written(files);
  assert.equal(archive.length, tarLength(files));
  const names = execFileSync('tar', ['-tf', '-'], { input: archive, encoding: 'utf8' });
  assert.equal(names, `manifest.json\nblobs/sha256/${'a'.repeat(64)}\nempty\n`);
  assert.equal(execFileSync('tar', ['-xOf', '-', 'manifest.json'], { input: archive, encoding: 'utf8' }), '[]');
});

test('a file of more than 8 GiB has its size in base 256', async () => {
  const size = 9 * 2 ** 30;
  const stream = tarArchive([fileOf('large', '', size)])[Symbol.asyncIterator]();
  const head = await stream.next();
  const seen: TarEntry[] = [];
  const parser = new TarParser({ entry: (entry) => seen.push(entry) === 0, data: () => {}, end: () => {} });
  parser.push(head.value);
  assert.deepEqual([seen[0]?.name, seen[0]?.size, seen[0]?.mode], ['large', size, 0o644]);
});

test('a content of another length, and a name that does not fit, end it', async () => {
  await assert.rejects(written([fileOf('a', 'abc', 2)]), /has not 2 bytes/);
  await assert.rejects(written([fileOf('a', 'abc', 4)]), /has not 4 bytes/);
  await assert.rejects(written([fileOf('n'.repeat(101), '')]), /too long/);
});
