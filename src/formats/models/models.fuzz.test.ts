import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutants } from '../../../test/build/mutants.ts';
import { readGguf } from './gguf.ts';
import { beginsAsSafetensors } from './safetensors.ts';
import { writtenGguf, writtenSafetensors } from './testing/samples.ts';

test('a model, damaged anyhow, is told by texts of some length or not at all', () => {
  let read = 0;
  for (const mutant of mutants(writtenGguf, { seed: 118, count: 5000 })) {
    const facts = readGguf(mutant);
    for (const text of Object.values(facts ?? {})) assert.ok(text.length <= 1000);
    if (facts !== null) read += 1;
  }
  assert.ok(read > 100);
  for (const mutant of mutants(writtenSafetensors, { seed: 119, count: 2000 }))
    assert.equal(typeof beginsAsSafetensors(mutant), 'boolean');
});
