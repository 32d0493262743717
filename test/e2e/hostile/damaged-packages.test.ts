import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, type TestContext, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { beginsAsProgram } from '../../../src/collect/program-reader.ts';
import { ecosystems } from '../../../src/ecosystems/all.ts';
import { losesNothingSilently, type Specimen } from '../../build/losses.ts';
import { zip } from '../../build/zip.ts';
import { has, type Part, run } from '../build/parts.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-damaged-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const COUNT = 1000;

/** Packages as one text per package, each found by two of its lines. */
function linesOf(content: Buffer, first: (name: string) => string, second: (version: string) => string) {
  const text = content.toString('latin1');
  return (name: string, version: string): readonly [number, number] => {
    const from = text.indexOf(`\n${first(name)}\n`) + 1;
    const line = `\n${second(version)}\n`;
    return [from, text.indexOf(line, from - 1) + line.length];
  };
}

function dpkgStatus(): Pick<Specimen, 'content' | 'wordsOf'> {
  const paragraphs = readFileSync('/var/lib/dpkg/status', 'utf8').split('\n\n');
  const installed = paragraphs.filter((text) => text.includes('\nStatus: install ok installed\n')).slice(0, 40);
  const content = Buffer.from(`\n${installed.join('\n\n')}\n`);
  return {
    content,
    wordsOf: linesOf(
      content,
      (name) => `Package: ${name}`,
      (version) => `Version: ${version}`,
    ),
  };
}

/** As apk-tools write it: the checksum first, files last. */
function apkInstalled(): Pick<Specimen, 'content' | 'wordsOf'> {
  const names = ['alpine-baselayout', 'busybox', 'libcrypto3', 'libssl3', 'musl', 'ssl_client', 'zlib'];
  const sum = (i: number) => `Q1${Buffer.alloc(20, `${i}x`).toString('base64')}`;
  const records = names.map(
    (name, i) =>
      `C:${sum(i)}\nP:${name}\nV:1.${i}.2-r${i}\nA:x86_64\nS:${1000 + i}\nI:${4000 + i}\nT:Package ${i}\nU:https://example.org\nL:MIT\no:${name}\nm:A <a@example.org>\nt:1700000000\nc:${'ab'.repeat(20)}\nD:so:libc.musl-x86_64.so.1\nF:usr\nF:usr/lib\nR:${name}.so\na:0:0:755\nZ:${sum(i + 9)}\n\n`,
  );
  const content = Buffer.from(`\n${records.join('')}`);
  return {
    content,
    wordsOf: linesOf(
      content,
      (name) => `P:${name}`,
      (version) => `V:${version}`,
    ),
  };
}

function npmManifest(): Pick<Specimen, 'content' | 'wordsOf' | 'heart'> {
  const content = readFileSync(join(import.meta.dirname, '../../../node_modules/yaml/package.json'));
  return { content, wordsOf: null, heart: [0, 120] };
}

function wheelMetadata(): Pick<Specimen, 'content' | 'wordsOf'> {
  const [file = ''] = globSync('/usr/lib/python3/dist-packages/*.dist-info/METADATA').sort();
  return { content: readFileSync(file), wordsOf: null };
}

/** A program of four packages and its runtime, as `dotnet publish` writes the list. */
function depsJson(): Pick<Specimen, 'content' | 'wordsOf'> {
  const packages = ['Newtonsoft.Json/12.0.1', 'Serilog/2.10.0', 'System.Text.Json/6.0.0', 'runtimepack.X/8.0.1'];
  const dll = (key: string) => ({ [`lib/net6.0/${key.split('/')[0]}.dll`]: { assemblyVersion: '1.0.0.0' } });
  const libraries = packages.map((key) => [
    key,
    { type: key.startsWith('runtimepack.') ? 'runtimepack' : 'package', serviceable: true, sha512: `sha512-${key}` },
  ]);
  const target = packages.map((key) => [key, { runtime: dll(key) }]);
  const document = {
    runtimeTarget: { name: '.NETCoreApp,Version=v8.0/linux-x64', signature: '' },
    compilationOptions: {},
    targets: {
      '.NETCoreApp,Version=v8.0': {},
      '.NETCoreApp,Version=v8.0/linux-x64': {
        'app/1.0.0': { dependencies: { 'Newtonsoft.Json': '12.0.1' }, runtime: { 'app.dll': {} } },
        ...Object.fromEntries(target),
      },
    },
    libraries: { 'app/1.0.0': { type: 'project', serviceable: false, sha512: '' }, ...Object.fromEntries(libraries) },
  };
  const text = JSON.stringify(document, null, 2);
  // What a library's files stand under is what loads them; without it they are not loaded.
  const wordsOf = (name: string, version: string) => {
    const from = text.search(new RegExp(`"(?:runtimepack\\.)?${name}/${version}": `));
    return [from, text.indexOf('}', from)] as const;
  };
  return { content: Buffer.from(text), wordsOf };
}

