import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { dockerArchive } from '../../build/image.ts';
import { testCache } from '../build/debian.ts';
import { has, run } from '../build/parts.ts';
import { plimsoll } from '../build/plimsoll.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-kernels-'));
after(() => rmSync(folder, { recursive: true, force: true }));

interface Scanned {
  readonly packages: readonly { purl: string; path: string; type: string }[];
  readonly gaps: readonly { what: string; reason: string; path: string | null }[];
}

async function scanned(name: string, root: string): Promise<Scanned> {
  const layer = run('tar', ['-C', root, '--owner=0', '--group=0', '--sort=name', '-cf', '-', '.']);
  const archive = join(folder, `${name}.tar`);
  writeFileSync(archive, dockerArchive({ layers: [layer] }));
  const home = join(folder, `home-${name}`);
  mkdirSync(home);
  return JSON.parse((await plimsoll(['scan', `archive:${archive}`, '-o', 'json'], { home })).stdout) as Scanned;
}

/** Debian's smallest kernel, fetched once. */
function kernelPackage(): string {
  const place = join(testCache(), 'kernel-bookworm');
  mkdirSync(place, { recursive: true });
  const [there] = readdirSync(place);
  if (there !== undefined) return join(place, there);
  const depends = run('apt-cache', ['depends', 'linux-image-cloud-amd64']).toString();
  const [, name = ''] = /Depends: (linux-image-\S+-cloud-amd64)/.exec(depends) ?? [];
  run('apt-get', ['download', '-qq', name], { cwd: place });
  return join(place, readdirSync(place)[0] ?? '');
}

/** A module from elsewhere is the same however it is packed: each by the program that packs a kernel's. */
async function packedModules(root: string, release: string): Promise<void> {
  const of = join(root, 'lib/modules', release);
  const [own = ''] = run('find', [join(of, 'kernel'), '-name', '*.ko', '-size', '+200k'])
    .toString()
    .split('\n')
    .sort()
    .slice(1);
  const told: unknown[] = [];
  for (const [ending, ...packer] of [
    ['', 'cat'],
    ['.xz', 'xz', '--check=crc32', '--lzma2=dict=1MiB', '-c'],
    ['.gz', 'gzip', '-9n', '-c'],
    ['.zst', 'zstd', '-q', '-19', '-c'],
  ] as const) {
    const place = join(folder, `packed${ending}`, 'lib/modules', release, 'updates');
    mkdirSync(place, { recursive: true });
    const [program = '', ...options] = packer;
    writeFileSync(join(place, `own.ko${ending}`), run(program, [...options, own]));
    const { packages, gaps } = await scanned(`packed${ending}`, join(folder, `packed${ending}`));
    assert.ok(packages.length > 0);
    told.push([packages.map(({ purl }) => purl), gaps.filter(({ reason }) => reason !== 'no-advisories')]);
  }
  assert.deepEqual(
    told,
    told.map(() => told[0]),
  );
}

test("Debian's kernel without its package is known by itself and by its modules, and with it is the package", async (t) => {
  if (!has(t, 'dpkg-deb', 'dpkg', 'tar', 'xz', 'zstd')) return;
  if (!readFileSync('/etc/os-release', 'utf8').includes('bookworm'))
    return t.skip('needs Debian 12, whose package this is');
  const file = kernelPackage();
  const root = join(folder, 'root');
  run('dpkg-deb', ['-x', file, root]);
  const [release = ''] = readdirSync(join(root, 'lib/modules'));
  const alone = await scanned('alone', root);
  const kernel = `pkg:generic/linux-kernel@${release}`;
  const kernels = alone.packages.filter(({ purl }) => purl.startsWith('pkg:generic/linux-kernel@'));
  assert.deepEqual(kernels, [{ ...kernels[0], purl: kernel, path: `boot/vmlinuz-${release}` }]);
  // Some hundred modules have versions of their own; each is one that `modinfo` prints.
  assert.ok(alone.packages.length > 20, `${alone.packages.length}`);
  assert.ok(alone.packages.every(({ type }) => type === 'generic'));
  assert.deepEqual(
    alone.gaps.filter(({ reason }) => reason !== 'no-advisories'),
    [],
  );

  await packedModules(root, release);

  const info = join(root, 'var/lib/dpkg/info');
  const field = (one: string) => run('dpkg-deb', ['-f', file, one]).toString().trim();
  const [name, version] = [field('Package'), field('Version')];
  mkdirSync(info, { recursive: true });
  mkdirSync(join(root, 'etc'));
  writeFileSync(join(root, 'etc/os-release'), 'ID=debian\nVERSION_ID="12"\n');
  const control = run('dpkg-deb', ['-f', file]).toString();
  writeFileSync(join(root, 'var/lib/dpkg/status'), `${control.trimEnd()}\nStatus: install ok installed\n`);
  writeFileSync(join(info, `${name}.md5sums`), sums(file));
  const whole = await scanned('whole', root);
  assert.deepEqual(
    whole.packages.map(({ purl }) => purl),
    [`pkg:deb/debian/${name}@${encodeURIComponent(version)}?arch=amd64&distro=debian-12`],
  );
  return undefined;
});

function sums(file: string): string {
  const place = join(folder, 'control');
  run('dpkg-deb', ['-e', file, place]);
  return readFileSync(join(place, 'md5sums'), 'utf8');
}

test('a program of which the linker was told the package', async (t) => {
  if (!has(t, 'as', 'ld', 'tar')) return;
  const root = join(folder, 'noted');
  mkdirSync(join(root, 'srv'), { recursive: true });
  writeFileSync(join(folder, 'a.s'), '.globl _start\n_start:\n  nop\n.data\n  .zero 9000\n');
  run('as', ['-o', join(folder, 'a.o'), join(folder, 'a.s')]);
  const metadata = { type: 'rpm', os: 'fedora', osVersion: '39', name: 'tool', version: '1.2-3.fc39' };
  for (const [name, more] of [
    ['fixed', []],
    ['loaded', ['-pie', '-dynamic-linker', '/lib/ld.so', '-E']],
  ] as const)
    run('ld', [
      ...more,
      `--package-metadata=${JSON.stringify(metadata)}`,
      '--build-id',
      '-o',
      join(root, `srv/${name}`),
      join(folder, 'a.o'),
    ]);
  run('ld', ['-o', join(root, 'srv/plain'), join(folder, 'a.o')]);
  const { packages, gaps } = await scanned('noted', root);
  assert.deepEqual(
    packages.map(({ purl }) => purl),
    ['pkg:generic/tool@1.2-3.fc39?distro=fedora-39&package_type=rpm'],
  );
  assert.deepEqual(
    gaps.map(({ what, path, reason }) => [what, path, reason]),
    [
      ['executable', 'srv/plain', 'unowned-executable'],
      ['tool', null, 'no-advisories'],
    ],
  );
});
