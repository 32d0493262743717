import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { test } from 'node:test';
import { callPlimsoll } from '../../../test/build/command-line.ts';

/** What a shell offers for the last word of a command line. */
function offered(script: string, words: readonly string[]): string[] {
  const ask = `COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); _plimsoll; printf '%s\\n' "\${COMPREPLY[@]}"`;
  const { stdout, stderr } = spawnSync('bash', ['--norc', '-c', `${script}\n${ask}`, 'bash', ...words], {
    encoding: 'utf8',
  });
  assert.equal(stderr, '');
  return stdout.split('\n').filter((line) => line !== '');
}

test('bash completes commands, flags and choices', async () => {
  const script = (await callPlimsoll(['completion', 'bash'])).stdout;
  const cases: [line: string[], expected: string[]][] = [
    [['plimsoll', 'sc'], ['scan']],
    [
      ['plimsoll', 'db', ''],
      ['update', 'status'],
    ],
    [['plimsoll', '--home', 'db', 'policy', 'ex'], ['explain']],
    [['plimsoll', 'scan', '--sev'], ['--severity']],
    [['plimsoll', 'scan', '--severity', 'cr'], ['critical']],
    [['plimsoll', 'scan', '--severity', '=', 'cr'], ['critical']],
    [
      ['plimsoll', 'db', 'status', '-o', ''],
      ['table', 'json'],
    ],
    [['plimsoll', '--lang', 'zh'], ['zh-CN']],
    [['plimsoll', 'scan', 'image', '--rec'], []],
    [['plimsoll', 'scan', '--registry-t'], []],
  ];
  for (const [words, expected] of cases) assert.deepEqual(offered(script, words), expected, words.join(' '));
});

for (const shell of ['zsh', 'fish']) {
  test(`the ${shell} script is one`, async (t) => {
    const script = (await callPlimsoll(['completion', shell, '--lang', 'zh-CN'])).stdout;
    assert.match(script, /max-image-size/);
    const path = join(mkdtempSync(join(tmpdir(), 'plimsoll-completion-')), `plimsoll.${shell}`);
    t.after(() => rmSync(dirname(path), { recursive: true }));
    writeFileSync(path, script);
    const { status, error, stderr } = spawnSync(shell, ['-n', path], { encoding: 'utf8' });
    if (error !== undefined) return t.skip(`needs Debian package: ${shell}`);
    assert.deepEqual([status, stderr], [0, '']);
  });
}
