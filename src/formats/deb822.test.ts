import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { processorTime } from '../../test/build/processor-time.ts';
import { deb822Paragraphs } from './deb822.ts';

function read(text: string, wanted?: readonly string[]): { fields: Record<string, string>; faults: number }[] {
  const set = wanted === undefined ? undefined : new Set(wanted);
  return [...deb822Paragraphs(text, set)].map(({ fields, faults }) => ({ fields: Object.fromEntries(fields), faults }));
}

describe('deb822', () => {
  const cases: readonly [string, string, readonly Record<string, string>[], number][] = [
    ['one field', 'Package: a\n', [{ package: 'a' }], 0],
    ['no line feed at the end', 'Package: a', [{ package: 'a' }], 0],
    ['names in any case, blanks around values', 'PACKAGE:\t a \r\n', [{ package: 'a' }], 0],
    ['paragraphs, however many empty lines', '\n\nA: 1\n\n\n\nA: 2\n', [{ a: '1' }, { a: '2' }], 0],
    ['continued lines', 'D: one\n two\n .\n\tthree\nE: x\n', [{ d: 'one\ntwo\n.\nthree', e: 'x' }], 0],
    ['a line of one blank goes on', 'D: one\n \nE: 2\n', [{ d: 'one\n', e: '2' }], 0],
    ['comments', '# A: 0\nA: 1\n# no\nB: 2', [{ a: '1', b: '2' }], 0],
    ['an empty value', 'A:\n\n', [{ a: '' }], 0],
    ['a value with colons', 'A: b: c:', [{ a: 'b: c:' }], 0],
    ['the first of two stands', 'A: 1\nA: 2', [{ a: '1' }], 1],
    ['a line that is no field', 'A: 1\nnonsense\nB: 2', [{ a: '1', b: '2' }], 1],
    ['a continuation of nothing', ' x\nA: 1', [{ a: '1' }], 1],
    ['a field without a name', ': x', [{}], 1],
    ['nothing', '', [], 0],
  ];
  for (const [name, text, fields, faults] of cases) {
    test(name, () => {
      const paragraphs = read(text);
      assert.deepEqual(
        paragraphs.map((paragraph) => paragraph.fields),
        fields,
      );
      assert.equal(
        paragraphs.reduce((sum, paragraph) => sum + paragraph.faults, 0),
        faults,
      );
    });
  }

  test('only what is wanted is kept, and what is not does not swallow it', () => {
    assert.deepEqual(read('X: 1\n y\nA: 2\n z\nX: 3\nB: 4', ['a', 'b']), [
      { fields: { a: '2\nz', b: '4' }, faults: 0 },
    ]);
  });

  test('names that objects have by themselves are names like others', () => {
    const [paragraph] = [...deb822Paragraphs('__proto__: x\nconstructor: y\n')];
    assert.equal(paragraph?.fields.get('__proto__'), 'x');
    assert.equal(paragraph?.fields.get('constructor'), 'y');
  });

  test('ten megabytes of fields, blanks or continuations take no time to speak of', () => {
    const started = processorTime();
    for (const piece of ['A: b\n', ' \n', 'A', ' x', '\n ', 'a:\n b\n']) read(piece.repeat(10_000_000 / piece.length));
    assert.ok(processorTime() - started < 6000);
  });
});
