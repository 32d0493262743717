import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { policyOf } from '../../test/build/control-input.ts';
import { type Digest, sha256 } from '../base/digest.ts';
import { chainId, type Fingerprint } from '../model/image.ts';
import type { ImageIdentity, LedgerEntry, LedgerRecord, VerdictRecord } from '../model/ledger.ts';
import type { Decision, Question } from '../model/question.ts';
import type { Admission, Policy } from '../policy/policy.ts';
import { decideOver } from './decide.ts';

const now = new Date('2026-03-04T12:00:00Z');
const name = 'docker.io/library/cart:2';

function fingerprint(seed: string): Fingerprint {
  const diffIds: readonly Digest[] = [sha256(`layer of ${seed}`)];
  return { configDigest: sha256(seed), manifestDigest: null, indexDigest: null, diffIds, chainId: chainId(diffIds) };
}

const policy = policyOf({ rootUser: {} });

function withAdmission(changes: Partial<Admission>): Policy {
  return { ...policy, admission: { ...policy.admission, ...changes } };
}

function verdict(changes: Partial<VerdictRecord> = {}): VerdictRecord {
  return {
    kind: 'verdict',
    fingerprint: fingerprint('cart'),
    names: [name],
    decision: 'allow',
    policy: { name: 'test', digest: policy.digest },
    database: sha256('db'),
    failed: [],
    user: '1000',
    rootNames: ['root', 'toor'],
    labels: {},
    ...changes,
  };
}

const authorization: LedgerRecord = {
  kind: 'authorization',
  fingerprint: fingerprint('cart'),
  names: [name],
  reason: 'needed',
  owner: 'ops',
  expires: '2026-03-05T00:00:00Z',
  user: '',
  rootNames: ['root'],
  labels: {},
};

function question(changes: Partial<Question> = {}): Question {
  return {
    act: 'create',
    asked: 'cart:2',
    names: [name],
    identity: fingerprint('cart'),
    origins: [],
    scanRef: null,
    labels: {},
    ownUser: null,
    user: null,
    ...changes,
  };
}

interface Setting {
  readonly records?: readonly (LedgerRecord | { readonly record: LedgerRecord; readonly at: string })[];
  readonly policy?: Policy;
  /** What a scan at the door writes. */
  readonly scanned?: LedgerRecord | Error;
}

/** Decides over a ledger of these records, oldest first. */
async function decide(asked: Question, setting: Setting = {}): Promise<{ decision: Decision; kept: LedgerRecord[] }> {
  const entries: LedgerEntry[] = [];
  const kept: LedgerRecord[] = [];
  const write = (record: LedgerRecord, at = now.toISOString()) =>
    void entries.push({ sequence: entries.length + 1, previous: null, digest: sha256('e'), at, keyId: 'k', record });
  for (const item of setting.records ?? []) {
    if ('at' in item) write(item.record, item.at);
    else write(item);
  }
  const isFor = ({ configDigest, chainId: chain }: Fingerprint, identity: ImageIdentity) =>
    identity.configDigest === null ? identity.chainId === chain : identity.configDigest === configDigest;
  const decision = await decideOver({
    policy: setting.policy ?? policy,
    now: () => now,
    ledger: {
      newest: (identity) =>
        entries.findLast(({ record }) => record.kind !== 'sighting' && isFor(record.fingerprint, identity)) ?? null,
      named: (wanted) => entries.findLast(({ record }) => record.names.includes(wanted)) ?? null,
      isKnownAs: (wanted, identity) =>
        entries.some(({ record }) => record.names.includes(wanted) && isFor(record.fingerprint, identity)),
      close: () => {},
    },
    scan: async () => {
      if (setting.scanned === undefined) throw new Error('nobody should have scanned');
      if (setting.scanned instanceof Error) throw setting.scanned;
      write(setting.scanned);
    },
    record: async (record) => {
      write(record);
      kept.push(record);
    },
  })(asked);
  return { decision, kept };
}

const denial = verdict({
  decision: 'deny',
  failed: [
    {
      id: 'vulnerabilities',
      outcome: 'fail',
      first: 'CVE-2023-5363 in openssl 3.0.9-1, fixed in 3.0.11-1~deb12u2',
      count: 4,
      evidence: [],
    },
  ],
});
const revocation: LedgerRecord = {
  kind: 'revocation',
  fingerprint: fingerprint('cart'),
  names: [],
  reason: 'key leaked',
};
const elsewhere = { policy: { name: 'old', digest: sha256('another policy') } };
const day = 86_400_000;
const trusting = withAdmission({
  trusted: { prefixes: ['registry.local/base/'], labels: { tier: 'platform', team: 'x' } },
});

