import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type TestContext, test } from 'node:test';
import { callPlimsoll } from '../../../test/build/command-line.ts';
import { reporters } from '../../reports/all.ts';
import { versionSchemes } from '../../versions/all.ts';
import { scan } from '../commands/scan.ts';
import { versionsCompare } from '../commands/versions-compare.ts';

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
      ['update', 'status', 'build', 'push', 'pull'],
    ],
    [['plimsoll', '--home', 'db', 'policy', 'ex'], ['explain']],
    [['plimsoll', 'scan', '--sev'], ['--severity']],
    [['plimsoll', 'scan', '--severity', 'cr'], ['critical']],
    [['plimsoll', 'scan', '--severity', '=', 'cr'], ['critical']],
    [
      ['plimsoll', 'db', 'status', '-o', ''],
      ['table', 'json'],
    ],
    [
      ['plimsoll', 'gate', 'docker', ''],
      ['install', 'status', 'uninstall'],
    ],
    [['plimsoll', 'gate', 'docker', '--auth'], ['--authz']],
    [['plimsoll', 'gate', 'docker', 'install', '--dry'], ['--dry-run']],
    [['plimsoll', '--lang', 'zh'], ['zh-CN']],
    [['plimsoll', 'scan', 'image', '--rec'], ['--record']],
    [['plimsoll', 'scan', 'image', '--scap'], []],
    [['plimsoll', 'ledger', 're'], ['revoke']],
    [['plimsoll', 'scan', '--registry-t'], []],
    [['plimsoll', 'scan', '-o', 'ht'], ['html']],
    [['plimsoll', 'scan', '-o', 'json', '=', 're'], []],
    [
      ['plimsoll', 'completion', ''],
      ['bash', 'zsh', 'fish'],
    ],
    [['plimsoll', 'help', 'up'], ['update']],
    [['plimsoll', 'versions', 'compare', 'pe'], ['pep440']],
  ];
  for (const [words, expected] of cases) assert.deepEqual(offered(script, words), expected, words.join(' '));
});

test('what completion offers without being the only choice is there', () => {
  const flag = scan.flags['output'];
  assert.deepEqual(
    flag?.offered,
    reporters.map(({ format }) => format),
  );
  assert.deepEqual(
    versionsCompare.arguments['SCHEME']?.offered,
    versionSchemes.map(({ name }) => name),
  );
});

test('fish offers commands, formats and arguments', async (t) => {
  const script = (await callPlimsoll(['completion', 'fish'])).stdout;
  const ask = (line: string) => {
    const asked = spawnSync('fish', ['--no-config', '-c', `${script}\ncomplete -C ${JSON.stringify(line)}`], {
      encoding: 'utf8',
    });
    return asked.error === undefined ? asked.stdout.split('\n').map((offer) => offer.split('\t')[0]) : null;
  };
  const groups = ask('plimsoll d');
  if (groups === null) return missing(t, 'fish');
  assert.deepEqual(groups.sort(), ['', 'db', 'doctor']);
  assert.deepEqual(ask('plimsoll db ')?.sort(), ['', 'build', 'pull', 'push', 'status', 'update']);
  assert.deepEqual(ask('plimsoll completion ')?.sort(), ['', 'bash', 'fish', 'zsh']);
  assert.ok(ask('plimsoll scan -o ')?.includes('markdown'));
});

for (const shell of ['zsh', 'fish']) {
  test(`the ${shell} script is one`, async (t) => {
    const script = (await callPlimsoll(['completion', shell, '--lang', 'zh-CN'])).stdout;
    assert.match(script, /max-image-size/);
    const path = join(mkdtempSync(join(tmpdir(), 'plimsoll-completion-')), `plimsoll.${shell}`);
    t.after(() => rmSync(dirname(path), { recursive: true }));
    writeFileSync(path, script);
    const { status, error, stderr } = spawnSync(shell, ['-n', path], { encoding: 'utf8' });
    if (error !== undefined) return missing(t, shell);
    assert.deepEqual([status, stderr], [0, '']);
  });
}

function missing(t: TestContext, shell: string): void {
  const message = `needs Debian package: ${shell}`;
  if (process.env['CI'] === 'true') throw new Error(message);
  t.skip(message);
}
