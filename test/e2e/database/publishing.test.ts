import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, fork } from 'node:child_process';
import { once } from 'node:events';
import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { serve, writeEcosystems, writeFeed } from '../../../src/advisories/bucket-for-tests.ts';
import { writeCanonical } from '../../../src/advisories/canonical-database.ts';
import { openSqliteStore } from '../../../src/advisories/sqlite-store.ts';
import { statusText } from '../../../src/advisories/status.ts';
import { integrityFault } from '../../../src/advisories/update-workspace.ts';
import { configOf } from '../../build/image.ts';
import { has } from '../build/parts.ts';
import { plimsoll } from '../build/plimsoll.ts';
import { selfSigned, signedBy } from '../sources/certificates.ts';
import { loginEnvironment, passwordFile } from '../sources/registry-server.ts';
import { uploadBlob, uploadManifest } from '../sources/registry-upload.ts';
import { ground, newPublisher, recordsOf } from './ground.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-publishing-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('what is pushed is pulled: whole first, then by deltas, then nothing but the manifest', async (t) => {
  if (!has(t, 'docker-registry')) return;
  await using on = await ground();
  assert.deepEqual((await on.push(await on.build(1))).deltas, []);
  const first = await on.pull();
  assert.deepEqual([first.changed, first.transfer, first.signer], [true, 'full', on.publisher.signer.keyId]);
  const again = await on.pull();
  assert.deepEqual([again.changed, again.transfer, again.transferred], [false, 'none', 0]);

  // Two days later: two steps, which the machine takes one after the other.
  await on.push(await on.build(2));
  const third = await on.build(3);
  assert.equal((await on.push(third)).deltas.length, 2);
  assert.equal((await on.push(third)).changed, false, 'exactly this is there already');
  const second = await on.pull();
  assert.deepEqual([second.changed, second.transfer, second.notes], [true, 'delta', []]);
  assert.ok(second.transferred < first.transferred / 4, `${second.transferred} of ${first.transferred} bytes`);

  // By deltas or whole: the same content, and written out the same bytes.
  const copy = on.at('copy.db');
  writeCanonical(join(on.home, 'advisories.db'), copy, null);
  assert.ok(readFileSync(copy).equals(readFileSync(third)));
  const status = await on.status();
  assert.equal(status.origin?.kind === 'pull' && status.origin.transfer, 'delta');
  assert.match(statusText(status, new Date()).en, /pulled 20\S+ from 127\S+, signed by [0-9a-f]{16}…; only deltas/);

  // A machine with another database gets the whole.
  copyFileSync(await on.build(1, { count: 30 }), join(on.home, 'advisories.db'));
  assert.equal((await on.pull()).transfer, 'full');
  assert.equal((await on.status()).digest, status.digest);
});

test('a pulled database of which a letter changed is pulled again, whole, and not pushed', async (t) => {
  if (!has(t, 'docker-registry')) return;
  await using on = await ground();
  const built = await on.build(1);
  await on.push(built);
  await on.pull();
  const file = join(on.home, 'advisories.db');
  const bytes = readFileSync(file);
  bytes.writeUInt8(bytes.readUInt8(bytes.indexOf('["E","i"') + 2) ^ 1, bytes.indexOf('["E","i"') + 2);
  writeFileSync(file, bytes);
  await assert.rejects(on.push(file), { code: 'database-damaged' });
  const { changed, transfer, notes } = await on.pull();
  assert.deepEqual([changed, transfer, notes.length], [true, 'full', 1]);
  assert.match(notes[0]?.en ?? '', /it changed since it was written/);
  assert.equal((await on.pull()).transfer, 'none');
});

test('what the registry has lost is pushed again, and deltas that it has lost are left out', async (t) => {
  if (!has(t, 'docker-registry')) return;
  await using on = await ground();
  const lose = (digest: string) => {
    const stored = readdirSync(on.folder, { recursive: true, encoding: 'utf8' }).filter((path) =>
      path.endsWith(`${digest.slice(7)}/data`),
    );
    assert.equal(stored.length, 1);
    for (const path of stored) rmSync(join(on.folder, path));
  };
  await on.push(await on.build(1));
  const second = await on.build(2);
  const { digest, deltas } = await on.push(second);
  const manifest = (await (
    await fetch(`http://${on.registry.host}/v2/plimsoll/advisories/manifests/${digest}`, {
      headers: { accept: 'application/vnd.oci.image.manifest.v1+json' },
    })
  ).json()) as { layers: { digest: string }[] };
  lose(manifest.layers[0]?.digest ?? '');
  await assert.rejects(on.pull(), { code: 'blob-missing' });
  assert.deepEqual([(await on.push(second)).changed, (await on.pull()).transfer], [true, 'full']);

  lose(deltas[0]?.digest ?? '');
  const again = await on.push(second);
  assert.deepEqual([again.changed, again.deltas.length], [true, 0]);
  assert.match(again.notes[0]?.en ?? '', /had lost deltas/);
  assert.equal((await on.push(await on.build(3))).deltas.length, 1);
  assert.equal((await on.pull()).transfer, 'delta');
});

