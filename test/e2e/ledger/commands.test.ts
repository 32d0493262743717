import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { configOf } from '../../build/image.ts';
import { has, run } from '../build/parts.ts';
import { fingerprintStart, layerOf, type Play, play, recorded } from './play.ts';

const unprintable = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069]/;

test('a verdict is recorded by content, and found again by any beginning of its digests', async () => {
  using stage = play();
  const allowed = await recorded(stage, 'cart');
  assert.deepEqual([allowed.code, allowed.stderr], [0, 'recorded as entry 1: allowed\n']);
  const root = stage.archive('till', { config: { User: 'toor', Labels: { tier: 'web' } } });
  const denied = await stage.run(['scan', root, '--policy', stage.policy, '--record']);
  assert.deepEqual([denied.code, denied.stderr], [1, 'recorded as entry 2: denied\n']);
  const [till, cart] = await stage.list();
  assert.ok(till !== undefined && cart !== undefined);
  assert.deepEqual(till.names, ['registry.local/shop/till:1']);
  assert.deepEqual([till.standing?.decision, cart.standing?.decision], ['deny', 'allow']);
  for (const digest of [till.fingerprint.configDigest, till.fingerprint.chainId]) {
    for (const start of [digest, digest.slice(0, 15), digest.slice(7, 15).toUpperCase()]) {
      const shown = await stage.run(['ledger', 'show', start]);
      assert.equal(shown.code, 0, shown.stderr);
      assert.match(shown.stdout, /denied by policy no-root: rootUser: /);
      assert.match(shown.stdout, /user +toor/);
    }
  }
  const { entries } = JSON.parse((await stage.run(['ledger', 'show', fingerprintStart(till), '-o', 'json'])).stdout);
  assert.deepEqual(entries[0].rootNames, ['root', 'toor']);
  assert.deepEqual(entries[0].labels, { tier: 'web' });
  assert.equal(entries[0].failed[0].id, 'rootUser');
});

test('recording changes nothing of the report, and is quiet where that is asked for', async () => {
  using stage = play();
  const file = stage.archive('cart');
  const bare = await stage.run(['scan', file, '-o', 'json']);
  const kept = await stage.run(['scan', file, '-o', 'json', '--record', '--quiet']);
  assert.equal(kept.stderr, '');
  const comparable = (text: string) => ({ ...JSON.parse(text), scannedAt: '', timings: null });
  assert.deepEqual(comparable(kept.stdout), comparable(bare.stdout));
});

describe('what cannot be recorded:', () => {
  test('a tree of files', async () => {
    using stage = play();
    for (const ref of [`rootfs:${stage.folder}`, stage.folder]) {
      const { code, stderr } = await stage.run(['scan', ref, '--record']);
      assert.equal(code, 2);
      assert.match(stderr, /\(not-recordable\)/);
    }
    assert.deepEqual(await stage.list(), []);
  });

  test('anything, where the key cannot be used: found before the image is read', async () => {
    using stage = play();
    const { code, stdout, stderr } = await stage.run([
      'scan',
      stage.archive('cart'),
      '--record',
      '--signing-key-file',
      '/dev/null',
    ]);
    assert.deepEqual([code, stdout], [2, '']);
    assert.match(stderr, /\(signing-key-unusable\)/);
  });
});

test('an archive that lies about a layer says nothing of the image whose digests it goes by', async () => {
  using stage = play();
  const good = { layers: [layerOf('good')], config: { User: '1000' } };
  const scan = (file: string) => stage.run(['scan', file, '--policy', stage.policy, '--record']);
  const { rootfs } = JSON.parse(configOf(good).toString());
  const lying = stage.archive('lying', { ...good, layers: [layerOf('other')], patch: { rootfs } });
  const { code, stderr } = await scan(lying);
  assert.equal(code, 3);
  assert.match(stderr, /\(incomplete\)[\s\S]*\(not-recorded\)/);
  assert.deepEqual(await stage.list(), []);
  assert.equal((await scan(stage.archive('cart', good))).code, 0);
  const [cart] = await stage.list();
  assert.equal(cart?.standing?.decision, 'allow');
  await scan(lying);
  assert.equal((await stage.list())[0]?.standing?.decision, 'allow');
});

