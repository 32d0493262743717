import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moduleInfo } from '../../../test/build/module-info.ts';
import { mutants } from '../../../test/build/mutants.ts';
import { processorTime } from '../../../test/build/processor-time.ts';
import { readModuleInfo } from './module-info.ts';

const sample = moduleInfo('com.shop.tool', '1.2.3');

test('a module says its name and its version, if it has one', () => {
  assert.deepEqual(readModuleInfo(sample), { name: 'com.shop.tool', version: '1.2.3' });
  assert.deepEqual(readModuleInfo(moduleInfo('a', null)), { name: 'a', version: null });
});

test('damaged anyhow, it is read or is none', () => {
  for (const mutant of mutants(sample, { seed: 91, count: 5000 })) {
    const read = readModuleInfo(mutant);
    assert.ok(read === null || (read.name !== '' && read.name.length <= 300));
  }
});

test('cut anywhere, it never says another name', () => {
  for (let length = 0; length < sample.length; length += 1) {
    const read = readModuleInfo(sample.subarray(0, length));
    assert.ok(read === null || read.name === 'com.shop.tool', `${length}`);
  }
});

test('classes that lie about how much they hold take no time', () => {
  const many = Buffer.alloc(1 << 20, 0xff);
  sample.copy(many);
  many.writeUInt16BE(0xffff, 8);
  const attributes = Buffer.concat([sample.subarray(0, -30), Buffer.alloc(1 << 20)]);
  attributes.writeUInt16BE(0xffff, sample.length - 30 - 16 + 12);
  const before = processorTime();
  for (let i = 0; i < 20; i += 1) for (const bytes of [many, attributes]) readModuleInfo(bytes);
  assert.ok(processorTime() - before < 2000);
});
