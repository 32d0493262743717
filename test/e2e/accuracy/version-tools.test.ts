import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import type { VersionScheme } from '../../../src/model/version-scheme.ts';
import { type Comparison, compareLine } from '../../../src/versions/compare-lines.ts';
import { composer } from '../../../src/versions/composer.ts';
import { deb } from '../../../src/versions/deb.ts';
import { gem } from '../../../src/versions/gem.ts';
import { go } from '../../../src/versions/go.ts';
import { maven } from '../../../src/versions/maven.ts';
import { npm } from '../../../src/versions/npm.ts';
import { pep440 } from '../../../src/versions/pep440.ts';
import { rpm } from '../../../src/versions/rpm.ts';
import { semver } from '../../../src/versions/semver.ts';
import { versionPairs } from '../../../src/versions/testing/version-pieces.ts';
import { has, run as runTool } from '../build/parts.ts';

const seed = 4_711;

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-versions-'));
after(() => rmSync(folder, { recursive: true }));

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

test("go: as the semver package of Go's own commands", (t) => {
  if (!has(t, 'go')) return;
  // Its scheme takes versions with a v alone; advisories and so ours take them without, too.
  const pairs = versionPairs('go', 8000, seed).map(([a, b]): [string, string] => [withV(a), withV(b)]);
  const root = runTool('go', ['env', 'GOROOT']).toString().trim();
  const source = join(folder, 'go');
  mkdirSync(join(source, 'semver'), { recursive: true });
  copyFileSync(join(root, 'src/cmd/vendor/golang.org/x/mod/semver/semver.go'), join(source, 'semver/semver.go'));
  writeFileSync(join(source, 'go.mod'), 'module example.com/versions\n\ngo 1.19\n');
  writeFileSync(
    join(source, 'main.go'),
    `package main

import (
	"bufio"
	"example.com/versions/semver"
	"os"
	"strings"
)

func main() {
	out := bufio.NewWriter(os.Stdout)
	defer out.Flush()
	for in := bufio.NewScanner(os.Stdin); in.Scan(); {
		words := strings.Split(in.Text(), " ")
		if !semver.IsValid(words[0]) || !semver.IsValid(words[1]) {
			out.WriteString("invalid\\n")
			continue
		}
		out.WriteString([]string{"<", "=", ">"}[semver.Compare(words[0], words[1])+1] + "\\n")
	}
}
`,
  );
  const env = { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '' };
  const output = runTool('go', ['run', '.'], {
    cwd: source,
    env,
    input: pairs.map((pair) => pair.join(' ')).join('\n'),
  });
  agree(go, pairs, output.toString().trim().split('\n'));
});

test('maven: as Maven itself, where its order has no circles', (t) => {
  if (!has(t, 'mvn')) return;
  // Numbers, then words between hyphens, or right beside numbers: src/versions/maven.ts says what the rest is about.
  const usual = /^\d+(?:\.\d+)*(?:-?(?!ga|final|release)[a-z~+]+(?:-?[1-9]\d*)?)*$/i;
  const pairs = versionPairs('maven', 60_000, seed).filter((pair) => pair.every((version) => usual.test(version)));
  assert.ok(pairs.length > 1000, `${pairs.length} pairs`);
  const main = 'org.apache.maven.artifact.versioning.ComparableVersion';
  const output = runTool('java', ['-cp', '/usr/share/maven/lib/*', main, ...pairs.flat()]).toString();
  // It compares each version with the one before it.
  const answers = output
    .split('\n')
    .flatMap((line) => /^ +\S+ ([<>]|==) \S+$/.exec(line)?.[1]?.replace('==', '=') ?? []);
  agree(
    maven,
    pairs,
    answers.filter((_, at) => at % 2 === 0),
  );
});

test('gem: as Gem::Version', (t) => {
  if (!has(t, 'ruby')) return;
  const pairs = versionPairs('gem', 8000, seed);
  const program = `STDIN.each_line do |line|
    a, b = line.split
    begin
      puts({ -1 => '<', 0 => '=', 1 => '>' }[Gem::Version.new(a) <=> Gem::Version.new(b)])
    rescue ArgumentError
      puts 'invalid'
    end
  end`;
  const output = runTool('ruby', ['-e', program], { input: pairs.map((pair) => pair.join(' ')).join('\n') });
  agree(gem, pairs, output.toString().trim().split('\n'));
});

test("composer: as Composer's own library and version_compare", (t) => {
  if (!has(t, 'php', 'composer')) return;
  // Newer releases of the library know more kinds of dates than Debian's.
  const pairs = versionPairs('composer', 20_000, seed).filter(
    (pair) => !pair.some((version) => /^v?\d{4}[.-]?\d\d/.test(version) || hasLongNumber(version)),
  );
  // Branches without numbers have no order: Composer only tells whether they are the same.
  const program = `require '/usr/share/php/Composer/Semver/autoload.php';
    $parser = new Composer\\Semver\\VersionParser();
    while (($line = fgets(STDIN)) !== false) {
      try {
        [$a, $b] = array_map(fn ($text) => $parser->normalize($text), explode(' ', trim($line)));
        if (str_starts_with($a, 'dev-') || str_starts_with($b, 'dev-')) throw new UnexpectedValueException();
        echo ['<', '=', '>'][version_compare($a, $b) + 1], "\\n";
      } catch (UnexpectedValueException) {
        echo "invalid\\n";
      }
    }`;
  const output = runTool('php', ['-r', program], { input: pairs.map((pair) => pair.join(' ')).join('\n') });
  agree(composer, pairs, output.toString().trim().split('\n'));
});

function withV(version: string): string {
  return version.startsWith('v') ? version : `v${version}`;
}

/** node-semver keeps such numbers as doubles, PHP as machine words. */
function hasLongNumber(text: string): boolean {
  return /\d{16}/.test(text);
}

function signOf(order: number): string {
  if (order === 0) return '=';
  return order < 0 ? '<' : '>';
}
