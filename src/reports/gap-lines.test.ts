import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Gap } from '../model/gap.ts';
import { gapLines } from './gap-lines.ts';

const layer = 'sha256:a' as const;
const executable = (path: string | null, changes: Partial<Gap> = {}): Gap => ({
  what: path === null ? '150 more executables' : 'executable',
  path,
  layer,
  reason: 'unowned-executable',
  blinds: ['programs'],
  incomplete: false,
  ...changes,
});
const numbered = (count: number, pathOf: (at: number) => string) =>
  Array.from({ length: count }, (_, at) => executable(pathOf(at)));
const english = (gaps: readonly Gap[]) => gapLines(gaps).map(({ text }) => text.en);
/** Every path is in one line, whichever. */
const covered = (gaps: readonly Gap[]) => gapLines(gaps).reduce((sum, { paths }) => sum + Math.max(1, paths.length), 0);

describe('unowned executables are told by directories', () => {
  test('a few by name, the others by number, and where each stands', () => {
    const [line, ...others] = gapLines(numbered(60, (at) => `opt/tool/bin/run-${at}`));
    assert.equal(
      line?.text.en,
      '60 unowned executables in opt/tool/bin/: run-0, run-1, run-2 and 57 more (each by name: -o json)',
    );
    assert.match(line.text['zh-CN'], /^opt\/tool\/bin\/ 中有 60 个来历不明的可执行文件.*另有 57 个/);
    assert.deepEqual([line.paths.length, line.layer, others], [60, layer, []]);
  });

  test('one alone is told as any gap, two by both names', () => {
    assert.deepEqual(english([executable('a/b/one'), executable('c/two'), executable('c/three')]), [
      'executable a/b/one: no package brought it, and it is not recognized',
      '2 unowned executables in c/: two, three',
    ]);
  });

  test('in the root itself', () => {
    assert.match(english([executable('one'), executable('two')])[0] ?? '', /^2 unowned executables in \/: /);
  });

  test('many directories are told by what they lie in, many of those by the fullest', () => {
    const deep = numbered(100, (at) => `opt/${at % 3}/v${at}/bin/x`);
    assert.deepEqual(
      english(deep).map((text) => text.replace(/:.*/, '')),
      ['34 unowned executables in opt/0/', '33 unowned executables in opt/1/', '33 unowned executables in opt/2/'],
    );
    const wide = [...numbered(90, (at) => `d${at}/x`), ...numbered(10, (at) => `full/${at}`)];
    const lines = english(wide);
    assert.equal(lines.length, 8);
    assert.match(lines[0] ?? '', /^10 unowned executables in full\//);
    assert.match(lines[7] ?? '', /^84 unowned executables in \/: .*d6\/x, d7\/x, d8\/x and 81 more/);
    for (const gaps of [deep, wide]) assert.equal(covered(gaps), 100);
  });

  test('a layer is named where it is the same for all', () => {
    const mixed = [executable('a/x'), executable('a/y', { layer: 'sha256:b' })];
    assert.equal(gapLines(mixed)[0]?.layer, null);
  });

  test('a path of thousands of letters is cut', () => {
    const [text = ''] = english(numbered(3, (at) => `${'d'.repeat(3000)}/${'x'.repeat(3000)}${at}`));
    assert.ok(text.length < 600, `${text.length}`);
  });
});

test('what keeps an image from being read whole comes first, executables and their number last', () => {
  const gap = (what: string, incomplete: boolean): Gap => ({
    what,
    path: null,
    layer: null,
    reason: 'truncated',
    blinds: [],
    incomplete,
  });
  const gaps = [executable('a/x'), executable(null), gap('one', false), executable('a/y'), gap('two', true)];
  assert.deepEqual(
    gapLines(gaps).map(({ text }) => text.en.replace(/:.*/, '')),
    ['two', 'one', '2 unowned executables in a/', '150 more executables'],
  );
  assert.equal(gapLines(gaps, true).length, 5);
});
