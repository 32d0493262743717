import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { policyOf } from '../../test/build/control-input.ts';
import { authorizationRecord, denialRecord, fingerprintOf, ledgerBox, verdictRecord } from '../../test/build/ledger.ts';
import { appendFirstSeen } from '../ledger/first-seen.ts';
import { openLedgerReader } from '../ledger/reader.ts';
import type { LedgerRecord } from '../model/ledger.ts';
import type { Act, Decide, Question } from '../model/question.ts';
import type { Policy } from '../policy/policy.ts';
import { decideOver } from './decide.ts';

const policy = policyOf({});
const base = 'registry.local/base/debian:12';
const mine = 'docker.io/library/mine:1';

type Unscanned = Policy['admission']['unscanned'];
/** Somebody asks for an image, by a seed, under a name; or an admin writes something down. */
type Step = Asking | { readonly admin: LedgerRecord };

interface Asking {
  readonly does: Act;
  readonly image: string;
  readonly as: string;
  readonly gets: string;
  readonly index?: string;
}

const judged = (seed: string, names: readonly string[], decision: 'allow' | 'deny' = 'allow') => ({
  ...(decision === 'allow' ? verdictRecord : denialRecord)(seed, { names }),
  policy: { name: 'test', digest: policy.digest },
});
const asks = (does: Act, image: string, as: string, gets: string): Asking => ({ does, image, as, gets });
const writes = (admin: LedgerRecord): Step => ({ admin });

/** Decides over a real ledger; a scan at the door denies whatever is called bad. */
async function told(steps: readonly Step[], unscanned: Unscanned): Promise<number> {
  using box = ledgerBox();
  const ledger = openLedgerReader(box.home);
  let written = 0;
  const record = async (entry: LedgerRecord) => {
    written += 1;
    await appendFirstSeen(box.options, entry);
  };
  const decide: Decide = decideOver({
    policy: { ...policy, admission: { ...policy.admission, unscanned } },
    ledger,
    now: () => new Date(),
    scan: async ({ asked, names, identity: { indexDigest } }) => {
      const verdict = judged(asked, names, asked.startsWith('bad') ? 'deny' : 'allow');
      await record({ ...verdict, fingerprint: { ...verdict.fingerprint, indexDigest } });
    },
    record,
  });
  try {
    for (const step of steps) {
      if ('admin' in step) await box.append(step.admin);
      else {
        const decision = await decide(questionOf(step));
        const said = decision.admitted ? 'passes' : decision.code;
        assert.equal(said, step.gets, `${step.does} of ${step.image} as ${step.as}`);
      }
    }
  } finally {
    ledger.close();
  }
  return written;
}

function questionOf({ does, image, as, index }: Asking): Question {
  const fingerprint = fingerprintOf(image);
  return {
    act: does,
    asked: image,
    names: [as],
    identity: { ...fingerprint, indexDigest: index === undefined ? null : fingerprintOf(index).indexDigest },
    origins: [],
    scanRef: null,
    labels: {},
    ownUser: '1000',
    user: null,
  };
}