test('an update after a pull asks the source only for what changed since, and comes to the same bytes', async (t) => {
  if (!has(t, 'docker-registry')) return;
  await using on = await ground();
  await on.push(await on.build(1));
  await on.pull();
  const bucket = on.at('source');
  writeEcosystems(bucket, ['npm']);
  writeFeed(bucket, 'npm', recordsOf(3), true);
  await using server = await serve(bucket);
  const updated = await plimsoll(['db', 'update', '--source', server.url], { home: on.home });
  assert.equal(updated.code, 0, updated.stderr);
  const asked = server.asked.map((path) => path.slice(path.lastIndexOf('/') + 1));
  assert.ok(!asked.includes('all.zip'), asked.join(' '));
  // Three are another than they were, two came, and a few of the others are compared.
  const singles = new Set(asked.filter((path) => path.endsWith('.json')));
  for (const id of [0, 1, 2, 401, 402]) assert.ok(singles.has(`GHSA-${id}.json`), asked.join(' '));
  assert.ok(singles.size <= 5 + 8, asked.join(' '));
  assert.equal((await on.status()).origin?.kind, 'update');
  const copy = on.at('updated.db');
  writeCanonical(join(on.home, 'advisories.db'), copy, null);
  assert.ok(readFileSync(copy).equals(readFileSync(await on.build(3))), 'the same bytes as built of the source');
});

test('an image of Docker under the name is no database, and not damaged', async (t) => {
  if (!has(t, 'docker-registry')) return;
  await using on = await ground();
  const repository = `${on.registry.host}/shop`;
  const docker = 'application/vnd.docker';
  const config = await uploadBlob(repository, configOf({ layers: [] }), `${docker}.container.image.v1+json`);
  await uploadManifest(repository, '1', { config, layers: [] }, `${docker}.distribution.manifest.v2+json`);
  await assert.rejects(on.pull({ ref: `${repository}:1` }), { code: 'database-unsigned' });
});

test('a login and a certificate of a private authority', async (t) => {
  if (!has(t, 'docker-registry', 'htpasswd', 'openssl')) return;
  const authority = selfSigned(folder, 'authority');
  const server = signedBy(authority, folder, 'server');
  await using on = await ground({
    auth: `htpasswd: {realm: r, path: "${passwordFile(folder, 'ann', 'let me in')}"}`,
    http: `tls: {certificate: "${server.certificateFile}", key: "${server.keyFile}"}`,
  });
  const file = await on.build(1);
  const auth = Buffer.from('ann:let me in').toString('base64');
  const environment = loginEnvironment(folder, { auths: { [on.registry.host]: { auth } } });
  const registry = { ca: authority.certificateFile, insecureHosts: [], token: null };
  await assert.rejects(on.push(file, { registry }), { code: 'registry-login-needed' });
  await assert.rejects(on.push(file, { environment }), { code: 'certificate-refused' });
  await on.push(file, { registry, environment });
  await assert.rejects(on.pull({ registry }), { code: 'registry-login-needed' });
  await on.pull({ registry, environment });
  const insecure = { ca: null, insecureHosts: [on.registry.host], token: null };
  await on.pull({ registry: insecure, environment, home: on.at('another') });
});

