import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseDocument } from 'yaml';
import { yamlFault } from './yaml-fault.ts';

test('what is no YAML is told in either language, with its place', () => {
  const broken = [
    'a: [\n',
    'a: "b',
    'a: b: c',
    'a\nb: c',
    '\ta: b',
    'a: @b',
    'a: "\\q"',
    'a: *',
    'a: 1\na: 2',
    'a: !x !y z',
    '{a: b',
    'a: }',
    '%FOO\n',
    `${'k'.repeat(1030)}: 1`,
  ];
  const codes = new Set<string>();
  for (const text of broken) {
    const { errors, warnings } = parseDocument(text);
    const [fault] = [...errors, ...warnings];
    assert.ok(fault !== undefined, text);
    codes.add(fault.code);
    const { en, 'zh-CN': chinese } = yamlFault(fault);
    assert.match(en, /^line \d+, column \d+: [ -~]+$/);
    assert.match(chinese, /^第 \d+ 行第 \d+ 列：[^a-zA-Z]*$/);
  }
  assert.ok(codes.size >= 8, [...codes].join());
});
