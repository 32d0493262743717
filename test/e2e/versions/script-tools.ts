import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { alpm } from '../../../src/versions/alpm.ts';
import { composer } from '../../../src/versions/composer.ts';
import { conan } from '../../../src/versions/conan.ts';
import { cpan } from '../../../src/versions/cpan.ts';
import { cran } from '../../../src/versions/cran.ts';
import { deb } from '../../../src/versions/deb.ts';
import { gem } from '../../../src/versions/gem.ts';
import { hex } from '../../../src/versions/hex.ts';
import { luarocks } from '../../../src/versions/luarocks.ts';
import { nix } from '../../../src/versions/nix.ts';
import { npm } from '../../../src/versions/npm.ts';
import { pep440 } from '../../../src/versions/pep440.ts';
import { php } from '../../../src/versions/php.ts';
import { rpm } from '../../../src/versions/rpm.ts';
import { semver } from '../../../src/versions/semver.ts';
import { run } from '../build/parts.ts';
import {
  beyondDouble,
  beyondDoubleOrWithV,
  beyondPhp,
  beyondStorePaths,
  beyondWord,
  newerDates,
  numberAndWord,
  options,
  revisions,
  withoutOrder,
} from './set-apart.ts';
import { answersOf, type Pairs, program, type VersionTool } from './version-tool.ts';

/** The package has no types of its own. */
const require = createRequire(import.meta.url);
const nodeSemver = require('semver') as {
  parse(text: string): object | null;
  compare(a: object, b: object): number;
};

/** Tools that are asked as they are installed, in their own language. */
export const scriptTools: readonly VersionTool[] = [
  {
    scheme: deb,
    title: '`dpkg --compare-versions`',
    parts: ['dpkg', 'perl'],
    pairs: 2000,
    feed: 'Debian',
    apart: options,
    ask: (pairs) => answersOf('perl', [program('dpkg.pl')], pairs),
  },
  {
    scheme: rpm,
    title: '`rpm.vercmp` (rpm)',
    parts: ['rpm'],
    pairs: 10_000,
    feed: 'AlmaLinux',
    ask: (pairs) => answersOf('rpm', ['--eval', `%{lua:dofile("${program('rpm.lua')}")}`], pairs),
  },
  {
    scheme: alpm,
    title: '`vercmp` (pacman)',
    parts: ['vercmp'],
    pairs: 3000,
    apart: withoutOrder,
    ask: (pairs) => answersOf('sh', [program('vercmp.sh')], pairs),
  },
  {
    scheme: npm,
    title: 'node-semver',
    parts: [],
    pairs: 10_000,
    feed: 'npm',
    apart: beyondDouble,
    ask: (pairs) => pairs.map(bySemver),
  },
  {
    scheme: semver,
    title: 'node-semver',
    parts: [],
    pairs: 10_000,
    apart: beyondDoubleOrWithV,
    ask: (pairs) => pairs.map(bySemver),
  },
  {
    scheme: pep440,
    title: '`packaging` (Python)',
    parts: ['python3'],
    pairs: 10_000,
    feed: 'PyPI',
    ask: (pairs) => answersOf('python3', [program('pep440.py')], pairs),
  },
  {
    scheme: gem,
    title: '`Gem::Version` (Ruby)',
    parts: ['ruby'],
    pairs: 10_000,
    feed: 'RubyGems',
    ask: (pairs) => answersOf('ruby', [program('gem.rb')], pairs),
  },
  {
    scheme: composer,
    title: '`composer/semver`',
    parts: ['php', 'composer'],
    pairs: 10_000,
    feed: 'Packagist',
    apart: newerDates,
    ask: (pairs) => answersOf('php', [program('composer.php')], pairs),
  },
  {
    scheme: php,
    title: '`version_compare` (PHP)',
    parts: ['php'],
    pairs: 10_000,
    apart: beyondPhp,
    ask: (pairs) => answersOf('php', [program('version-compare.php')], pairs),
  },
  {
    scheme: cpan,
    title: '`version` (Perl)',
    parts: ['perl'],
    pairs: 10_000,
    apart: beyondWord,
    ask: (pairs) => answersOf('perl', [program('version.pl')], pairs),
  },
  {
    scheme: luarocks,
    title: '`luarocks.core.vers`',
    parts: ['luarocks'],
    pairs: 10_000,
    apart: revisions,
    ask: (pairs) => answersOf('lua5.1', [program('luarocks.lua')], pairs),
  },
  {
    scheme: hex,
    title: '`Version` (Elixir)',
    parts: ['elixir'],
    pairs: 10_000,
    ask: (pairs) => answersOf('elixir', [program('version.exs')], pairs),
  },
  {
    scheme: cran,
    title: '`compareVersion` (R)',
    parts: ['Rscript'],
    pairs: 5000,
    ask: (pairs) => answersOf('Rscript', ['--vanilla', program('compare-version.R')], pairs),
  },
  {
    scheme: conan,
    title: '`Version` (Conan)',
    parts: ['conan', 'python3'],
    pairs: 10_000,
    apart: numberAndWord,
    ask: (pairs) => answersOf('python3', [program('conan-version.py')], pairs),
  },
  {
    scheme: nix,
    title: '`builtins.compareVersions` (Nix)',
    parts: ['nix-instantiate'],
    pairs: 10_000,
    apart: beyondStorePaths,
    ask: askNix,
  },
];

function bySemver([a, b]: readonly [string, string]): string {
  const [left, right] = [nodeSemver.parse(a), nodeSemver.parse(b)];
  return left === null || right === null ? 'invalid' : signOf(nodeSemver.compare(left, right));
}

function askNix(pairs: Pairs, folder: string): string[] {
  const file = join(folder, 'pairs.json');
  writeFileSync(file, JSON.stringify(pairs));
  const args = ['--eval', '--strict', '--json', '--store', 'dummy://', '--argstr', 'pairs', file];
  const orders: readonly number[] = JSON.parse(
    run('nix-instantiate', [...args, program('compare-versions.nix')]).toString(),
  );
  return orders.map(signOf);
}

function signOf(order: number): string {
  if (order === 0) return '=';
  return order < 0 ? '<' : '>';
}