/** What happens, how unknown images are met, and how many entries the gate writes. */
const stories: readonly (readonly [about: string, Unscanned, entries: number, steps: readonly Step[]])[] = [
  [
    'a known image that is pulled under a new name has it from then on',
    'deny',
    1,
    [
      writes(judged('right', [mine])),
      writes(judged('other', [])),
      asks('pull', 'right', base, 'passes'),
      asks('pull', 'other', base, 'poisoned'),
      asks('load', 'other', base, 'poisoned'),
      asks('create', 'other', base, 'poisoned'),
      asks('pull', 'right', base, 'passes'),
    ],
  ],
  [
    'so has one that is loaded',
    'deny',
    1,
    [
      writes(judged('right', [])),
      writes(judged('other', [])),
      asks('load', 'right', base, 'passes'),
      asks('pull', 'other', base, 'poisoned'),
    ],
  ],
  [
    'a mere tag on a known image gives it no name, and costs nothing',
    'deny',
    1,
    [
      writes(judged('right', [])),
      writes(judged('other', [])),
      asks('create', 'other', base, 'passes'),
      asks('start', 'other', base, 'passes'),
      asks('pull', 'right', base, 'passes'),
      asks('create', 'other', base, 'poisoned'),
    ],
  ],
  [
    'a denied image claims no name: the right one is not refused for it',
    'scan',
    2,
    [asks('load', 'bad', base, 'denied'), asks('pull', 'right', base, 'passes'), asks('load', 'bad', base, 'poisoned')],
  ],
  [
    'and gains none by having been refused under it, should it be allowed one day',
    'deny',
    1,
    [
      writes(judged('wrong', [base], 'deny')),
      writes(judged('right', [])),
      asks('pull', 'right', base, 'passes'),
      writes(judged('wrong', [mine])),
      asks('load', 'wrong', base, 'poisoned'),
      asks('load', 'wrong', mine, 'passes'),
    ],
  ],
  [
    'what an admin wrote down as denied claims nothing either',
    'deny',
    1,
    [
      writes(judged('wrong', [base], 'deny')),
      writes(judged('right', [])),
      asks('pull', 'right', base, 'passes'),
      asks('pull', 'wrong', base, 'poisoned'),
    ],
  ],
  [
    'the first that is let in has the name, until an admin gives it to other content; then both have it',
    'scan',
    1,
    [
      asks('pull', 'first', base, 'passes'),
      asks('pull', 'second', base, 'poisoned'),
      writes(authorizationRecord('second', { names: [base] })),
      asks('pull', 'second', base, 'passes'),
      asks('pull', 'first', base, 'passes'),
      asks('pull', 'third', base, 'poisoned'),
    ],
  ],
  [
    'an image that was allowed keeps its name when it is denied later',
    'deny',
    0,
    [
      writes(judged('old', [base])),
      writes(judged('new', [])),
      writes(judged('old', [base], 'deny')),
      asks('pull', 'new', base, 'poisoned'),
      asks('pull', 'old', base, 'denied'),
    ],
  ],
  [
    'unknown images that may pass claim names as others do, once',
    'allow',
    1,
    [
      asks('create', 'first', base, 'passes'),
      asks('start', 'first', base, 'passes'),
      asks('create', 'second', base, 'poisoned'),
    ],
  ],
  [
    'an image for another platform, of the index that the name had, is the same name',
    'scan',
    2,
    [
      { ...asks('pull', 'amd64', base, 'passes'), index: 'both' },
      { ...asks('pull', 'arm64', base, 'passes'), index: 'both' },
    ],
  ],
  [
    'a name with a digest is not kept: it means one content for good',
    'deny',
    0,
    [
      writes(judged('right', [])),
      asks('pull', 'right', `registry.local/x@${fingerprintOf('right').manifestDigest}`, 'passes'),
    ],
  ],
];

describe('a name', () => {
  for (const [about, unscanned, entries, steps] of stories)
    test(about, async () => assert.equal(await told(steps, unscanned), entries, 'entries that the gate wrote'));

  test('is not kept where there is only the public half of the key: what others have judged comes in all the same', async () => {
    using box = ledgerBox();
    await box.append(judged('right', []));
    rmSync(join(box.home, 'keys', 'signing.key'));
    const ledger = openLedgerReader(box.home);
    const parts = { policy, ledger, now: () => new Date(), scan: () => Promise.reject(new Error('nobody scans')) };
    const asked = questionOf({ does: 'pull', image: 'right', as: base, gets: '' });
    const record = async (entry: LedgerRecord) => void (await appendFirstSeen(box.options, entry));
    const decision = await decideOver({ ...parts, record })(asked);
    assert.equal(
      decision.admitted && decision.because,
      'verdict 1; its name is not kept: there is no signing key here',
    );
    const full = () => Promise.reject(new Error('the disk is full'));
    const refusal = await decideOver({ ...parts, record: full })(asked);
    assert.equal(refusal.admitted ? '' : refusal.code, 'undecided', 'any other trouble is a refusal');
    ledger.close();
  });

  test('is the first one’s, where another comes under it while it is scanned', async () => {
    using box = ledgerBox();
    const ledger = openLedgerReader(box.home);
    let brought: () => void = () => {};
    const held = new Promise<void>((resolve) => {
      brought = resolve;
    });
    const decide = decideOver({
      policy: { ...policy, admission: { ...policy.admission, unscanned: 'scan' } },
      ledger,
      now: () => new Date(),
      scan: async ({ asked, names }) => {
        if (asked === 'slow') await held;
        await appendFirstSeen(box.options, judged(asked, names));
      },
      record: async (entry) => void (await appendFirstSeen(box.options, entry)),
    });
    const question = (image: string) => questionOf({ does: 'pull', image, as: base, gets: '' });
    const slow = decide(question('slow'));
    assert.equal((await decide(question('quick'))).admitted, true);
    brought();
    const decision = await slow;
    assert.equal(decision.admitted ? '' : decision.code, 'poisoned');
    ledger.close();
  });
});
