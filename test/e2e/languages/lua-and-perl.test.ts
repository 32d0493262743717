import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { has, run } from '../build/parts.ts';
import { scannedFiles } from './scanned-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-lua-perl-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('rocks that LuaRocks installed are the ones that it lists', async (t) => {
  if (!has(t, 'luarocks', 'tar')) return;
  const tree = join(folder, 'lua/usr/local');
  const source = join(folder, 'rock');
  mkdirSync(source, { recursive: true });
  writeFileSync(join(source, 'sample.lua'), 'return {}\n');
  for (const [name, version] of [
    ['sample-rock', '1.2.3-1'],
    ['other', 'scm-2'],
  ]) {
    const file = `${name}-${version}.rockspec`;
    const text = `rockspec_format = "3.0"
package = "${name}"
version = "${version}"
source = { url = "file://${source}/sample.lua" }
description = { license = "MIT" }
build = { type = "builtin", modules = { sample = "sample.lua" } }
`;
    writeFileSync(join(source, file), text);
    run('luarocks', ['--tree', tree, 'make', '--deps-mode=none', file], { cwd: source });
  }
  const listed = run('luarocks', ['--tree', tree, 'list', '--porcelain'])
    .toString()
    .trim()
    .split('\n')
    .map((line) => line.split('\t').slice(0, 2).join(' '))
    .filter((line) => /^(?:sample-rock|other) /.test(line));
  assert.equal(listed.length, 2);

  const { packages } = await scannedFiles(folder, 'lua', 'luarocks');

  assert.deepEqual(
    packages.map((line) => line.split(' ').slice(0, 2).join(' ')),
    listed.sort(),
  );
});

test('a Perl distribution that its own Makefile installed is known by the diary', async (t) => {
  if (!has(t, 'perl', 'make', 'tar')) return;
  const source = join(folder, 'perl-source');
  mkdirSync(join(source, 'lib/Sample'), { recursive: true });
  const target = join(folder, 'perl/usr/local/perl');
  for (const version of ['1.02', '1.03']) {
    writeFileSync(join(source, 'lib/Sample/Thing.pm'), `package Sample::Thing;\nour $VERSION = '${version}';\n1;\n`);
    writeFileSync(
      join(source, 'Makefile.PL'),
      "use ExtUtils::MakeMaker;\nWriteMakefile(NAME => 'Sample::Thing', VERSION_FROM => 'lib/Sample/Thing.pm');\n",
    );
    run('perl', ['Makefile.PL', `INSTALL_BASE=${target}`, 'NO_META=1'], { cwd: source });
    run('make', ['install'], { cwd: source });
  }

  const { packages } = await scannedFiles(folder, 'perl', 'cpan');

  assert.equal(packages.length, 1);
  assert.match(packages[0] ?? '', /^Sample-Thing 1\.03 usr\/local\/perl\/lib\/perl5\/\S+\/perllocal\.pod$/);
});
