import assert from 'node:assert/strict';
import { type TestContext, test } from 'node:test';
import type { VersionScheme } from '../../../src/model/version-scheme.ts';
import { alpm } from '../../../src/versions/alpm.ts';
import { type Comparison, compareLine } from '../../../src/versions/compare-lines.ts';
import { cpan } from '../../../src/versions/cpan.ts';
import { luarocks } from '../../../src/versions/luarocks.ts';
import { opam } from '../../../src/versions/opam.ts';
import { php } from '../../../src/versions/php.ts';
import { versionPairs } from '../../../src/versions/testing/version-pieces.ts';
import { has, type Part, run } from '../build/parts.ts';

type Pairs = readonly (readonly [string, string])[];

/** Asks a program that reads `A B` lines and prints `<`, `=`, `>` or `invalid` for each. */
function agree(t: TestContext, scheme: VersionScheme, parts: readonly Part[], pairs: Pairs, call: readonly string[]) {
  if (!has(t, ...parts)) return;
  const [program = '', ...args] = call;
  const input = pairs.map((pair) => `${pair.join(' ')}\n`).join('');
  const answers = run(program, args, { input }).toString().trim().split('\n');
  assert.equal(answers.length, pairs.length);
  const said: Partial<Record<Comparison, number>> = {};
  for (const [at, [a, b]] of pairs.entries()) {
    const ours = compareLine(scheme, `${a} ${b}`);
    said[ours] = (said[ours] ?? 0) + 1;
    assert.equal(ours, answers[at], `${scheme.name}: ${a} ${b}`);
  }
  assert.ok((said['<'] ?? 0) > 100 && (said['>'] ?? 0) > 100 && (said['='] ?? 0) >= 5, JSON.stringify(said));
}

/** Perl keeps numbers of a version as machine words, and Lua and PHP as doubles or words. */
const isShort = (pair: readonly [string, string]) => !pair.some((version) => /\d{9}/.test(version));

test('cpan: as the module version that Perl itself has', (t) => {
  const program = `while (my $line = <STDIN>) {
    my ($x, $y) = map { eval { version::is_lax($_) && $_ !~ /^undef/ ? version->parse($_) : undef } } split ' ', $line;
    print defined $x && defined $y ? ('<', '=', '>')[($x <=> $y) + 1] : 'invalid', "\\n";
  }`;
  agree(t, cpan, ['perl'], versionPairs('cpan', 20_000, 17).filter(isShort), ['perl', '-Mversion', '-e', program]);
});

test("luarocks: as LuaRocks' own comparison, between versions that both have a revision", (t) => {
  const program = `local vers = require("luarocks.core.vers")
    local told
    require("luarocks.core.util").warning = function() told = true end
    for line in io.stdin:lines() do
      local a, b = string.match(line, "(%S+) (%S+)")
      told = false
      local x, y = vers.parse_version(a), vers.parse_version(b)
      print(told and "invalid" or x < y and "<" or y < x and ">" or "=")
    end`;
  // What LuaRocks has read once it does not warn of again, so that each version has to be another.
  const seen = new Set<string>();
  const pairs = versionPairs('luarocks', 20_000, 18)
    .map(([a, b]) => [`${a}-1`, `${b}-1`] as const)
    .filter((pair) => pair.every((version) => /^[\dA-Za-z]/.test(version) && /^[\w.-]+$/.test(version)))
    .filter(
      (pair) =>
        isShort([...pair]) && !pair.some((version) => seen.has(version)) && pair.every((version) => seen.add(version)),
    );
  agree(t, luarocks, ['luarocks'], pairs, ['lua5.1', '-e', program]);
});

test("php: as PHP's version_compare, which WordPress goes by", (t) => {
  const program = `while (($line = fgets(STDIN)) !== false) {
    [$a, $b] = explode(' ', trim($line));
    echo ['<', '=', '>'][version_compare($a, $b) + 1], "\\n";
  }`;
  const pairs = versionPairs('php', 20_000, 19).filter(isShort);
  const plain = pairs.filter((pair) => pair.every((version) => /^\d+(?:[._+-]?[A-Za-z]+|[._+-]\d+)*$/.test(version)));
  agree(t, php, ['php'], plain, ['php', '-r', program]);
});

test('opam: as dpkg, whose order it is, between versions without colon and hyphen', (t) => {
  const pairs = versionPairs('opam', 4000, 20)
    .filter((pair) => pair.every((version) => /^\d[\w.+~]*$/.test(version) && !version.includes('_')))
    .slice(0, 700);
  const script = `while read -r a b; do
      if dpkg --compare-versions "$a" lt "$b"; then echo '<'
      elif dpkg --compare-versions "$a" eq "$b"; then echo '='
      else echo '>'; fi
    done`;
  agree(t, opam, ['dpkg'], pairs, ['sh', '-c', script]);
});

test("alpm: as pacman's vercmp, between versions that both have a release or both have none", (t) => {
  const isWithRelease = (version: string) => version.includes('-');
  const pairs = versionPairs('alpm', 20_000, 21)
    .filter(([a, b]) => isWithRelease(a) === isWithRelease(b))
    // It takes what begins with a hyphen for one of its own flags.
    .filter((pair) => pair.every((version) => /^\w/.test(version) && compareLine(alpm, `${version} 1-1`) !== 'invalid'))
    .slice(0, 5000);
  const script = `while read -r a b; do
      case $(vercmp "$a" "$b") in -1) echo '<' ;; 0) echo '=' ;; 1) echo '>' ;; *) echo invalid ;; esac
    done`;
  agree(t, alpm, ['vercmp'], pairs, ['sh', '-c', script]);
});