test('an image is authorized, expires, is denied anew, revoked, and not lifted by a scan', async () => {
  using stage = play();
  const file = stage.archive('cart', { config: { User: 'root' } });
  const why = ['--reason', 'fix is being tested', '--owner', 'shop@example.com'];
  const scan = () => stage.run(['scan', file, '--policy', stage.policy, '--record']);
  await scan();
  const standing = async () =>
    (await stage.run(['ledger', 'list'])).stdout.split('\n')[1]?.replace(/^.*shop\/cart:1 +/, '');
  assert.match((await standing()) ?? '', /^denied by policy no-root/);
  const allowed = await stage.run(['ledger', 'allow', file, ...why, '--expires', '2999-12-31']);
  assert.deepEqual([allowed.code, allowed.stderr], [0, '']);
  assert.match(
    allowed.stdout,
    /^Authorized registry\.local\/shop\/cart:1 \([0-9a-f]{12}\) as entry 2, until 3000-01-01 00:00\.$/m,
  );
  assert.equal(await standing(), 'authorized by shop@example.com until 3000-01-01 00:00');
  const again = await scan();
  assert.match(again.stderr, /takes the place of the authorization of entry 2/);
  await stage.run(['ledger', 'allow', `archive:${file}`, ...why]);
  assert.equal(await standing(), 'authorized by shop@example.com');
  const [image] = await stage.list();
  const start = fingerprintStart(image!);
  const revoked = await stage.run(['ledger', 'revoke', start, '--reason', 'a key lies in it']);
  assert.equal(revoked.code, 0);
  assert.equal(await standing(), 'revoked: a key lies in it');
  const lifted = await stage.run(['scan', file, '--record']);
  assert.match(lifted.stderr, /recorded as entry 6: allowed\nThe image stays revoked by entry 5/);
  assert.equal(await standing(), 'revoked: a key lies in it');
  const history = (await stage.run(['ledger', 'show', start])).stdout;
  assert.deepEqual(
    [...history.matchAll(/^entry (\d)/gm)].map(([, sequence]) => sequence),
    ['6', '5', '4', '3', '2', '1'],
  );
  assert.match(history, /reason +fix is being tested/);
  assert.match((await stage.run(['ledger', 'show', start, '--lang', 'zh-CN'])).stdout, /已撤销放行：a key lies in it/);
});

