import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { test } from 'node:test';
import type { VersionScheme } from '../../../src/model/version-scheme.ts';
import { type Comparison, compareLine } from '../../../src/versions/compare-lines.ts';
import { deb } from '../../../src/versions/deb.ts';
import { npm } from '../../../src/versions/npm.ts';
import { pep440 } from '../../../src/versions/pep440.ts';
import { rpm } from '../../../src/versions/rpm.ts';
import { semver } from '../../../src/versions/semver.ts';
import { versionPairs } from '../../../src/versions/testing/version-pieces.ts';

const seed = 4_711;

/** The package has no types of its own. */
const require = createRequire(import.meta.url);
const nodeSemver = require('semver') as {
  parse(text: string): object | null;
  compare(a: object, b: object): number;
};

/** What a tool says to each pair, through its standard input and output; null where it is not installed. */
function ask(command: string, args: readonly string[], input: string): string[] | null {
  const run = spawnSync(command, args, { input, encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (run.error !== undefined || run.status === 127) return null;
  assert.equal(run.status, 0, run.stderr);
  return run.stdout.trim().split('\n');
}

function agree(scheme: VersionScheme, pairs: readonly [string, string][], answers: readonly string[]): void {
  assert.equal(answers.length, pairs.length);
  const signs = new Set<string>();
  for (const [at, [a, b]] of pairs.entries()) {
    const ours: Comparison = compareLine(scheme, `${a} ${b}`);
    signs.add(ours);
    assert.equal(ours, answers[at], `${scheme.name}: ${a} ${b} (pair ${at})`);
  }
  assert.ok(signs.size >= 3, `the pairs say only ${[...signs].join(' ')}`);
}

test('deb: as dpkg --compare-versions', (t) => {
  const pairs = versionPairs('deb', 2000, seed).filter(([a, b]) => !a.startsWith('-') && !b.startsWith('-'));
  const script = `
    while read -r a b; do
      dpkg --compare-versions "$a" lt "$b" 2>/dev/null
      case $? in
        0) echo '<' ;;
        1) if dpkg --compare-versions "$a" eq "$b" 2>/dev/null; then echo '='; else echo '>'; fi ;;
        *) echo invalid ;;
      esac
    done`;
  const hasDpkg = ask('dpkg', ['--version'], '') !== null;
  if (!hasDpkg && process.env['CI'] !== 'true') return t.skip('needs Debian package: dpkg');
  const answers = ask('sh', ['-c', script], `${pairs.map((pair) => pair.join(' ')).join('\n')}\n`);
  agree(deb, pairs, answers ?? []);
});

test('rpm: as rpm.vercmp of the rpm tool', (t) => {
  const pairs = versionPairs('rpm', 6000, seed);
  const program = `%{lua:
    for line in io.stdin:lines() do
      local a, b = string.match(line, "(.-) (.*)")
      local order = rpm.vercmp(a, b)
      print(order < 0 and "<\\n" or order > 0 and ">\\n" or "=\\n")
    end}`;
  const answers = ask('rpm', ['--eval', program], `${pairs.map((pair) => pair.join(' ')).join('\n')}\n`);
  if (answers === null && process.env['CI'] !== 'true') return t.skip('needs Debian package: rpm');
  agree(rpm, pairs, answers ?? []);
});

test('npm: as node-semver', () => {
  const pairs = versionPairs('npm', 8000, seed).filter((pair) => !pair.some(hasLongNumber));
  const answers = pairs.map(([a, b]) => {
    const [left, right] = [nodeSemver.parse(a), nodeSemver.parse(b)];
    return left === null || right === null ? 'invalid' : signOf(nodeSemver.compare(left, right));
  });
  agree(npm, pairs, answers);
});

test('semver: as node-semver, where it keeps to the specification', () => {
  const pairs = versionPairs('semver', 8000, seed).filter((pair) => !pair.some(hasLongNumber));
  const answers = pairs.map(([a, b]) => {
    const [left, right] = [nodeSemver.parse(a), nodeSemver.parse(b)];
    return left === null || right === null ? 'invalid' : signOf(nodeSemver.compare(left, right));
  });
  agree(semver, pairs, answers);
});

test('pep440: as the Python library packaging', (t) => {
  const pairs = versionPairs('pep440', 8000, seed);
  const program = `
import sys
try:
    from packaging.version import InvalidVersion, Version
except ImportError:
    from pip._vendor.packaging.version import InvalidVersion, Version
for line in sys.stdin:
    a, b = line.split()
    try:
        a, b = Version(a), Version(b)
        print('<' if a < b else '>' if a > b else '=')
    except InvalidVersion:
        print('invalid')
`;
  const run = spawnSync('python3', ['-c', program], {
    input: pairs.map((pair) => pair.join(' ')).join('\n'),
    encoding: 'utf8',
  });
  if (run.error !== undefined || run.status !== 0)
    return t.skip('needs Python with packaging or pip: python3-packaging');
  agree(pep440, pairs, run.stdout.trim().split('\n'));
});

/** node-semver keeps such numbers as doubles. */
function hasLongNumber(text: string): boolean {
  return /\d{16}/.test(text);
}

function signOf(order: number): string {
  if (order === 0) return '=';
  return order < 0 ? '<' : '>';
}
