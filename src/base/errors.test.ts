import assert from 'node:assert/strict';
import { test } from 'node:test';
import { failure } from './errors.ts';

test('a value of any length leaves the message readable', () => {
  const { what, remedy } = failure('file-unreadable', {
    file: `/begin/${'x'.repeat(100_000)}/end.tar`,
    reason: { en: 'y'.repeat(10_000), 'zh-CN': '长'.repeat(10_000) },
  });
  assert.ok(what.en.length < 900 && what['zh-CN'].length < 900);
  assert.match(what.en, /^cannot read \/begin\/x+…x+\/end\.tar: y+…y+$/);
  assert.match(what['zh-CN'], /长…长/);
  assert.equal(remedy.en, 'Check the path and the permissions.');
});

test('a letter of two units is not torn apart', () => {
  const { what } = failure('file-unreadable', { file: `a${'😀'.repeat(500)}`, reason: '' });
  assert.ok(what.en.isWellFormed());
});