/** Jars of Debian's Maven in one, as an archiver that is not ours stores them. */
function jarOfJars(): Pick<Specimen, 'content' | 'wordsOf'> {
  run(
    'python3',
    [
      '-c',
      `import os, zipfile
with zipfile.ZipFile('application.jar', 'w', zipfile.ZIP_STORED) as archive:
    for name in ['commons-cli.jar', 'jansi.jar', 'plexus-interpolation.jar']:
        archive.write('/usr/share/maven/lib/' + name, 'BOOT-INF/lib/' + name)
`,
    ],
    { cwd: folder },
  );
  return { content: readFileSync(join(folder, 'application.jar')), wordsOf: null };
}

function goProgram(): Pick<Specimen, 'content' | 'wordsOf' | 'heart'> {
  const modules = { 'example.com/one': 'v1.2.3', 'example.com/two': 'v0.9.0' };
  const files: Record<string, string> = {
    'source/go.mod': `module example.com/app\n\ngo 1.18\n\nrequire (\n\texample.com/one v1.2.3\n\texample.com/two v0.9.0\n)\n`,
    'source/main.go':
      'package main\n\nimport (\n\t"example.com/one"\n\t"example.com/two"\n)\n\nfunc main() { println(one.Version, two.Version) }\n',
  };
  for (const [path, version] of Object.entries(modules)) {
    const name = path.slice(path.lastIndexOf('/') + 1);
    const source = {
      'go.mod': `module ${path}\n`,
      [`${name}.go`]: `package ${name}\n\nconst Version = "${version}"\n`,
    };
    const entries = Object.entries(source).map(([file, content]) => ({ name: `${path}@${version}/${file}`, content }));
    const place = `proxy/${path}/@v`;
    mkdirSync(join(folder, place), { recursive: true });
    writeFileSync(join(folder, place, `${version}.zip`), zip(entries));
    files[`${place}/${version}.info`] = JSON.stringify({ Version: version });
    files[`${place}/${version}.mod`] = source['go.mod'];
  }
  mkdirSync(join(folder, 'source'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text);
  const env = {
    ...process.env,
    GOPROXY: `file://${join(folder, 'proxy')}`,
    GOSUMDB: 'off',
    GOFLAGS: '-mod=mod -modcacherw',
    GOTOOLCHAIN: 'local',
    GOMODCACHE: join(folder, 'cache'),
    CGO_ENABLED: '0',
  };
  run('go', ['build', '-ldflags', '-s -w', '-o', join(folder, 'server'), '.'], { cwd: join(folder, 'source'), env });
  const content = readFileSync(join(folder, 'server'));
  const from = content.lastIndexOf('\xff Go buildinf:', undefined, 'latin1');
  return { content, wordsOf: null, heart: [from, from + 600] };
}

function rustProgram(): Pick<Specimen, 'content' | 'wordsOf' | 'heart'> {
  const crates = ['itoa', 'serde', 'serde_json', 'ryu'].map((name, i) => ({
    name,
    version: `1.0.${i}`,
    source: 'crates.io',
  }));
  // What cargo auditable hands to the linker.
  const data = deflateSync(
    JSON.stringify({ packages: [{ name: 'app', version: '0.1.0', source: 'local', root: true }, ...crates] }),
  );
  writeFileSync(join(folder, 'list'), data);
  writeFileSync(
    join(folder, 'app.rs'),
    `#[used]\n#[link_section = ".dep-v0"]\nstatic LIST: [u8; ${data.length}] = *include_bytes!("list");\n\nfn main() {\n    println!("{}", LIST.len());\n}\n`,
  );
  run('rustc', ['-C', 'strip=symbols', '-o', 'app', 'app.rs'], { cwd: folder });
  const content = readFileSync(join(folder, 'app'));
  const from = content.indexOf(data);
  return { content, wordsOf: null, heart: [from, from + data.length] };
}

const forms: readonly (readonly [string, string, readonly Part[], () => Omit<Specimen, 'collector' | 'path'>])[] = [
  ['deb-status', 'var/lib/dpkg/status', ['dpkg'], dpkgStatus],
  ['apk-installed', 'lib/apk/db/installed', [], apkInstalled],
  ['npm-installed', 'srv/node_modules/yaml/package.json', [], npmManifest],
  ['pypi-metadata', 'usr/lib/python3/dist-packages/attrs-22.2.0.dist-info/METADATA', ['python3'], wheelMetadata],
  ['nuget-deps', 'srv/app.deps.json', [], depsJson],
  ['maven-jars', 'srv/application.jar', ['mvn', 'python3'], jarOfJars],
  ['golang-programs', 'usr/bin/server', ['go'], () => ({ ...goProgram(), isTold: beginsAsProgram })],
  ['cargo-programs', 'usr/bin/app', ['rustc'], () => ({ ...rustProgram(), isTold: beginsAsProgram })],
];

for (const [name, path, parts, make] of forms) {
  test(`${name}: damage never takes a package away without a word`, (t: TestContext) => {
    if (!has(t, ...parts)) return;
    const collector = ecosystems.flatMap(({ collectors }) => collectors).find((one) => one.name === name);
    if (collector === undefined) throw new Error(`no collector ${name}`);
    losesNothingSilently(
      { collector, path, ...make() },
      { seed: 41, count: name === 'golang-programs' ? COUNT / 4 : COUNT },
    );
  });
}
