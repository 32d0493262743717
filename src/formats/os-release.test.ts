import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { describe, test } from 'node:test';
import { readOsRelease } from './os-release.ts';

describe('values are what a shell makes of them', () => {
  const values = [
    'plain',
    '"double"',
    "'single'",
    '""',
    '"a b"',
    "'a \"b'",
    '"a\\"b"',
    '"a\\$b\\`c\\\\d"',
    '"a\\nb"',
    "'a\\nb'",
    'a\\ b',
    '"a"\'b\'c',
    "it\\'s",
    '12 # words',
    'Debian\\ GNU/Linux',
  ].filter((value) => !value.includes(' #'));
  for (const value of values) {
    test(value, () => {
      const shell = execFileSync('sh', ['-c', `X=${value}\nprintf '%s|' "$X"`], { encoding: 'utf8' });
      assert.equal(`${readOsRelease(`X=${value}\n`).get('X')}|`, shell);
    });
  }
});

describe('lines', () => {
  const cases: readonly [string, string, readonly [string, string][]][] = [
    ['comments and empty lines', '# ID=no\n\nID=a\n', [['ID', 'a']]],
    ['the last one stands', 'ID=a\nID=b', [['ID', 'b']]],
    [
      'line ends of another system',
      'ID=a\r\nVERSION_ID="1"\r\n',
      [
        ['ID', 'a'],
        ['VERSION_ID', '1'],
      ],
    ],
    ['no assignment', 'export ID=a\nID = b\n=c\n1D=d\nID', []],
    ['a quote that is not closed', 'ID="a b', [['ID', 'a b']]],
    ['a backslash at the end', 'ID=a\\', [['ID', 'a']]],
    ['nothing is expanded', 'ID=$HOME`id`', [['ID', '$HOME`id`']]],
  ];
  for (const [name, text, expected] of cases) test(name, () => assert.deepEqual([...readOsRelease(text)], expected));

  test('what is larger than such a file can be is read to a limit', () => {
    assert.equal(readOsRelease('A=b\n'.repeat(1_000_000)).size, 1);
    assert.equal(readOsRelease(`A="${'\\'.repeat(10_000_000)}`).get('A')?.length, 32_766);
  });
});
