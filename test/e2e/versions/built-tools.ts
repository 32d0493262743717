import { copyFileSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { crates } from '../../../src/versions/crates.ts';
import { go } from '../../../src/versions/go.ts';
import { hackage } from '../../../src/versions/hackage.ts';
import { maven } from '../../../src/versions/maven.ts';
import { nuget } from '../../../src/versions/nuget.ts';
import { opam } from '../../../src/versions/opam.ts';
import { tar } from '../../build/tar.ts';
import { fileOf, run } from '../build/parts.ts';
import { circles, longNames } from './set-apart.ts';
import { answersOf, type Pairs, program, type VersionTool } from './version-tool.ts';

/** Libraries that a small program is built around, and tools that only list packages in their order. */
export const builtTools: readonly VersionTool[] = [
  { scheme: go, title: '`semver` (Go)', parts: ['go'], pairs: 10_000, feed: 'Go', ask: askGo },
  {
    scheme: crates,
    title: '`semver` (Rust)',
    parts: ['rustc', 'rust-semver'],
    pairs: 10_000,
    feed: 'crates.io',
    ask: askRust,
  },
  {
    scheme: maven,
    title: '`ComparableVersion` (Maven)',
    parts: ['mvn', 'javac'],
    pairs: 10_000,
    apart: circles,
    ask: (pairs) => answersOf('java', ['-cp', '/usr/share/maven/lib/*', program('Comparable.java')], pairs),
  },
  { scheme: nuget, title: '`NuGetVersion` (NuGet)', parts: ['mono', 'mcs'], pairs: 10_000, ask: askNuget },
  { scheme: hackage, title: '`cabal list`', parts: ['cabal'], pairs: 3000, apart: longNames, ask: askCabal },
  { scheme: opam, title: '`opam admin list`', parts: ['opam'], pairs: 3000, ask: askOpam },
];

function askGo(pairs: Pairs, folder: string): string[] {
  const root = run('go', ['env', 'GOROOT']).toString().trim();
  mkdirSync(join(folder, 'semver'));
  copyFileSync(join(root, 'src/cmd/vendor/golang.org/x/mod/semver/semver.go'), join(folder, 'semver/semver.go'));
  copyFileSync(program('semver.go'), join(folder, 'main.go'));
  writeFileSync(join(folder, 'go.mod'), 'module example.com/versions\n\ngo 1.19\n');
  const env = { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '' };
  run('go', ['build', '-o', 'compare', '.'], { cwd: folder, env });
  // Go's own take a v alone; advisories, and so ours, take whole versions without one, too.
  return answersOf(
    join(folder, 'compare'),
    [],
    pairs.map(([a, b]) => [withV(a), withV(b)]),
  );
}

function withV(version: string): string {
  return version.startsWith('v') || /^\d+(?:\.\d+)?$/.test(version) ? version : `v${version}`;
}

function askRust(pairs: Pairs, folder: string): string[] {
  const library = join(fileOf('rust-semver'), 'src/lib.rs');
  const common = ['--edition', '2018', '--cap-lints', 'allow', '-C', 'opt-level=1'];
  const feature = ['--cfg', 'feature="std"'];
  run('rustc', [...common, ...feature, '--crate-name', 'semver', '--crate-type', 'rlib', '--out-dir', folder, library]);
  const built = `semver=${join(folder, 'libsemver.rlib')}`;
  run('rustc', [...common, '--extern', built, '-o', join(folder, 'compare'), program('semver.rs')]);
  return answersOf(join(folder, 'compare'), [], pairs);
}

function askNuget(pairs: Pairs, folder: string): string[] {
  copyFileSync(fileURLToPath(import.meta.resolve('nuget-exe')), join(folder, 'NuGet.exe'));
  run('mcs', ['-nologo', `-out:${folder}/compare.exe`, `-r:${folder}/NuGet.exe`, program('nuget.cs')]);
  return answersOf('mono', [join(folder, 'compare.exe')], pairs);
}

/** All versions are those of one package in a local repository; Cabal lists them in their order and passes over what is none. */
function askCabal(pairs: Pairs, folder: string): string[] {
  const cabalFile = (name: string, version: string) =>
    `cabal-version: 2.4\nname: ${name}\nversion: ${version}\nbuild-type: Simple\nlibrary\n`;
  mkdirSync(join(folder, 'packages'));
  for (const version of new Set(pairs.flat())) {
    if (version.includes('/')) continue;
    // What Cabal takes for the name of another package, it wants to find described under that.
    const id = `one-${version}`;
    const names = id.split('-').map((_, at, parts) => parts.slice(0, at + 1).join('-'));
    const content = tar(
      names.map((name) => ({
        name: `${id}/${name}.cabal`,
        content: cabalFile(name, id.slice(name.length + 1) || '1'),
      })),
    );
    writeFileSync(join(folder, `packages/one-${version}.tar.gz`), gzipSync(content, { level: 1 }));
  }
  writeFileSync(join(folder, 'config'), `repository local\n  url: file+noindex://${folder}/packages\n`);
  const env = { ...process.env, CABAL_DIR: folder, LC_ALL: 'C.UTF-8' };
  const listed = run('cabal', [`--config-file=${folder}/config`, 'list', '--simple-output', 'one'], { env });
  const place = new Map(
    listed
      .toString()
      .trim()
      .split('\n')
      .map((line, at) => [line.replace(/^one /, ''), at]),
  );
  return pairs.map(([a, b]) => {
    const [left, right] = [place.get(a), place.get(b)];
    if (left === undefined || right === undefined) return 'invalid';
    return left === right ? '=' : left < right ? '<' : '>';
  });
}

/** Each pair is a package with two versions, and each of them one of its own: of two that are the same opam lists one. */
function askOpam(pairs: Pairs, folder: string): string[] {
  writeFileSync(join(folder, 'repo'), 'opam-version: "2.0"\n');
  const add = (name: string, version: string) => {
    if (version.includes('/')) return;
    const place = join(folder, `packages/${name}/${name}.${version}`);
    mkdirSync(place, { recursive: true });
    writeFileSync(join(place, 'opam'), 'opam-version: "2.0"\n');
  };
  for (const [at, [a, b]] of pairs.entries()) {
    add(`l${at}`, a);
    add(`r${at}`, b);
    add(`p${at}`, a);
    add(`p${at}`, b);
  }
  const listed = new Map<string, string[]>();
  const output = run('opam', ['admin', 'list', '--short', '--all-versions'], {
    cwd: folder,
    env: { ...process.env, OPAMROOT: join(folder, 'root') },
  });
  for (const line of output.toString().trim().split('\n')) {
    const [, name = '', version = ''] = /^(\w+)\.(.*)$/.exec(line) ?? [];
    listed.set(name, [...(listed.get(name) ?? []), version]);
  }
  return pairs.map(([a, b], at) => {
    if (!listed.has(`l${at}`) || !listed.has(`r${at}`)) return 'invalid';
    const both = listed.get(`p${at}`) ?? [];
    return both.length < 2 ? '=' : both[0] === a ? '<' : both[0] === b ? '>' : 'lost';
  });
}
