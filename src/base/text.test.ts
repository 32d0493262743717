import assert from 'node:assert/strict';
import { test } from 'node:test';
import { fill, phrase, verbatim } from './text.ts';

const greeting = { en: '{count} of {what}', 'zh-CN': '{what}：{count}' } as const;

test('a text is filled in all languages at once', () => {
  assert.deepEqual(phrase(greeting, { count: 3, what: 'a' }), { en: '3 of a', 'zh-CN': 'a：3' });
});

test('a text fills a slot with the words of each language', () => {
  const what = { en: 'layers', 'zh-CN': '镜像层' };
  assert.deepEqual(phrase(greeting, { count: 3, what }), { en: '3 of layers', 'zh-CN': '镜像层：3' });
});

test('a value is put in as it is, even where it looks like a slot or a pattern', () => {
  assert.equal(fill(verbatim('{a} {b}'), { a: '{b} $& $1', b: 'x' }).en, '{b} $& $1 x');
});

test('a slot without a value stays visible, names of Object.prototype included', () => {
  assert.equal(fill(verbatim('{missing} {constructor}'), {}).en, '{missing} {constructor}');
});
