import assert from 'node:assert/strict';
import { test } from 'node:test';
import { chunks } from '../../../test/build/collector.ts';
import { allOf } from '../../../test/build/unpacked.ts';
import { readTarSplit } from './tar-split.ts';

const MiB = 1 << 20;
const read = (list: Buffer) => allOf(readTarSplit(chunks(list, MiB)));

test('a line is as long as 8 MiB, and no longer', async () => {
  await assert.rejects(read(Buffer.alloc(8 * MiB, ' ')), { message: 'it ends in the middle of a line' });
  await assert.rejects(read(Buffer.alloc(8 * MiB + 1, ' ')), { message: 'a line is too long' });
});

test('a list is as long as 8 GiB, and no longer', async () => {
  const saying = (length: number) => Object.defineProperty(Buffer.from('\n'), 'length', { value: length });
  const list = async function* (...lengths: readonly number[]) {
    for (const length of lengths) yield saying(length);
  };
  assert.equal((await allOf(readTarSplit(list(4 * 2 ** 30, 4 * 2 ** 30)))).flat().length, 0);
  await assert.rejects(allOf(readTarSplit(list(4 * 2 ** 30, 4 * 2 ** 30, 1))), { message: 'it is too long' });
});

test('files of more bytes than can be counted have no valid size', async () => {
  const line = (size: string) =>
    Buffer.from(`{"type":1,"name":"a","size":${size},"payload":"AAAAAAAAAAA=","position":0}\n`);
  assert.equal((await read(line('999999999999999'))).flat().length, 1);
  for (const size of ['9007199254740992', '-1', '1.5', '1e400', '"1"'])
    await assert.rejects(read(line(size)), { message: 'a file has no valid size' }, size);
});
