import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Crc64 } from './crc64.ts';

const sumOf = (...parts: readonly Buffer[]) => {
  const sum = new Crc64();
  for (const part of parts) sum.update(part);
  return sum.digest().toString('hex');
};

test('the check value of the catalogue of checksums (CRC-64/GO-ISO)', () => {
  assert.equal(sumOf(Buffer.from('123456789')), 'b90956c775a41001');
  assert.equal(sumOf(), '0000000000000000');
});

test('however the bytes come', () => {
  const bytes = Buffer.from(Array.from({ length: 1000 }, (_, at) => (at * 31 + (at >> 3)) & 0xff));
  const whole = sumOf(bytes);
  for (let cut = 0; cut < 40; cut += 1)
    assert.equal(sumOf(bytes.subarray(0, cut), bytes.subarray(cut, cut * 3), bytes.subarray(cut * 3)), whole);
});
