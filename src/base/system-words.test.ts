import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { wordsOf } from './system-words.ts';

function thrown(run: () => unknown): unknown {
  try {
    run();
  } catch (error) {
    return error;
  }
  return assert.fail('nothing was thrown');
}

test('what the system says is said in words, without the path that stands before it', () => {
  assert.equal(wordsOf(thrown(() => readFileSync('/nonexistent/file'))).en, 'there is no such file or directory');
  assert.equal(wordsOf(thrown(() => readFileSync('/'))).en, 'it is a directory');
  assert.equal(wordsOf(thrown(() => readFileSync('/dev/null/x')))['zh-CN'], '路径中有一部分不是目录');
});

test('any other error keeps its own message', () => {
  assert.equal(wordsOf(new Error('strange')).en, 'strange');
  assert.equal(wordsOf(Object.assign(new Error('odd'), { code: 'toString' })).en, 'odd');
  assert.equal(wordsOf('text').en, 'text');
});
