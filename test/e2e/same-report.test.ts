import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { layoutOf } from '../build/image.ts';
import { debianBase } from './build/debian.ts';
import { has, isRoot, run } from './build/parts.ts';
import { plimsoll } from './build/plimsoll.ts';

const name = 'plimsoll-e2e/debian:11';
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-e2e-'));
const registries: ChildProcess[] = [];
after(() => {
  for (const registry of registries) registry.kill();
  rmSync(folder, { recursive: true });
});

/** The report as an object, without what may differ between sources. */
async function reportOf(ref: string, options: Parameters<typeof plimsoll>[1] = {}): Promise<Record<string, never>> {
  const home = mkdtempSync(join(folder, 'home-'));
  const ran = await plimsoll(['scan', ref, '-o', 'json'], { home, ...options });
  assert.equal(ran.stderr, '');
  assert.equal(ran.code, 0);
  const report = JSON.parse(ran.stdout);
  for (const key of ['scannedAt', 'timings']) delete report[key];
  for (const key of ['ref', 'source']) delete report.image[key];
  for (const key of ['manifestDigest', 'indexDigest']) delete report.image.fingerprint[key];
  return report;
}

/** An OCI layout made of a `docker save` archive: the same config, byte for byte. */
function layoutOfSaved(archive: string): string {
  const unpacked = mkdtempSync(join(folder, 'unpacked-'));
  run('tar', ['-C', unpacked, '-xf', archive]);
  const [image] = JSON.parse(readFileSync(join(unpacked, 'manifest.json'), 'utf8'));
  const files = layoutOf(
    readFileSync(join(unpacked, image.Config)),
    image.Layers.map((name: string) => readFileSync(join(unpacked, name))),
  );
  const root = mkdtempSync(join(folder, 'layout-'));
  mkdirSync(join(root, 'blobs', 'sha256'), { recursive: true });
  for (const [name, content] of files) writeFileSync(join(root, name), content);
  return root;
}

function withoutConfig(report: Record<string, never>): unknown {
  const copy = structuredClone(report) as unknown as { image: { fingerprint: { configDigest?: string } } };
  delete copy.image.fingerprint.configDigest;
  return copy;
}

/** Starts Debian's registry on a free port and waits until it answers. */
async function registry(auth: string): Promise<string> {
  const port = await freePort();
  const root = mkdtempSync(join(folder, 'registry-'));
  const config = join(root, 'config.yml');
  writeFileSync(
    config,
    `version: 0.1\nlog: {level: error}\nstorage: {filesystem: {rootdirectory: ${root}/data}}\nhttp: {addr: 127.0.0.1:${port}}\n${auth}`,
  );
  registries.push(spawn('docker-registry', ['serve', config], { stdio: 'ignore' }));
  for (let tries = 0; tries < 100; tries += 1) {
    const answer = await fetch(`http://127.0.0.1:${port}/v2/`).catch(() => null);
    if (answer !== null) return `127.0.0.1:${port}`;
    await pause(100);
  }
  throw new Error('the registry did not start');
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}

