import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { createHash, createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { envelopeOf, reworded, tamper } from '../../build/ledger.ts';
import { launcher } from '../build/installation.ts';
import { fingerprintStart, play, recorded } from './play.ts';

test('a ledger that was tampered with is refused by every command, and verify names the entry', async () => {
  using stage = play();
  const file = stage.archive('till', { config: { User: 'root' } });
  await recorded(stage, 'cart');
  await stage.run(['scan', file, '--policy', stage.policy, '--record']);
  const before = await stage.run(['ledger', 'verify']);
  assert.equal(before.code, 0);
  assert.match(
    before.stdout,
    /^The ledger is whole: 2 entries, the last of \d{4}-\d\d-\d\d \d\d:\d\d\.\n +2 {2}signed by [0-9a-f]{64}\n$/,
  );
  const edited = reworded(envelopeOf(stage.home, 2), (text) => text.replace('"deny"', '"allow"'));
  tamper(stage.home, (db) => db.prepare('UPDATE entry SET envelope = ? WHERE sequence = 2').run(edited));
  const [till] = [
    fingerprintStart({
      fingerprint: JSON.parse(decoded(envelopeOf(stage.home, 2))).predicate.record.fingerprint,
    } as never),
  ];
  for (const args of [
    ['ledger', 'verify'],
    ['ledger', 'list'],
    ['ledger', 'show', till],
    ['ledger', 'export'],
    ['scan', file, '--policy', stage.policy, '--record'],
  ]) {
    const { code, stderr } = await stage.run(args);
    assert.equal(code, 3, args.join(' '));
    assert.match(stderr, /ledger\.db is damaged: entry 2: .* \(ledger-damaged\)/, args.join(' '));
  }
  const chinese = await stage.run(['ledger', 'verify', '--lang', 'zh-CN']);
  assert.match(chinese.stderr, /账本 .*ledger\.db 已损坏：第 2 条：签名与内容不符/);
});

function decoded(envelope: Buffer): string {
  return Buffer.from(JSON.parse(envelope.toString()).payload, 'base64').toString();
}

test('an export is read and verified by who only knows the specifications', async () => {
  using stage = play();
  await recorded(stage, 'cart');
  await recorded(stage, 'till');
  const { stdout, code } = await stage.run(['ledger', 'export']);
  assert.equal(code, 0);
  const lines = stdout.trimEnd().split('\n');
  assert.equal(lines.length, 3);
  const key = createPublicKey(readFileSync(join(stage.home, 'keys/signing.pub')));
  let previous: string | null = null;
  for (const [i, line] of lines.slice(0, -1).entries()) {
    const { payload, payloadType, signatures } = JSON.parse(line);
    const body = Buffer.from(payload, 'base64');
    const encoded = Buffer.from(
      `DSSEv1 ${payloadType.length} ${payloadType} ${body.length} ${body.toString('latin1')}`,
      'latin1',
    );
    assert.equal(payloadType, 'application/vnd.in-toto+json');
    assert.ok(verify(null, encoded, key, Buffer.from(signatures[0].sig, 'base64')));
    const keyid = createHash('sha256')
      .update(key.export({ type: 'spki', format: 'der' }))
      .digest('hex');
    assert.equal(signatures[0].keyid, keyid);
    const statement = JSON.parse(body.toString());
    assert.equal(statement._type, 'https://in-toto.io/Statement/v1');
    const { sequence, previous: named, record } = statement.predicate;
    assert.deepEqual([sequence, named], [i + 1, previous]);
    assert.ok(statement.subject.length >= 2);
    for (const { digest } of statement.subject)
      assert.equal(`sha256:${digest.sha256}`, record.fingerprint.configDigest);
    previous = `sha256:${createHash('sha256').update(line).digest('hex')}`;
  }
});

test('another host imports what was exported, and refuses what was cut off or changed', async () => {
  using ci = play();
  using host = play();
  await recorded(ci, 'cart');
  await recorded(ci, 'till');
  const file = join(ci.folder, 'ci.jsonl');
  assert.deepEqual(await ci.run(['ledger', 'export', file]), { code: 0, stdout: '', stderr: '' });
  const key = join(ci.home, 'keys/signing.pub');
  const lines = readFileSync(file, 'utf8').split('\n');
  const damaged: [text: string, said: RegExp][] = [
    [lines.slice(0, 2).join('\n'), /line 2: it ends too early/],
    [`${lines.slice(0, 2).join('\n')}\n`, /line 3: it ends too early/],
    [lines.join('\n').replace(/"sig":"../, '"sig":"AA'), /line 1: its signature does not fit/],
  ];
  for (const [text, said] of damaged) {
    writeFileSync(join(host.folder, 'bad.jsonl'), text);
    const refused = await host.run(['ledger', 'import', join(host.folder, 'bad.jsonl'), '--key', key]);
    assert.equal(refused.code, 3);
    assert.match(refused.stderr, said);
  }
  assert.deepEqual(await host.list(), []);
  const taken = await host.run(['ledger', 'import', file, '--key', key]);
  assert.deepEqual([taken.code, taken.stdout], [0, 'Taken over: 2. Known before: 0.\n']);
  const again = await host.run(['ledger', 'import', '-', '--key', key], { input: readFileSync(file) });
  assert.deepEqual([again.code, again.stdout], [0, 'Taken over: 0. Known before: 2.\n']);
  const [till] = await host.list();
  const shown = await host.run(['ledger', 'show', fingerprintStart(till!)]);
  assert.match(shown.stdout, /imported +\S+ \S+, entry 2 of the ledger [0-9a-f]{12}, signed by [0-9a-f]{12}/);
  const verified = await host.run(['ledger', 'verify']);
  assert.match(verified.stdout, /2 {2}imported from other ledgers/);
  const wrong = await host.run(['ledger', 'import', file, '--key', join(host.home, 'keys/signing.pub')]);
  assert.equal(wrong.code, 3);
  assert.match(wrong.stderr, /line 1: the key that signed it, [0-9a-f]{64}, is not trusted/);
});

test('two who record at once both get in, and the chain holds', async () => {
  using stage = play();
  const names = ['a', 'b', 'c', 'd'];
  const all = await Promise.all(names.map((name) => recorded(stage, name)));
  assert.deepEqual(
    all.map(({ code }) => code),
    [0, 0, 0, 0],
  );
  const entries = all.map(({ stderr }) => /entry (\d)/.exec(stderr)?.[1]).sort();
  assert.deepEqual(entries, ['1', '2', '3', '4']);
  assert.equal((await stage.run(['ledger', 'verify'])).code, 0);
});

test('the signing key comes from a file or the environment, encrypted or not, and its passphrase from there alone', async () => {
  using stage = play();
  const { privateKey, publicKey } = generateKeyPairSync('ed25519');
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'open sesame' });
  const file = join(stage.folder, 'ci.pem');
  writeFileSync(file, pem, { mode: 0o600 });
  const secret = { PLIMSOLL_SIGNING_KEY_PASSPHRASE: 'open sesame' };
  const scan = ['scan', stage.archive('cart'), '--record'];
  const cases: [args: string[], env: Record<string, string>, code: number][] = [
    [[...scan, '--signing-key-file', file], secret, 0],
    [scan, { ...secret, PLIMSOLL_SIGNING_KEY_FILE: file }, 0],
    [scan, { ...secret, PLIMSOLL_SIGNING_KEY: String(pem) }, 0],
    [scan, { PLIMSOLL_SIGNING_KEY: String(pem) }, 2],
    [scan, { PLIMSOLL_SIGNING_KEY: String(pem), PLIMSOLL_SIGNING_KEY_PASSPHRASE: 'wrong one' }, 2],
    [[...scan, '--signing-key-passphrase', 'open sesame'], {}, 2],
    // The ledger has that key now, and only its public half is here.
    [scan, {}, 2],
  ];
  for (const [args, env, code] of cases) {
    const ended = await stage.run(args, { env });
    assert.equal(ended.code, code, ended.stderr);
    assert.ok(!ended.stderr.includes('open sesame') && !ended.stderr.includes('wrong one'));
  }
  const kept = readFileSync(join(stage.home, 'keys/signing.pub'), 'utf8');
  assert.equal(kept, publicKey.export({ type: 'spki', format: 'pem' }));
  assert.equal(existsSync(join(stage.home, 'keys/signing.key')), false);
});

test('a configuration file that was merely found cannot make anybody record, or sign with another key', async () => {
  using stage = play();
  for (const line of ['record: true', 'signing-key-file: /x']) {
    const cwd = join(stage.folder, 'repo');
    mkdirSync(cwd, { recursive: true });
    writeFileSync(join(cwd, 'plimsoll.config.yaml'), `${line}\n`);
    const { status, stderr } = spawnSync(launcher, ['scan', stage.archive('cart')], {
      cwd,
      env: { ...process.env, PLIMSOLL_HOME: stage.home },
      encoding: 'utf8',
    });
    assert.equal(status, 2);
    assert.match(stderr, /config-not-trusted/);
  }
});
