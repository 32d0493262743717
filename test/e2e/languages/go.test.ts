import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { toolchainVersion } from '../../../src/versions/go.ts';
import { zip } from '../../build/zip.ts';
import { has, run } from '../build/parts.ts';
import { scannedFiles } from './scanned-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-go-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Modules that a `go` command without a network builds from: a proxy that is a directory (go.dev/ref/mod, "GOPROXY protocol"). */
function proxyOf(modules: Readonly<Record<string, string>>): string {
  const proxy = join(folder, 'proxy');
  for (const [path, version] of Object.entries(modules)) {
    const place = join(proxy, path, '@v');
    mkdirSync(place, { recursive: true });
    const name = path.slice(path.lastIndexOf('/') + 1);
    const source = {
      'go.mod': `module ${path}\n`,
      [`${name}.go`]: `package ${name}\n\nconst Version = "${version}"\n`,
    };
    const entries = Object.entries(source).map(([file, content]) => ({ name: `${path}@${version}/${file}`, content }));
    writeFileSync(join(place, `${version}.info`), JSON.stringify({ Version: version }));
    writeFileSync(join(place, `${version}.mod`), source['go.mod']);
    writeFileSync(join(place, `${version}.zip`), zip(entries));
  }
  return proxy;
}

const targets = [
  ['linux', 'amd64', 'app/server'],
  ['windows', 'amd64', 'app/server.exe'],
  ['darwin', 'arm64', 'app/server-mac'],
] as const;

test('programs of the Go toolchain for three systems are read as `go version -m` reads them', async (t) => {
  if (!has(t, 'go', 'tar')) return;
  const dependencies = { 'example.com/dep': 'v1.2.3', 'example.com/fork': 'v1.9.0' };
  const proxy = proxyOf(dependencies);
  const source = join(folder, 'source');
  mkdirSync(source);
  writeFileSync(
    join(source, 'go.mod'),
    'module example.com/app\n\ngo 1.18\n\nrequire (\n\texample.com/dep v1.2.3\n\texample.com/old v1.0.0\n)\n\nreplace example.com/old => example.com/fork v1.9.0\n',
  );
  writeFileSync(
    join(source, 'main.go'),
    'package main\n\nimport (\n\t"example.com/dep"\n\told "example.com/old"\n)\n\nfunc main() { println(dep.Version, old.Version) }\n',
  );
  const env = (more: Record<string, string>) => ({
    ...process.env,
    GOPROXY: `file://${proxy}`,
    GOSUMDB: 'off',
    GOFLAGS: '-mod=mod',
    GOTOOLCHAIN: 'local',
    GOMODCACHE: join(folder, 'cache'),
    CGO_ENABLED: '0',
    ...more,
  });
  const root = join(folder, 'root');
  for (const [os, architecture, path] of targets) {
    const flags = ['build', '-buildvcs=false', '-ldflags=-s -w -buildid=', '-o', join(root, path), '.'];
    run('go', flags, { cwd: source, env: env({ GOOS: os, GOARCH: architecture }) });
  }
  const told = targets.flatMap(([, , path]) => {
    const lines = run('go', ['version', '-m', join(root, path)])
      .toString()
      .split('\n');
    const toolchain = /: (go\S+)/.exec(lines[0] ?? '')?.[1] ?? '';
    const modules = lines.map((line) => line.split('\t').slice(1));
    const packages = modules.flatMap(([word, name, version], i) =>
      (word === 'mod' || word === 'dep' || word === '=>') && modules[i + 1]?.[0] !== '=>'
        ? [`${name} ${version} ${path}`]
        : [],
    );
    return [...packages, `stdlib ${toolchainVersion(toolchain)} ${path}`];
  });
  assert.equal(told.length, 4 * targets.length);

  const { packages, gaps } = await scannedFiles(folder, 'root', 'golang');

  assert.deepEqual(packages, told.sort());
  assert.deepEqual(gaps, []);
  assert.ok(packages.some((line) => line === 'example.com/fork v1.9.0 app/server'));
});

test('the version that a build without paths was told is read from its table of symbols', async (t) => {
  if (!has(t, 'go', 'tar')) return;
  const source = join(folder, 'told');
  mkdirSync(join(source, 'in.fo'), { recursive: true });
  writeFileSync(join(source, 'go.mod'), 'module example.com/shop/v2\n\ngo 1.18\n');
  writeFileSync(join(source, 'in.fo/version.go'), 'package info\n\nvar Version = "none"\n');
  writeFileSync(
    join(source, 'main.go'),
    'package main\n\nimport info "example.com/shop/v2/in.fo"\n\nvar goVersion = "none"\n\nfunc main() { println(info.Version, goVersion) }\n',
  );
  const env = { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '', CGO_ENABLED: '0' };
  const told = '-X example.com/shop/v2/in.fo.Version=2.3.4 -X main.goVersion=1.2.3';
  for (const [name, flags] of [
    ['kept', told],
    ['stripped', `-s ${told}`],
  ] as const)
    run(
      'go',
      ['build', '-trimpath', '-buildvcs=false', `-ldflags=${flags}`, '-o', join(folder, `told-root/app/${name}`), '.'],
      { cwd: source, env },
    );

  const { packages, gaps } = await scannedFiles(folder, 'told-root', 'golang');

  assert.deepEqual(
    packages.filter((line) => line.startsWith('example.com/')),
    ['example.com/shop/v2 (devel) app/stripped', 'example.com/shop/v2 v2.3.4 app/kept'],
  );
  assert.deepEqual(gaps, []);
});