describe('one Debian image through every source', { concurrency: 1 }, () => {
  let expected: Record<string, never>;
  let ready = false;

  before(() => {
    const skip = { skip: () => {} } as never;
    if (!has(skip, 'docker', 'debootstrap', 'skopeo') || !isRoot(skip)) return;
    run('docker', ['import', debianBase(), 'plimsoll-e2e/base:11']);
    const dockerfile =
      'FROM plimsoll-e2e/base:11\nLABEL tier=e2e\nRUN rm -r /usr/share/doc/tar && echo app:x:1000:1000::/:/bin/sh >>/etc/passwd\nUSER app\n';
    writeFileSync(join(folder, 'Dockerfile'), dockerfile);
    run('docker', ['build', '-t', name, folder]);
    run('docker', ['save', '-o', join(folder, 'image.tar'), name]);
    ready = true;
  });

  test('docker: by name, packages equal to dpkg-query inside', async (t) => {
    if (!ready) return t.skip('needs Debian packages: docker.io, debootstrap, skopeo; and root');
    expected = await reportOf(`docker:${name}`);
    const format = ['Package', 'Version', 'Architecture'].map((field) => `\${${field}}`).join(' ');
    const inside = run('docker', ['run', '--rm', name, 'dpkg-query', '-W', '-f', `${format}\\n`])
      .toString()
      .trim()
      .split('\n')
      .sort();
    const { packages } = expected as unknown as {
      packages: { type: string; name: string; version: string; purl: string }[];
    };
    const found = packages
      .filter((pkg) => pkg.type === 'deb')
      .map((pkg) => `${pkg.name} ${pkg.version} ${new URLSearchParams(pkg.purl.split('?')[1]).get('arch')}`)
      .sort();
    assert.deepEqual(found, inside);
  });

  const saved = `docker-archive:${folder}/image.tar`;
  const archives: readonly [string, readonly string[], string][] = [
    ['archive: as saved', ['true'], `archive:${folder}/image.tar`],
    ['archive: gzip', ['sh', '-c', 'gzip -1 <image.tar >image.tar.gz'], `archive:${folder}/image.tar.gz`],
    ['archive: zstd', ['zstd', '-q', '-1', 'image.tar'], `archive:${folder}/image.tar.zst`],
  ];
  for (const [title, [program = '', ...args], ref] of archives) {
    test(title, async (t) => {
      if (!ready) return t.skip('needs Debian packages: docker.io, debootstrap, skopeo; and root');
      run(program, args, { cwd: folder });
      assert.deepEqual(await reportOf(ref), expected);
    });
  }

  test('oci: with the config as the engine has it, layers as gzip', async (t) => {
    if (!ready) return t.skip('needs Debian packages: docker.io, debootstrap, skopeo; and root');
    assert.deepEqual(await reportOf(`oci:${layoutOfSaved(join(folder, 'image.tar'))}`), expected);
  });

  for (const form of [`oci:${folder}/layout:v1`, `oci-archive:${folder}/oci.tar:v1`]) {
    // Skopeo writes a config of its own when it turns a Docker image into an OCI one: by its content that is another image.
    test(`${form.slice(0, form.indexOf(':'))}: as skopeo converts it, but for the config's digest`, async (t) => {
      if (!ready) return t.skip('needs Debian packages: docker.io, debootstrap, skopeo; and root');
      run('skopeo', ['copy', '-q', saved, form]);
      const ref = form.startsWith('oci:') ? form : `archive:${folder}/oci.tar`;
      assert.deepEqual(withoutConfig(await reportOf(ref)), withoutConfig(expected));
    });
  }

  test('archive: from standard input', async (t) => {
    if (!ready) return t.skip('needs Debian packages: docker.io, debootstrap, skopeo; and root');
    const input = run('cat', [join(folder, 'image.tar')]);
    assert.deepEqual(await reportOf('archive:-', { input }), expected);
  });

  test('registry: anonymous', async (t) => {
    if (!ready || !has(t, 'docker-registry'))
      return t.skip('needs Debian packages: docker.io, docker-registry, skopeo');
    const host = await registry('');
    run('skopeo', [
      'copy',
      '-q',
      '--dest-tls-verify=false',
      `docker-archive:${folder}/image.tar`,
      `docker://${host}/debian:11`,
    ]);
    assert.deepEqual(await reportOf(`registry:${host}/debian:11`), expected);
  });

  test('registry: with a password', async (t) => {
    if (!ready || !has(t, 'docker-registry', 'htpasswd'))
      return t.skip('needs Debian packages: docker-registry, apache2-utils');
    writeFileSync(join(folder, 'htpasswd'), run('htpasswd', ['-Bbn', 'someone', 'secret']));
    const host = await registry(`auth: {htpasswd: {realm: test, path: ${folder}/htpasswd}}\n`);
    const to = `docker://${host}/debian:11`;
    run('skopeo', [
      'copy',
      '-q',
      '--dest-tls-verify=false',
      '--dest-creds',
      'someone:secret',
      `docker-archive:${folder}/image.tar`,
      to,
    ]);
    const config = mkdtempSync(join(folder, 'docker-config-'));
    const auth = Buffer.from('someone:secret').toString('base64');
    writeFileSync(join(config, 'config.json'), JSON.stringify({ auths: { [host]: { auth } } }));
    assert.deepEqual(await reportOf(`registry:${host}/debian:11`, { env: { DOCKER_CONFIG: config } }), expected);
    const refused = await plimsoll(['scan', `registry:${host}/debian:11`], {
      home: folder,
      env: { DOCKER_CONFIG: folder },
    });
    assert.equal(refused.code, 3);
    assert.match(refused.stderr, /^plimsoll: .*\(\S+\)\n {2}\S.*\n$/);
  });
});
