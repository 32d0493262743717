import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import { catalogue } from '../../src/base/errors/catalogue.ts';
import { files, productFiles, root } from './tree.ts';

const topics = files('src/base/errors/*-errors.ts');

test('a code is in one topic only, and every topic is in the catalogue', async () => {
  const codes: string[] = [];
  for (const topic of topics) {
    const module: Record<string, object> = await import(join(root, topic.path));
    codes.push(...Object.values(module).flatMap((entries) => Object.keys(entries)));
  }
  assert.deepEqual(
    codes.filter((code, index) => codes.indexOf(code) < index),
    [],
  );
  assert.deepEqual([...codes].sort(), Object.keys(catalogue).sort());
});

test('codes are kebab-case words', () => {
  assert.deepEqual(
    Object.keys(catalogue).filter((code) => !/^[a-z]+(-[a-z]+)*$/.test(code)),
    [],
  );
});

test('every error can happen', () => {
  const code = productFiles().filter((file) => !file.path.startsWith('src/base/errors/'));
  const unused = Object.keys(catalogue).filter((name) => !code.some((file) => file.text.includes(`'${name}'`)));
  assert.deepEqual(unused, []);
});

test('what and remedy are one line each', () => {
  const broken = Object.entries(catalogue).filter(([, entry]) =>
    [entry.what, entry.remedy].some((text) => Object.values(text).some((words) => words.includes('\n'))),
  );
  assert.deepEqual(
    broken.map(([code]) => code),
    [],
  );
});
