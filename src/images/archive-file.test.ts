import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readWhole } from '../base/byte-stream.ts';
import { fileBytes, openForReading } from './archive-file.ts';

test('a disk that fails in the middle of a file is no defect of ours, whatever is read of it', async () => {
  // It can be opened, and what nothing lies at cannot be read: EIO, as from a disk.
  const handle = await openForReading('/proc/self/mem', 'stick/cart.tar');
  try {
    const expected = { code: 'file-unreadable', message: /cannot read stick\/cart\.tar: the disk reports a fault/ };
    for (const length of [4, 1 << 20]) {
      await assert.rejects(handle.read(Buffer.alloc(length), 0, length, 0), expected);
      await assert.rejects(readWhole(fileBytes(handle, 0, length, 'a label'), length), expected);
    }
  } finally {
    await handle.close();
  }
  await assert.rejects(openForReading('/proc/self/none'), { code: 'file-unreadable' });
});