test('whose signature counts, as people say it: a file, the environment, the state directory', async (t) => {
  if (!has(t, 'docker-registry')) return;
  await using on = await ground();
  const [publisher, machine] = [on.at('a'), on.at('b')];
  const ref = `${on.registry.host}/plimsoll/advisories:1`;
  const run = (home: string, args: string[], env: Record<string, string> = {}) =>
    plimsoll(['db', ...args], { home, env });
  const pushed = await run(publisher, ['push', ref, '--file', await on.build(1)]);
  assert.equal(pushed.code, 0, pushed.stderr);
  const key = join(publisher, 'keys', 'signing.pub');
  const refused = await run(machine, ['pull', ref]);
  assert.equal(refused.code, 3);
  assert.match(refused.stderr, /database-signer-unknown[\s\S]*keys\/advisories/);
  const given = await run(machine, ['pull', ref], { PLIMSOLL_PUBLIC_KEY: readFileSync(key, 'utf8') });
  assert.match(given.stdout, /all of them were fetched/, given.stderr);
  // What was pulled under one key is verified anew under others.
  assert.equal((await run(machine, ['pull', ref])).code, 3);
  mkdirSync(join(machine, 'keys', 'advisories'), { recursive: true, mode: 0o700 });
  copyFileSync(key, join(machine, 'keys', 'advisories', 'publisher.pub'));
  assert.match((await run(machine, ['pull', ref])).stdout, /up to date already/);
});

test('two publishers sign the same: either signature is enough', async (t) => {
  if (!has(t, 'docker-registry')) return;
  await using on = await ground();
  const other = newPublisher();
  const file = await on.build(1);
  const keyOf = (id: string) => (id === other.signer.keyId ? other.publicKey : undefined);
  await on.push(file, { signer: other.signer, keyOf });
  await assert.rejects(on.pull(), { code: 'database-signer-unknown' });
  assert.match((await on.push(file)).notes[0]?.en ?? '', /without deltas/);
  await on.pull();
  await on.pull({ keyOf, home: on.at('another') });
});

test('an older database, or one that lost records, does not take the place of the one here', async (t) => {
  if (!has(t, 'docker-registry')) return;
  await using on = await ground();
  await on.push(await on.build(3));
  await on.pull();
  const before = (await on.status()).digest;
  await on.push(await on.build(1));
  await assert.rejects(on.pull(), { code: 'published-database-older' });
  assert.equal((await on.status()).digest, before);
  await on.pull({ allowOlder: true });
  assert.notEqual((await on.status()).digest, before);

  await on.push(await on.build(5, { without: 300 }));
  await assert.rejects(on.pull(), { code: 'feed-shrank' });
  await on.pull({ allowShrink: true });
});

test('killed at any moment, or two at once: the old or the new database, whole', { timeout: 300_000 }, async (t) => {
  if (!has(t, 'docker-registry')) return;
  await using on = await ground();
  const key = on.at('key.pub');
  writeFileSync(key, on.publisher.publicKey.export({ type: 'spki', format: 'pem' }));
  const ref = `${on.registry.host}/plimsoll/advisories:1`;
  const child = fileURLToPath(new URL('pull-child.ts', import.meta.url));
  const start = (): ChildProcess => fork(child, [on.home, ref, key], { execArgv: [], stdio: 'ignore' });
  await on.push(await on.build(1, { count: 800 }));
  const first = start();
  const firstEnd = once(first, 'close');
  await once(first, 'message');
  const began = performance.now();
  assert.deepEqual((await firstEnd)[0], 0);
  const length = performance.now() - began;
  const digests = new Set([(await on.status()).digest]);
  await on.push(await on.build(2, { count: 800 }));
  for (let round = 0; round < 5; round += 1) {
    const pulling = start();
    const end = once(pulling, 'close');
    await once(pulling, 'message');
    await wait((length * round) / 5);
    pulling.kill('SIGKILL');
    await end;
    assert.equal(integrityFault(join(on.home, 'advisories.db')), null);
    digests.add((await on.status()).digest);
  }
  const both = [start(), start()].map((one) => once(one, 'close'));
  for (const end of both) assert.equal((await end)[0], 0);
  digests.add((await on.status()).digest);
  assert.equal(digests.size, 2);
  const left = readdirSync(on.home).filter((name) => !name.endsWith('.holder'));
  assert.deepEqual(left.sort(), ['advisories.db', 'advisories.db.sum', 'advisories.lock']);
});

test('a full disk leaves the old database', async (t) => {
  if (!has(t, 'docker-registry')) return;
  await using on = await ground();
  mkdirSync(on.home);
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1200k', 'tmpfs', on.home], { stdio: 'pipe' });
  } catch {
    t.skip('needs the right to mount a file system');
    return;
  }
  try {
    await on.push(await on.build(1));
    await on.pull();
    const before = await on.status();
    await on.push(await on.build(2, { count: 2500 }));
    await assert.rejects(on.pull(), { code: 'no-room-for-database' });
    const store = openSqliteStore(join(on.home, 'advisories.db'));
    store.close();
    assert.equal(store.facts.digest, before.digest);
  } finally {
    execFileSync('umount', [on.home]);
  }
});
