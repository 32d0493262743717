import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { processorTime } from '../../test/build/processor-time.ts';
import { dockerfileLabels } from './dockerfile-labels.ts';

const cases: readonly [string, string, Readonly<Record<string, string>>][] = [
  ['pairs, quoted or not', 'FROM a\nLABEL a=1 "b c"="d e" f=\'g h\'\n', { a: '1', 'b c': 'd e', f: 'g h' }],
  ['the old form', 'FROM a\nLABEL a b  c\n', { a: 'b  c' }],
  ['over several lines, with remarks between them', 'LABEL a=1 \\\n# b=2 \\\n\n   c=3\nUSER 1\n', { a: '1', c: '3' }],
  ['in any letters, and the last one counts', 'label a=1\nLaBeL a=2\n', { a: '2' }],
  [
    'variables, as they were before the instruction',
    `ENV A=x B="$A y" \\\n  C=z\nLABEL a="\${A}-$B" b='$A' c=\${D:-d} d=\${C:+c} e=$E. f=\\$A\n`,
    {
      a: 'x- y',
      b: '$A',
      c: 'd',
      d: 'c',
      e: '.',
      f: '$A',
    },
  ],
  ['arguments with what they are by default', 'ARG A=1\nARG B\nLABEL a=$A b=$B\n', { a: '1', b: '' }],
  ['of the last stage alone', 'FROM a AS b\nENV A=1\nLABEL a=1\nFROM b\nLABEL b=$A\n', { b: '' }],
  ['another sign for lines that go on', '# escape=`\nLABEL a=1 `\n b=c:\\\\d\n', { a: '1', b: 'c:\\d' }],
  ['nothing', 'RUN echo LABEL a=1\nCOPY a b\n', {}],
];

describe('labels of a Dockerfile', () => {
  for (const [name, text, labels] of cases)
    test(name, () => assert.deepEqual(Object.fromEntries(dockerfileLabels(text)), labels));

  test('that would grow without end do not', () => {
    const doubled = 'ENV A=aaaaaaaa\n'.concat('ENV A=$A$A$A$A$A$A$A$A\n'.repeat(1000), 'LABEL a=$A\n');
    assert.equal(dockerfileLabels(doubled).get('a')?.length, 4094);
    assert.ok(dockerfileLabels('LABEL a=1\n'.repeat(100_000)).size === 1);
    for (const hostile of [
      'LABEL '.repeat(100_000),
      `LABEL ${'${'.repeat(100_000)}`,
      '\\\n'.repeat(200_000),
      'ENV '.concat('$A'.repeat(200_000)),
    ]) {
      const before = processorTime();
      dockerfileLabels(hostile);
      assert.ok(processorTime() - before < 1000, hostile.slice(0, 20));
    }
  });
});
