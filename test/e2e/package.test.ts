import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { dockerArchive } from '../build/image.ts';
import { file, tar } from '../build/tar.ts';

const root = join(import.meta.dirname, '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-package-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function run(program: string, args: readonly string[], cwd = folder) {
  const env = { ...process.env, PLIMSOLL_HOME: join(folder, 'home'), LANG: 'C.UTF-8', NODE_COMPILE_CACHE: '' };
  const { status, stdout, stderr } = spawnSync(program, args, { cwd, env, encoding: 'utf8' });
  return { status, stdout, stderr };
}

test('the tarball, installed into an empty folder without scripts, scans', (t) => {
  const packed = run('npm', ['run', 'package', '--', '--pack-destination', folder], root);
  assert.equal(packed.status, 0, packed.stderr);
  const tarball = readdirSync(folder).find((name) => name.endsWith('.tgz')) ?? '';
  const empty = join(folder, 'empty');
  mkdirSync(empty);
  writeFileSync(join(empty, 'package.json'), '{"private":true}');
  const install = ['install', '--ignore-scripts', '--no-audit', '--no-fund', '--prefer-offline', join(folder, tarball)];
  const installed = run('npm', install, empty);
  if (
    installed.status !== 0 &&
    process.env['CI'] !== 'true' &&
    /ENOTFOUND|ECONNREFUSED|EAI_AGAIN|ETIMEDOUT/.test(installed.stderr)
  ) {
    return t.skip('needs a package registry');
  }
  assert.equal(installed.status, 0, installed.stderr);

  const plimsoll = join(empty, 'node_modules', '.bin', 'plimsoll');
  assert.deepEqual(
    readdirSync(join(empty, 'node_modules', 'plimsoll')).includes('src'),
    false,
    'no sources, the bundle',
  );
  assert.match(run(plimsoll, ['--version']).stdout, /^\d+\.\d+\.\d+/);
  assert.equal(run('sh', ['-c', 'echo "1.0-1 1.0-2" | "$0" versions compare deb', plimsoll]).stdout, '<\n');

  const system = join(folder, 'system', 'var', 'lib', 'dpkg');
  mkdirSync(system, { recursive: true });
  mkdirSync(join(folder, 'system', 'etc'));
  writeFileSync(join(folder, 'system', 'etc', 'os-release'), 'ID=debian\nVERSION_ID="11"\nPRETTY_NAME="Debian 11"\n');
  writeFileSync(
    join(system, 'status'),
    'Package: openssl\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.1.1k-1\n',
  );
  const scanned = run(plimsoll, ['scan', '-o', 'json', '--offline', `rootfs:${join(folder, 'system')}`]);
  assert.equal(scanned.status, 0, scanned.stderr);
  const report: { packages: { name: string }[]; database: { starter: boolean } } = JSON.parse(scanned.stdout);
  assert.deepEqual(
    report.packages.map((found) => found.name),
    ['openssl'],
  );
  assert.equal(report.database.starter, true);

  // An image is known again by its layers; what has a time or a policy is looked at each time.
  const status = 'Package: openssl\nStatus: install ok installed\nArchitecture: amd64\nVersion: 1.1.1k-1\n';
  const release = 'ID=debian\nVERSION_ID="11"\nPRETTY_NAME="Debian 11"\n';
  const layers = [tar([file('etc/os-release', release)]), tar([file('var/lib/dpkg/status', status)])];
  const archive = join(folder, 'image.tar');
  const image = dockerArchive({ layers });
  writeFileSync(archive, image);
  const judged = (...flags: readonly string[]) => {
    const { status, stdout } = run(plimsoll, ['scan', '-o', 'json', '--offline', `archive:${archive}`, ...flags]);
    const { scannedAt: _, timings: __, ...rest } = JSON.parse(stdout);
    return { status, report: rest };
  };
  const readings = join(folder, 'home', 'harvest');
  const first = judged();
  assert.ok(first.report.vulnerabilities.length > 0);
  for (const name of readdirSync(readings)) if (name !== 'images') rmSync(join(readings, name), { recursive: true });
  writeFileSync(archive, Buffer.from(image.toString('latin1').replace('1.1.1k-1', '9.9.9z-9'), 'latin1'));
  assert.deepEqual(judged(), first, 'known by the diffIDs that it claims, as a layer is');
  assert.equal(judged('--policy', 'builtin:strict').status, 1);
  assert.equal(judged('--max-layers', '1').status, 3);
  rmSync(join(readings, 'images'), { recursive: true });
  assert.match(JSON.stringify(judged().report.gaps), /digest-mismatch/);
  assert.equal(existsSync(join(readings, 'images')), false, 'what was not what it claimed to be is not kept');

  for (const words of [['--help'], ['help', 'scan'], ['scan', '--help'], ['doctor', '--help']])
    assert.equal(run(plimsoll, words).stdout, run(join(root, 'bin', 'plimsoll'), words).stdout, words.join(' '));

  const config = join(folder, 'plimsoll.yaml');
  writeFileSync(config, 'policy: [builtin:nowhere]\n');
  const configured = run(plimsoll, ['scan', '--config', config, '--offline', `rootfs:${join(folder, 'system')}`]);
  assert.match(configured.stderr, /builtin:nowhere/, 'what a configuration file says is heard');
});
