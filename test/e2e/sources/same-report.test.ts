import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, type TestContext, test } from 'node:test';
import { debianBase } from '../build/debian.ts';
import { launcher } from '../build/installation.ts';
import { has, inHook, isRoot, run } from '../build/parts.ts';
import { plimsoll } from '../build/plimsoll.ts';
import { loginEnvironment, passwordFile, push, type RunningRegistry, startRegistry } from './registry-server.ts';
import { comparable, type Report, reportOf, withoutConfig } from './report.ts';
import { containerdSave, layoutDirectory, readSaved } from './saved-image.ts';

const name = 'plimsoll-e2e/debian:11';
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-same-'));
const saved = join(folder, 'image.tar');
const registries: RunningRegistry[] = [];
after(() => {
  for (const registry of registries) registry.stop();
  rmSync(folder, { recursive: true });
});

const dockerfile = `FROM plimsoll-e2e/base:11
LABEL tier=e2e
RUN rm -r /usr/share/doc/tar && echo app:x:1000:1000::/:/bin/sh >>/etc/passwd
RUN sed -i '/^Package: zlib1g$/,/^$/s/^Version: .*/Version: 1:1.2.11.dfsg-1/' /var/lib/dpkg/status
USER app
`;

describe('one Debian image through every source', { concurrency: 1 }, () => {
  let expected: Report;
  let layout: string;

  const isReady = (t: TestContext) =>
    has(t, 'docker', 'debootstrap', 'skopeo', 'zstd', 'docker-registry', 'htpasswd') && isRoot(t);
  const same = async (ref: string, options?: Parameters<typeof reportOf>[2]) =>
    assert.deepEqual(comparable(await reportOf(ref, folder, options)), comparable(expected));

  before(async () => {
    // Each test says for itself what it misses.
    if (!isReady(inHook)) return;
    run('docker', ['import', debianBase(), 'plimsoll-e2e/base:11']);
    writeFileSync(join(folder, 'Dockerfile'), dockerfile);
    run('docker', ['build', '--network', 'none', '-t', name, folder]);
    run('docker', ['save', '-o', saved, name]);
    layout = layoutDirectory(readSaved(saved, folder), 'zstd', folder);
    expected = await reportOf(`docker:${name}`, folder);
  });

  test('docker: packages equal to dpkg-query inside', (t) => {
    if (!isReady(t)) return;
    const format = ['Package', 'Version', 'Architecture'].map((field) => `\${${field}}`).join(' ');
    const inside = run('docker', [
      'run',
      '--rm',
      '--network',
      'none',
      name,
      'dpkg-query',
      '-W',
      '-f',
      `${format}\\n`,
    ]).toString();
    const found = expected.packages
      .filter((pkg) => pkg.type === 'deb')
      .map((pkg) => `${pkg.name} ${pkg.version} ${new URLSearchParams(pkg.purl.split('?')[1]).get('arch')}`);
    assert.deepEqual(found.sort(), inside.trim().split('\n').sort());
    assert.ok(expected.vulnerabilities.length > 0, 'the starter set knows something in it');
    assert.equal(expected.image.user, 'app');
  });

  test('docker: by id, and a second time from the cache', async (t) => {
    if (!isReady(t)) return;
    const id = run('docker', ['inspect', '-f', '{{.Id}}', name]).toString().trim();
    const home = mkdtempSync(join(folder, 'home-'));
    await same(`docker:${id.slice(7, 19)}`, { home });
    await same(`docker:${id}`, { home });
    await same(`archive:${saved}`, { home });
  });

  test('archive: as saved, gzip, zstd', async (t) => {
    if (!isReady(t)) return;
    run('sh', ['-c', 'gzip -1 <image.tar >image.tar.gz && zstd -q -1 image.tar'], { cwd: folder });
    for (const file of [saved, `${saved}.gz`, `${saved}.zst`]) await same(`archive:${file}`);
  });

  test('archive: standard input that is a pipe, a socket, a file, compressed or not; a named pipe', async (t) => {
    if (!isReady(t)) return;
    await same('archive:-', { input: run('cat', [saved]) });
    const scans = [
      `cat ${saved} | "$0" scan archive:-`,
      `"$0" scan archive:- <${saved}`,
      `"$0" scan archive:- <${saved}.gz`,
      `"$0" scan archive:<(zstd -qdc ${saved}.zst)`,
    ];
    for (const line of scans) {
      const home = mkdtempSync(join(folder, 'home-'));
      const report: Report = JSON.parse(
        run('bash', ['-c', `export PLIMSOLL_HOME=${home} LANG=C; ${line} -o json`, launcher]).toString(),
      );
      assert.deepEqual(comparable(report), comparable(expected), line);
    }
  });

  test('archive: as engines with containerd\u2019s store save it', async (t) => {
    if (!isReady(t)) return;
    const archive = join(folder, 'containerd.tar');
    writeFileSync(archive, containerdSave(readSaved(saved, folder)));
    const report = await reportOf(`archive:${archive}`, folder);
    assert.deepEqual(comparable(report), comparable(expected));
    assert.match(
      `${report.image.fingerprint.manifestDigest} ${report.image.fingerprint.indexDigest}`,
      /^sha256:\w{64} sha256:\w{64}$/,
    );
    await same('archive:-', { input: run('cat', [archive]) });
  });

  test('oci: with the config as the engine has it', async (t) => {
    if (!isReady(t)) return;
    await same(`oci:${layout}:v1`);
  });

  test('oci: and an OCI archive, as skopeo converts it, but for the config\u2019s digest', async (t) => {
    if (!isReady(t)) return;
    // By its content it is another image: skopeo writes a config of its own.
    const converted = join(folder, 'skopeo');
    run('skopeo', ['copy', '-q', `docker-archive:${saved}`, `oci:${converted}:v1`]);
    run('tar', ['-C', converted, '-cf', `${converted}.tar`, '.']);
    for (const ref of [`oci:${converted}:v1`, `archive:${converted}.tar`]) {
      assert.deepEqual(withoutConfig(await reportOf(ref, folder)), withoutConfig(expected));
    }
  });

  test('registry: anonymous, of a Docker manifest and of an OCI one', async (t) => {
    if (!isReady(t)) return;
    const registry = await startRegistry(folder);
    registries.push(registry);
    await push(`docker-archive:${saved}`, `${registry.host}/debian:docker`);
    await push(`oci:${layout}:v1`, `${registry.host}/debian:oci`);
    const home = mkdtempSync(join(folder, 'home-'));
    await same(`registry:${registry.host}/debian:docker`, { home });
    await same(`registry:${registry.host}/debian:oci`);
    registry.stop();
    const gone = await plimsoll(['scan', `registry:${registry.host}/debian:docker`], { home });
    assert.equal(gone.code, 3);
    assert.match(gone.stderr, /^plimsoll: .*\(host-unreachable\)\n {2}\S.*\n$/);
  });

  test('registry: with a password, and without', async (t) => {
    if (!isReady(t)) return;
    const registry = await startRegistry(folder, {
      auth: `htpasswd: {realm: test, path: ${passwordFile(folder, 'someone', 'secret')}}`,
    });
    registries.push(registry);
    const ref = `registry:${registry.host}/debian:11`;
    await push(`oci:${layout}:v1`, `${registry.host}/debian:11`, '--dest-creds', 'someone:secret');
    const auth = Buffer.from('someone:secret').toString('base64');
    await same(ref, { env: loginEnvironment(folder, { auths: { [registry.host]: { auth } } }) });
    const refused = await plimsoll(['scan', ref], { home: folder, env: loginEnvironment(folder, {}) });
    assert.equal(refused.code, 3);
    assert.match(refused.stderr, /^plimsoll: .*\(registry-login-needed\)\n {2}\S.*\n$/);
  });

  test('rootfs: the same packages and findings, without layers', async (t) => {
    if (!isReady(t)) return;
    const root = join(folder, 'root');
    mkdirSync(root);
    const container = run('docker', ['create', '--network', 'none', name, 'true']).toString().trim();
    run('sh', ['-c', `docker export ${container} | tar -C ${root} -xf -`]);
    run('docker', ['rm', container]);
    const report = await reportOf(`rootfs:${root}`, folder);
    const plain = (list: readonly { layer?: string }[]) => list.map(({ layer: _, ...rest }) => rest);
    assert.deepEqual(plain(report.packages), plain(expected.packages));
    assert.deepEqual(plain(report.vulnerabilities), plain(expected.vulnerabilities));
    assert.deepEqual(report.gaps, expected.gaps);
  });
});
