import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chunks } from '../../../test/build/collector.ts';
import { mutants } from '../../../test/build/mutants.ts';
import { directory, file, hardlink, symlink, tar } from '../../../test/build/tar.ts';
import { allOf, listOf, takenApart } from '../../../test/build/unpacked.ts';
import { type ArchivePiece, assembled } from './archive-piece.ts';
import { readTarSplit, TarSplitError } from './tar-split.ts';

const archive = tar([directory('a'), file('a/b', 'x'.repeat(700)), symlink('l', 'a/b'), hardlink('h', 'a/b')]);
const { lines, files } = takenApart(archive);

const lent = { settle: () => {}, close: () => {} };

async function* pieces(list: Buffer): AsyncGenerator<readonly ArchivePiece[]> {
  for await (const some of readTarSplit(chunks(list))) {
    yield some.map((piece) => {
      if (piece.kind === 'bytes') return piece;
      const content = files.get(Buffer.from(piece.name, 'latin1').toString()) ?? Buffer.alloc(0);
      return { kind: 'file', size: piece.size, content: () => [content], readTo: () => {}, lend: () => lent };
    });
  }
}

test('damaged anyhow: pieces, or an error of its own', async () => {
  assert.deepEqual(Buffer.concat(await allOf(assembled(pieces(listOf(lines))))), archive);
  for (const mutant of mutants(listOf(lines), { seed: 91, count: 600 })) {
    try {
      for await (const piece of assembled(pieces(mutant))) assert.ok(piece.length <= 1 << 20);
    } catch (error) {
      assert.ok(error instanceof TarSplitError, String(error));
    }
  }
});

test('a line says the same in the words of any other encoder', async () => {
  const read = async (list: Buffer) => {
    try {
      return (await allOf(readTarSplit(chunks(list)))).flat();
    } catch (error) {
      assert.ok(error instanceof TarSplitError, String(error));
      return null;
    }
  };
  for (const mutant of [listOf(lines), ...mutants(listOf(lines), { seed: 92, count: 2000 })]) {
    const text = mutant.toString('latin1').replaceAll('{"', '{ "');
    assert.deepEqual(await read(Buffer.from(text, 'latin1')), await read(mutant));
  }
});
