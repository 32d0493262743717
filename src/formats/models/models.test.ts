import assert from 'node:assert/strict';
import { test } from 'node:test';
import { gguf } from '../../../test/build/models.ts';
import { processorTime } from '../../../test/build/processor-time.ts';
import { readGguf } from './gguf.ts';
import { beginsAsSafetensors } from './safetensors.ts';
import { writtenGguf, writtenSafetensors } from './testing/samples.ts';

const told = {
  name: 'Tiny Sample',
  version: 'v1.2',
  license: 'apache-2.0',
  architecture: 'llama',
  repository: 'https://huggingface.co/acme/tiny-sample',
};

test('the facts of a model are the ones that its writer was given', () => {
  assert.deepEqual(readGguf(writtenGguf), told);
  assert.ok(beginsAsSafetensors(writtenSafetensors));
});

test('of a beginning what lies in it is told, and never anything else', () => {
  for (let length = 0; length < writtenGguf.length; length += 1) {
    const facts = readGguf(writtenGguf.subarray(0, length));
    assert.equal(facts === null, length < 24, `${length}`);
    for (const [field, value] of Object.entries(facts ?? {}))
      assert.ok(value === '' || value === told[field as keyof typeof told], `${length} ${field}`);
  }
});

test('numbers that lie are told by a null or by nothing, at once', () => {
  const whole = gguf({ 'general.name': 'a', list: ['b', 'c'] });
  const list = whole.indexOf('list') + 4;
  const lies: readonly (readonly [at: number, value: bigint])[] = [
    [16, 2n ** 63n],
    [16, 9999n],
    [24, 2n ** 60n],
    [list + 8, 2n ** 62n],
    [list + 16, 2n ** 62n],
  ];
  const before = processorTime();
  for (const [at, value] of lies) {
    const lie = Buffer.from(whole);
    lie.writeBigUInt64LE(value, at);
    assert.ok([null, '', 'a'].includes(readGguf(lie)?.name ?? null), `${at}`);
  }
  assert.ok(processorTime() - before < 1000);
});

test('arrays in arrays without an end are no model', () => {
  const nested = Buffer.concat([
    gguf({ k: ['x'] }).subarray(0, 24 + 8 + 1 + 4),
    ...Array.from({ length: 1000 }, () => arrayOfArrays()),
  ]);
  assert.equal(readGguf(nested), null);
});

function arrayOfArrays(): Buffer {
  const bytes = Buffer.alloc(12);
  bytes.writeUInt32LE(9);
  bytes.writeBigUInt64LE(1n, 4);
  return bytes;
}

test('what is too short, empty or too long is no file of tensors', () => {
  const length = (value: bigint) => {
    const bytes = Buffer.from(writtenSafetensors);
    bytes.writeBigUInt64LE(value);
    return bytes;
  };
  for (const bytes of [
    Buffer.alloc(0),
    writtenSafetensors.subarray(0, 8),
    length(0n),
    length(2n ** 40n),
    Buffer.alloc(100),
  ])
    assert.ok(!beginsAsSafetensors(bytes));
});
