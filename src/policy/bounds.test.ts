import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z as zod } from 'zod';
import { loadOptions } from '../../test/build/control-input.ts';
import { policyFiles } from '../../test/build/policy-files.ts';
import { PlimsollError } from '../base/errors.ts';
import { loadPolicy } from './load.ts';
import * as shapes from './setting-shapes.ts';
import { readYaml } from './yaml-document.ts';

const nested = (levels: number): readonly (readonly [string, string])[] => [
  ['brackets', `${'['.repeat(levels)}${']'.repeat(levels)}`],
  ['lists on one line', `${'- '.repeat(levels)}a`],
  ['lists on lines of their own', Array.from({ length: levels }, (_, at) => `${' '.repeat(at)}-`).join('\n')],
  ['mappings', Array.from({ length: levels }, (_, at) => `${' '.repeat(at)}a:`).join('\n')],
  [
    'mappings in lists',
    `${'- a: \n'.replace('\n', '')}${'\n'}${Array.from({ length: levels / 2 - 1 }, (_, at) => `${' '.repeat(2 * at + 4)}- a:`).join('\n')}`,
  ],
];

describe('32 levels are read, and none more', () => {
  for (const [at, [what, text]] of nested(32).entries()) {
    test(what, () => {
      assert.deepEqual(readYaml(text).faults, []);
      for (const levels of [34, 20_000]) {
        const [, deeper = ''] = nested(levels)[at] ?? [];
        // No policy file is larger.
        const { root, faults } = readYaml(deeper.slice(0, 1 << 20));
        assert.equal(root, null);
        assert.match(faults[0]?.text.en ?? '', /nested more than 32 levels deep/);
      }
    });
  }
});

const longest: readonly [string, zod.ZodType<string>, (length: number) => string, number][] = [
  ['a text', shapes.wordsShape(zod, ''), (length) => 'a'.repeat(length), 1000],
  ['a pattern', shapes.globShape(zod, ''), (length) => '*'.repeat(length), 512],
  ['a length of time', shapes.durationShape(zod, ''), (length) => `${'1'.repeat(length - 5)}.123s`, 14],
  ['the id of an advisory', shapes.advisoryIdShape(zod, ''), (length) => 'A'.repeat(length), 100],
  ['the id of evidence', shapes.evidenceIdShape(zod, ''), (length) => 'a'.repeat(length), 300],
  ['a version', shapes.versionShape(zod, ''), (length) => '1'.repeat(length), 300],
  ['a range', shapes.rangeShape(zod, ''), (length) => `<${'1'.repeat(length - 1)}`, 1000],
];
for (const [what, shape, make, limit] of longest) {
  test(`${what} has ${limit} letters at most`, () => {
    assert.equal(shape.safeParse(make(limit)).error, undefined);
    assert.equal(shape.safeParse(make(limit + 1)).success, false);
  });
}

async function complaint(t: Parameters<typeof policyFiles>[0], text: string): Promise<PlimsollError> {
  const error = await loadPolicy([policyFiles(t, { 'policy.yaml': text })('policy.yaml')], loadOptions).then(
    () => assert.fail('it was not refused'),
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof PlimsollError);
  return error;
}

test('twenty problems are told besides the first, and how many more there are', async (t) => {
  const wrong = (count: number) =>
    `version: 1\n${Array.from({ length: count }, (_, at) => `wrong${at}: 1\n`).join('')}`;
  const all = await complaint(t, wrong(21));
  assert.match(all.remedy.en, /"wrong20"/);
  assert.doesNotMatch(all.remedy.en, /more/);
  const more = await complaint(t, wrong(22));
  assert.match(more.remedy.en, /"wrong20"; and 1 more/);
  assert.match(more.remedy['zh-CN'], /另有 1 处/);
});

test('what is wrong is told without the megabyte that is wrong', async (t) => {
  for (const text of [
    `version: 1\n${'k'.repeat(900_000)}: 1\n`,
    `version: ${'v'.repeat(900_000)}\n`,
    `version: 1\ncontrols: { vulnerabilities: { severity: ${'s'.repeat(900_000)} } }\n`,
  ]) {
    const { message, remedy } = await complaint(t, text);
    assert.ok(message.length < 1000 && remedy.en.length < 2000, `${message.length} ${remedy.en.length}`);
  }
  // Told behind another one, it stands in the remedy.
  const { remedy } = await complaint(t, `version: 1\nwrong: 1\ncontrols: { ${'k'.repeat(900_000)}: 1 }\n`);
  assert.match(remedy.en, /Also wrong: 3:\d+ there is no key "k{370,}…/);
  assert.ok(remedy.en.length < 2000, `${remedy.en.length}`);
});
