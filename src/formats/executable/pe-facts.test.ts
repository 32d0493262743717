import assert from 'node:assert/strict';
import { test } from 'node:test';
import { elf } from '../../../test/build/executables.ts';
import { windowsLibrary } from '../../../test/build/managed-library.ts';
import { mutants } from '../../../test/build/mutants.ts';
import { processorTime } from '../../../test/build/processor-time.ts';
import { readPeFacts } from './pe-facts.ts';

const texts = { CompanyName: 'Acme', FileVersion: '1.2.3.4', ProductName: 'Acme Things', ProductVersion: '1.2.3+ab' };

test('a library says its version, and whether it is for .NET', () => {
  const facts = readPeFacts(windowsLibrary(texts));
  assert.deepEqual([facts?.isManaged, Object.fromEntries(facts?.texts ?? [])], [true, texts]);
  assert.equal(readPeFacts(windowsLibrary(texts, { isManaged: false }))?.isManaged, false);
});

test('one that is cut says nothing of its version', () => {
  const whole = windowsLibrary(texts);
  const cut = whole.subarray(0, whole.indexOf(Buffer.from('ProductVersion', 'utf16le')));
  assert.deepEqual([readPeFacts(cut)?.isManaged, readPeFacts(cut)?.texts.size], [true, 0]);
});

test('what is none', () => assert.equal(readPeFacts(elf([{ name: '.text', content: Buffer.alloc(9) }])), null));

test('texts are bounded in number and length', () => {
  const many = Object.fromEntries(Array.from({ length: 300 }, (_, i) => [`k${i}`, 'v'.repeat(i === 0 ? 501 : 1)]));
  const found = readPeFacts(windowsLibrary(many))?.texts;
  assert.deepEqual([found?.size, found?.get('k0')?.length], [200, 500]);
});

test('damaged anyhow, it is read or not', () => {
  const sample = windowsLibrary(texts);
  const before = processorTime();
  for (const mutant of mutants(sample, { seed: 5, count: 3000 }))
    assert.ok((readPeFacts(mutant)?.texts.size ?? 0) <= 200);
  assert.ok(processorTime() - before < 3000 * 5);
});
