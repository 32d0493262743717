import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { plimsoll } from '../build/plimsoll.ts';
import { attach, type Described, digestOf, envelopeOf, inRegistry, referrersTag, types } from './attach.ts';
import {
  at,
  databases,
  isReady,
  ours,
  pushed,
  registry,
  saying,
  scanned,
  theirs,
  withReferrers,
} from './attested-image.ts';

describe('VEX attestations that take nothing out', { concurrency: 1 }, () => {
  test('whoever can push hides nothing: each attempt is said, and the image is denied', async (t) => {
    if (!isReady(t)) return;
    const { repository, image } = await pushed();
    const beside = inRegistry(registry.host, repository);
    const good = JSON.parse(envelopeOf(saying(), image.digest, [ours.privateKey]).toString());
    const other = digestOf('another image');
    const attempts: readonly (readonly [content: object | Buffer, reason: string])[] = [
      [envelopeOf(saying(), image.digest, [theirs]), 'untrusted-signature'],
      [envelopeOf(saying(), image.digest, []), 'unsigned'],
      [envelopeOf(saying(), other, [ours.privateKey]), 'other-subject'],
      // What was signed with another payload, and as another type.
      [
        { ...good, payload: JSON.parse(envelopeOf(saying({ status: 'fixed' }), image.digest, []).toString()).payload },
        'untrusted-signature',
      ],
      [
        {
          ...JSON.parse(
            envelopeOf(saying(), image.digest, [ours.privateKey], { payloadType: 'text/plain' }).toString(),
          ),
          payloadType: 'application/vnd.in-toto+json',
        },
        'untrusted-signature',
      ],
      [envelopeOf(saying({ status: 'fine' }), image.digest, [ours.privateKey]), 'unparsable'],
      [envelopeOf({}, image.digest, [ours.privateKey]), 'unparsable'],
      [{ ...good, signatures: Array(40).fill(good.signatures[0]) }, 'unparsable'],
      [{ ...good, payload: '!' }, 'unparsable'],
      [Buffer.from('['.repeat(100_000)), 'unparsable'],
      [Buffer.alloc((16 << 20) + 1, 0x20), 'too-large'],
    ];
    const entries: Described[] = [];
    for (const [content] of attempts) {
      const bytes = Buffer.isBuffer(content) ? content : Buffer.from(JSON.stringify(content));
      entries.push(await attach(beside, image, bytes, types.envelope));
    }
    const gone = { mediaType: types.manifest, digest: digestOf('gone'), size: 4, artifactType: types.envelope };
    const server = await withReferrers(new Map([[image.digest, [...entries, gone]]]));
    const result = await scanned(`registry:${server.host}/${repository}:1`, 'ours.pub');
    assert.deepEqual([result.code, result.suppressed], [1, []]);
    const expected = [...attempts.map(([, reason]) => reason), 'missing'].map(
      (reason) => `VEX attestation X: ${reason}`,
    );
    assert.deepEqual(result.gaps.toSorted(), expected.toSorted());
  });

  test('more than anybody needs is said, and a registry that is not to be asked is no answer', async (t) => {
    if (!isReady(t)) return;
    const { repository, image } = await pushed();
    const beside = inRegistry(registry.host, repository);
    const entries: Described[] = [];
    for (let at = 0; at < 70; at += 1)
      entries.push(await attach(beside, image, envelopeOf({ at }, image.digest, [theirs]), types.envelope));
    await referrersTag(beside, image, entries);
    const flooded = await scanned(`registry:${registry.host}/${repository}:1`, 'ours.pub');
    assert.equal(flooded.code, 1);
    assert.equal(flooded.gaps.length, 65);
    assert.ok(flooded.gaps.includes('VEX attestations: too-many'));

    const server = await withReferrers(new Map(), 403);
    const refused = await scanned(`registry:${server.host}/${repository}:1`, 'ours.pub');
    assert.deepEqual([refused.code, refused.suppressed, refused.gaps], [3, [], ['VEX attestations: unreadable']]);
    assert.match(refused.stderr, /VEX attestations/);
    const silent = await withReferrers(new Map(), 0);
    const waited = await scanned(`registry:${silent.host}/${repository}:1`, 'ours.pub', '--timeout=4s');
    assert.deepEqual([waited.code, waited.gaps], [3, ['VEX attestations: timeout']], waited.stderr);
  });

  test('an archive has no place for them, which is said; a call that is wrong scans nothing', async (t) => {
    if (!isReady(t)) return;
    const result = await scanned(`archive:${at('image.tar')}`, 'ours.pub');
    assert.deepEqual([result.code, result.gaps], [1, ['VEX attestations: nothing-beside']]);
    const secret = ours.privateKey.export({ type: 'pkcs8', format: 'pem' });
    writeFileSync(at('secret.pem'), secret);
    writeFileSync(at('long.pub'), Buffer.alloc(1 << 20, 0x41));
    for (const file of ['secret.pem', 'nowhere.pub', 'image.tar', 'long.pub', '.']) {
      const args = ['scan', `archive:${at('image.tar')}`, '--vex-key', at(file)];
      const { code, stderr, stdout } = await plimsoll(args, { home: databases.fresh });
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, /\(vex-key-unusable\)/);
    }
    const recorded = await plimsoll(['scan', '--record', 'x', '--vex-key', at('ours.pub')], { home: databases.fresh });
    assert.match(recorded.stderr, /vex-not-recorded/);
  });
});