/** A verdict of some time, under a policy with a waiver that has ended at midnight and one that has not. */
function waivedUntilToday(at: string): Setting {
  const waiver = { control: 'rootUser', match: { image: '*' }, reason: 'r', owner: 'o', expires: '2026-03-03' };
  const waiving = policyOf({ rootUser: {} }, [waiver, { ...waiver, expires: '2026-03-31' }]);
  return { policy: waiving, records: [{ record: verdict({ policy: waiving }), at }] };
}

const none: ImageIdentity = {
  configDigest: null,
  manifestDigest: null,
  indexDigest: null,
  diffIds: null,
  chainId: null,
};

const cases: readonly (readonly [about: string, expected: string, Partial<Question>, Setting])[] = [
  ['nothing recorded', 'unknown-image', {}, {}],
  ['allowed', 'verdict 1', {}, { records: [verdict()] }],
  ['denied', 'denied', {}, { records: [denial] }],
  ['denied after it was allowed', 'denied', {}, { records: [verdict(), denial] }],
  ['allowed after it was denied', 'verdict 2', {}, { records: [denial, verdict()] }],
  ['authorized although denied', 'authorization 2', {}, { records: [denial, authorization] }],
  ['an authorization that ended', 'expired', {}, { records: [{ ...authorization, expires: '2026-03-04T12:00:00Z' }] }],
  [
    'an authorization with no date that can be read',
    'expired',
    {},
    { records: [{ ...authorization, expires: 'soon' }] },
  ],
  ['an authorization without an end', 'authorization 1', {}, { records: [{ ...authorization, expires: null }] }],
  ['revoked', 'revoked', {}, { records: [verdict(), authorization, revocation] }],
  [
    'a sighting allows nothing',
    'unknown-image',
    {},
    { records: [{ kind: 'sighting', fingerprint: fingerprint('cart'), names: [name], by: 'x' }] },
  ],
  ['allowed by another policy', 'other-policy', {}, { records: [verdict(elsewhere)] }],
  ['denied by another policy', 'denied', {}, { records: [{ ...denial, ...elsewhere }] }],
  [
    'young enough',
    'verdict 1',
    {},
    { policy: withAdmission({ maxVerdictAge: day }), records: [{ record: verdict(), at: '2026-03-03T12:00:00Z' }] },
  ],
  [
    'too old',
    'too-old',
    {},
    { policy: withAdmission({ maxVerdictAge: day }), records: [{ record: verdict(), at: '2026-03-03T11:59:59Z' }] },
  ],
  [
    'from tomorrow',
    'too-old',
    {},
    { policy: withAdmission({ maxVerdictAge: day }), records: [{ record: verdict(), at: '2026-03-05T12:00:00Z' }] },
  ],
  ['judged when a waiver of the policy still held', 'too-old', {}, waivedUntilToday('2026-03-03T23:59:59Z')],
  ['judged when a waiver of the policy had ended', 'verdict 1', {}, waivedUntilToday('2026-03-04T00:00:00Z')],
  ['judged nobody knows when, before or after a waiver ended', 'too-old', {}, waivedUntilToday('once')],
  [
    'content that was recorded under its name before the name moved on, and under another one since',
    'verdict 2',
    {},
    {
      records: [
        verdict(),
        verdict({ names: ['docker.io/library/other:1'] }),
        verdict({ fingerprint: fingerprint('new') }),
      ],
    },
  ],
  ['a name with other content', 'poisoned', { identity: fingerprint('evil') }, { records: [verdict()] }],
  [
    'a name with other content that is allowed under another name',
    'poisoned',
    { identity: fingerprint('tool') },
    { records: [verdict(), verdict({ fingerprint: fingerprint('tool'), names: ['docker.io/library/tool:1'] })] },
  ],
  [
    'a name with other content that was judged under it',
    'verdict 2',
    { identity: fingerprint('new') },
    { records: [verdict(), verdict({ fingerprint: fingerprint('new') })] },
  ],
  [
    'a name with older content that was judged under it',
    'verdict 1',
    {},
    { records: [verdict(), verdict({ fingerprint: fingerprint('new') })] },
  ],
  [
    'poison, where unknown images may pass',
    'poisoned',
    { identity: fingerprint('evil') },
    { records: [verdict()], policy: withAdmission({ unscanned: 'allow' }) },
  ],
  [
    'poison under a trusted prefix',
    'poisoned',
    { identity: fingerprint('evil'), origins: ['registry.local/base/x:1'] },
    { records: [verdict()], policy: trusting },
  ],
  [
    'another name for what is allowed',
    'verdict 1',
    { names: ['docker.io/library/mine:dev'] },
    { records: [verdict()] },
  ],
  [
    'no content',
    'undecided',
    { identity: none },
    { records: [verdict()], policy: withAdmission({ unscanned: 'allow' }) },
  ],
  [
    'from a trusted registry',
    'trusted prefix registry.local/base/',
    { origins: ['registry.local/base/x:1'] },
    { policy: trusting },
  ],
  ['only named like one', 'unknown-image', { names: ['registry.local/base/x:1'] }, { policy: trusting }],
  [
    'all trusted labels',
    'trusted labels tier, team',
    { labels: { tier: 'platform', team: 'x', more: '' } },
    { policy: trusting },
  ],
  ['one trusted label', 'unknown-image', { labels: { tier: 'platform' } }, { policy: trusting }],
  [
    'labels that every object has',
    'unknown-image',
    {},
    { policy: withAdmission({ trusted: { prefixes: [], labels: { toString: 'x' } } }) },
  ],
  ['trusted but denied', 'denied', { origins: ['registry.local/base/x:1'] }, { policy: trusting, records: [denial] }],
  [
    'trusted but denied by another policy',
    'denied',
    { origins: ['registry.local/base/x:1'] },
    { policy: trusting, records: [{ ...denial, ...elsewhere }] },
  ],
  [
    'denied by another policy, where unknown images may pass',
    'denied',
    {},
    { policy: withAdmission({ unscanned: 'allow' }), records: [{ ...denial, ...elsewhere }] },
  ],
  [
    'layers that are allowed, with another user than was judged',
    'root-user',
    { identity: { ...fingerprint('cart'), configDigest: null }, ownUser: '' },
    { records: [verdict()] },
  ],
  [
    'layers that are allowed, with the user that was judged',
    'verdict 1',
    { identity: { ...fingerprint('cart'), configDigest: null }, ownUser: '1000' },
    { records: [verdict()] },
  ],
  [
    'trusted but revoked',
    'revoked',
    { origins: ['registry.local/base/x:1'] },
    { policy: trusting, records: [revocation] },
  ],
  [
    'scanned at the door and allowed',
    'verdict 1',
    {},
    { policy: withAdmission({ unscanned: 'scan' }), scanned: verdict() },
  ],
  ['scanned at the door and denied', 'denied', {}, { policy: withAdmission({ unscanned: 'scan' }), scanned: denial }],
  [
    'scanned again because it was judged by another policy',
    'verdict 2',
    {},
    { policy: withAdmission({ unscanned: 'scan' }), records: [{ ...denial, ...elsewhere }], scanned: verdict() },
  ],
  [
    'revoked is not scanned again',
    'revoked',
    {},
    { policy: withAdmission({ unscanned: 'scan' }), records: [revocation], scanned: verdict() },
  ],
  [
    'a scan that fails',
    'undecided',
    {},
    { policy: withAdmission({ unscanned: 'scan' }), scanned: new Error('disk full') },
  ],
  [
    'a scan of something else',
    'unknown-image',
    {},
    {
      policy: withAdmission({ unscanned: 'scan' }),
      scanned: verdict({ fingerprint: fingerprint('other'), names: [] }),
    },
  ],
  ['as root by number', 'root-user', { user: { text: '0', uid: null, passwd: 'image' } }, { records: [verdict()] }],
  [
    'as root with a group',
    'root-user',
    { user: { text: '0:0', uid: null, passwd: 'image' } },
    { records: [verdict()] },
  ],
  ['as root by name', 'root-user', { user: { text: 'root', uid: null, passwd: 'image' } }, { records: [verdict()] }],
  [
    'as another name of uid 0',
    'root-user',
    { user: { text: 'toor', uid: null, passwd: 'image' } },
    { records: [verdict()] },
  ],
  [
    'with a blank before the name',
    'root-user',
    { user: { text: ' root', uid: null, passwd: 'image' } },
    { records: [verdict()] },
  ],
  [
    'as 4294967296',
    'root-user',
    { user: { text: '4294967296', uid: null, passwd: 'image' } },
    { records: [verdict()] },
  ],
  ['as an account', 'verdict 1', { user: { text: 'app', uid: null, passwd: 'image' } }, { records: [verdict()] }],
  [
    'as an account that the container made uid 0',
    'root-user',
    { user: { text: 'app', uid: 0, passwd: 'image' } },
    { records: [verdict()] },
  ],
  [
    'as an account of an image without passwd',
    'root-user',
    { user: { text: 'app', uid: null, passwd: 'image' } },
    { records: [verdict({ rootNames: null })] },
  ],
  [
    'as an account of a passwd that nobody has seen',
    'root-user',
    { user: { text: 'app', uid: null, passwd: 'unseen' } },
    { records: [verdict()] },
  ],
  ['as a number', 'verdict 1', { user: { text: '1000:0', uid: null, passwd: 'image' } }, { records: [verdict()] }],
  [
    'as the image’s own user, left empty',
    'verdict 1',
    { user: { text: '', uid: null, passwd: 'image' } },
    { records: [verdict()] },
  ],
  [
    'as root in an image that is authorized as root',
    'authorization 1',
    { user: { text: '0', uid: null, passwd: 'image' } },
    { records: [authorization] },
  ],
  [
    'as root where the policy does not mind',
    'verdict 1',
    { user: { text: '0', uid: null, passwd: 'image' } },
    { policy: { ...policyOf({}), digest: policy.digest }, records: [verdict()] },
  ],
  [
    'as root in an unknown image that may pass',
    'root-user',
    { user: { text: 'root', uid: null, passwd: 'image' } },
    { policy: withAdmission({ unscanned: 'allow' }) },
  ],
];

