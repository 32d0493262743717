import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';

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

  const config = join(folder, 'plimsoll.yaml');
  writeFileSync(config, 'policy: [builtin:nowhere]\n');
  const configured = run(plimsoll, ['scan', '--config', config, '--offline', `rootfs:${join(folder, 'system')}`]);
  assert.match(configured.stderr, /builtin:nowhere/, 'what a configuration file says is heard');
});