describe('a wrong call says what to do:', () => {
  const why = ['--reason', 'r', '--owner', 'o'];
  const cases: [what: string, args: (stage: Play) => string[], code: string][] = [
    ['allow without an owner', () => ['allow', 'x', '--reason', 'r'], 'missing-flag'],
    ['revoke without a reason', () => ['revoke', 'abcd'], 'missing-flag'],
    ['a reason of two lines', () => ['revoke', 'abcd', '--reason', 'a\nb'], 'bad-flag-value'],
    ['a reason that turns round', () => ['revoke', 'abcd', '--reason', 'a\u202eb'], 'bad-flag-value'],
    [
      'an owner that clears the screen',
      () => ['allow', 'x', '--reason', 'r', '--owner', '\u001b[2J'],
      'bad-flag-value',
    ],
    ['an end that is over', () => ['allow', 'x', ...why, '--expires', '2020-01-01'], 'bad-flag-value'],
    ['an end that is no date', () => ['allow', 'x', ...why, '--expires', '2999-02-30'], 'bad-flag-value'],
    ['an image that is not there', ({ folder }) => ['allow', `archive:${folder}/no.tar`, ...why], 'file-unreadable'],
    ['a tree of files', ({ folder }) => ['allow', `rootfs:${folder}`, ...why], 'not-recordable'],
    ['a fingerprint that is none', () => ['show', 'cart:1'], 'fingerprint-invalid'],
    ['a fingerprint that is too short', () => ['show', 'abc'], 'fingerprint-invalid'],
    ['a fingerprint that nobody knows', () => ['show', 'abcdabcd'], 'fingerprint-unknown'],
    ['to revoke what nobody knows', () => ['revoke', 'abcdabcd', '--reason', 'r'], 'fingerprint-unknown'],
    ['import without a key', () => ['import', 'x'], 'missing-flag'],
    ['import with a key that is none', ({ policy }) => ['import', policy, '--key', policy], 'public-key-unusable'],
  ];
  for (const [what, args, code] of cases) {
    test(what, async () => {
      using stage = play();
      const ended = await stage.run(['ledger', ...args(stage)]);
      assert.match(ended.stderr, new RegExp(`^plimsoll: .* \\(${code}\\)\n  \\S.*\n$`));
      assert.ok(ended.code === 2 || code === 'file-unreadable', `${ended.code}`);
      assert.equal(ended.stdout, '');
      assert.doesNotMatch(ended.stderr, unprintable);
    });
  }
});

test('where a beginning belongs to several images, they are named', async () => {
  using stage = play();
  const layers = [layerOf('shared')];
  for (const name of ['one', 'two'])
    await stage.run(['scan', stage.archive(name, { layers, config: { User: name } }), '--record']);
  const [two, one] = await stage.list();
  const chain = one!.fingerprint.chainId.slice(7, 17);
  const { code, stderr } = await stage.run(['ledger', 'show', chain]);
  assert.equal(code, 2);
  assert.match(stderr, new RegExp(`${chain} is the beginning of 2 images’ fingerprints: .*shop/one:1.*shop/two:1`));
  assert.equal((await stage.run(['ledger', 'show', fingerprintStart(two!)])).code, 0);
  const both = await stage.run(['ledger', 'revoke', chain, '--reason', 'r']);
  assert.equal(both.code, 2);
});

test('nothing that an image says of itself reaches the terminal as it is', async () => {
  using stage = play();
  const nasty = '\u001b]0;owned\u0007\u009b2J\u202e\n\r';
  const config = { User: `root${nasty}`, Labels: { [`k${nasty}`]: `v${nasty}` } };
  const file = stage.archive('nasty', { config, tag: `registry.local/nasty:1` });
  await stage.run(['scan', file, '--policy', stage.policy, '--record']);
  const [image] = await stage.list();
  for (const args of [['list'], ['show', fingerprintStart(image!)], ['show', '-v', fingerprintStart(image!)]]) {
    const { code, stdout } = await stage.run(['ledger', ...args]);
    assert.equal(code, 0);
    assert.doesNotMatch(stdout, unprintable, args.join(' '));
  }
});

test('an image of an engine is recorded under the name that it was asked for by, and under none by its id', async (t) => {
  if (!has(t, 'docker')) return;
  using stage = play();
  const name = `plimsoll-ledger-test/cart:${process.pid}`;
  run('docker', ['load', '-i', stage.archive('cart', { tag: name })]);
  try {
    const id = run('docker', ['image', 'inspect', '-f', '{{.Id}}', name]).toString().trim();
    assert.equal((await stage.run(['scan', `docker:${id}`, '--record'])).code, 0);
    assert.deepEqual((await stage.list())[0]?.names, []);
    assert.equal((await stage.run(['scan', `docker:${name}`, '--record'])).code, 0);
    const [image, ...others] = await stage.list();
    assert.deepEqual([image?.names, image?.entries, others], [[`docker.io/${name}`], 2, []]);
    assert.equal(image?.fingerprint.configDigest, id);
  } finally {
    run('docker', ['image', 'rm', name]);
  }
});