describe('decisions', () => {
  for (const [about, expected, changes, setting] of cases) {
    test(`${about}: ${expected}`, async () => {
      const { decision } = await decide(question(changes), setting);
      assert.equal(decision.admitted ? decision.because : decision.code, expected);
    });
  }
});

test('a refusal names the control, its first evidence, how much more there is, and where to look', async () => {
  const { decision } = await decide(question(), { records: [denial] });
  assert.ok(!decision.admitted);
  assert.equal(
    decision.reason.en,
    'vulnerabilities: CVE-2023-5363 in openssl 3.0.9-1, fixed in 3.0.11-1~deb12u2 (and 3 more)',
  );
  assert.match(decision.next.en, /^see: plimsoll ledger show [0-9a-f]{12} /);
});

test('poison is said with both fingerprints', async () => {
  const { decision } = await decide(question({ identity: fingerprint('evil') }), { records: [verdict()] });
  assert.ok(!decision.admitted);
  const short = (seed: string) => fingerprint(seed).configDigest.slice(7, 19);
  assert.equal(
    decision.reason.en,
    `${name} was recorded as ${short('cart')}, this content is ${short('evil')}: refused as poisoned`,
  );
});

test('an unknown image that may pass is remembered', async () => {
  const { decision, kept } = await decide(question(), { policy: withAdmission({ unscanned: 'allow' }) });
  assert.equal(decision.admitted, true);
  assert.deepEqual(kept, [
    {
      kind: 'sighting',
      fingerprint: fingerprint('cart'),
      names: [name],
      by: 'create: unscanned images are allowed',
    },
  ]);
});

test('an image may come under a thousand names at once, and no more: each is looked up while all others wait', async () => {
  const names = Array.from({ length: 1001 }, (_, at) => `docker.io/library/cart:${at}`);
  const judged = { records: [verdict()] };
  const { decision, kept } = await decide(question({ act: 'load', names: names.slice(1) }), judged);
  assert.equal(decision.admitted, true);
  // All but the one that it was recorded under.
  assert.equal(kept[0]?.names.length, 999);
  const refusal = await decide(question({ names }), judged);
  assert.ok(!refusal.decision.admitted);
  assert.equal(refusal.decision.reason.en, 'it comes under 1001 names at once, more than 1000');
  assert.deepEqual(refusal.kept, []);
});
