import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { dockerArchive } from '../../build/image.ts';
import { has, run } from '../build/parts.ts';
import { plimsoll } from '../build/plimsoll.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-pacman-'));
after(() => rmSync(folder, { recursive: true }));

const packages: readonly (readonly [name: string, base: string, version: string, architecture: string])[] = [
  ['bash', 'bash', '5.2.026-2', 'x86_64'],
  ['python-six', 'six', '1:1.16.0-9', 'any'],
  ['gcc-libs', 'gcc', '13.2.1-5', 'x86_64'],
  ['lib32-gcc-libs', 'gcc', '13.2.1-5', 'x86_64'],
  ['linux-firmware', 'linux-firmware', '20240312.3b128b60-1', 'any'],
  ['gone', 'gone', '1-1', 'any'],
];

/** What pacman installs: a tar archive with a description in it. */
function packageFile([name, base, version, architecture]: (typeof packages)[number]): string {
  const tree = join(folder, 'packages', name);
  mkdirSync(join(tree, 'usr/share', name), { recursive: true });
  writeFileSync(join(tree, 'usr/share', name, 'x'), 'x');
  const lines = { pkgname: name, pkgbase: base, pkgver: version, arch: architecture, pkgdesc: 'd', license: 'MIT' };
  writeFileSync(
    join(tree, '.PKGINFO'),
    `${Object.entries(lines)
      .map(([key, value]) => `${key} = ${value}\n`)
      .join('')}size = 1\n`,
  );
  const file = `${tree}.pkg.tar`;
  run('tar', ['-C', tree, '--owner=0', '--group=0', '-cf', file, '.PKGINFO', 'usr']);
  return file;
}

test('the packages that pacman lists, and none that it has removed', async (t) => {
  if (!has(t, 'pacman', 'tar')) return;
  const root = join(folder, 'root');
  mkdirSync(join(root, 'etc'), { recursive: true });
  mkdirSync(join(root, 'var/lib/pacman'), { recursive: true });
  writeFileSync(
    join(root, 'etc/os-release'),
    'NAME="Arch Linux"\nPRETTY_NAME="Arch Linux"\nID=arch\nBUILD_ID=rolling\n',
  );
  const database = ['--root', root, '--dbpath', join(root, 'var/lib/pacman'), '--noconfirm'];
  run('pacman', [...database, '-Udd', ...packages.map(packageFile)]);
  run('pacman', [...database, '-Rdd', 'gone']);
  const listed = run('pacman', [...database, '-Q'])
    .toString()
    .trim()
    .split('\n');
  assert.equal(listed.length, packages.length - 1);

  const archive = join(folder, 'arch.tar');
  writeFileSync(archive, dockerArchive({ layers: [run('tar', ['-C', root, '-cf', '-', 'etc', 'var', 'usr'])] }));
  const ran = await plimsoll(['scan', `archive:${archive}`, '-o', 'json'], { home: join(folder, 'home') });
  assert.equal(ran.code, 0, ran.stderr);
  const report = JSON.parse(ran.stdout);
  assert.deepEqual(
    report.packages.map((pkg: { name: string; version: string }) => `${pkg.name} ${pkg.version}`),
    listed.sort(),
  );
  const libs = report.packages.find((pkg: { name: string }) => pkg.name === 'lib32-gcc-libs');
  assert.deepEqual(
    [libs.purl, libs.source],
    ['pkg:alpm/arch/lib32-gcc-libs@13.2.1-5?arch=x86_64&distro=arch', { name: 'gcc', version: '13.2.1-5' }],
  );
  // Nobody collects what is wrong with Arch in OSV's form, and that is said.
  assert.deepEqual(
    report.gaps.map((gap: { what: string; reason: string }) => `${gap.what}: ${gap.reason}`),
    ['Arch Linux: no-advisories'],
  );
});
