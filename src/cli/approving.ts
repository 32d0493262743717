import { shortDigest } from '../base/digest.ts';
import { failure } from '../base/errors.ts';
import { printable } from '../base/printable.ts';
import { fill } from '../base/text.ts';
import { approveWords as words } from '../messages/baseline-approve.ts';
import type { ApprovedBase } from '../policy/approved-bases.ts';
import type { Io } from './io.ts';
import type { Services } from './services.ts';

export interface Approval {
  readonly policy: string;
  readonly base: ApprovedBase;
  /** Its ChainID, for people. */
  readonly key: string;
  /** What it is called where it was found; null where it has no name. */
  readonly called: string | null;
  readonly dryRun: boolean;
  /** Where the change is shown. */
  readonly show: (line: string) => Promise<void>;
}

/**
 * Adds a base to a policy file: a draft beside it is checked by the loader, shown, and put in its place. False where the policy approves these
 * layers already. Throws `base-not-written` where the edit would change anything else.
 */
export async function approveBase(
  { policy, base, key, called, dryRun, show }: Approval,
  policies: Services['policies'],
  io: Io,
): Promise<boolean> {
  const { draftPolicy } = await import('../baseline/approve/policy-draft.ts');
  const before = await policies.approvedBases([policy]);
  const wasOn = (await policies.check(policy)).controls.includes('baseImages');
  const { name, diffIds } = base;
  const same = before.find((one) => one.diffIds.join() === diffIds.join());
  if (same !== undefined) {
    await show(line(io.say(fill(words.already, { policy, name: same.name }))));
    return false;
  }
  const draft = draftPolicy(policy, { name, diffIds });
  try {
    // The loader has the last word, on the draft as it lies there.
    const after = await policies.approvedBases([draft.file]);
    const isRight = after.length === before.length + 1 && after.at(-1)?.name === name;
    if (!isRight) throw failure('base-not-written', { policy });
    for (const changed of draft.diff) await show(line(changed));
    const facts = { name, policy, id: shortDigest(key), layers: diffIds.length, called: called ?? words.nameless };
    await show(line(io.say(fill(dryRun ? words.wouldBe : words.approved, facts))));
    if (!wasOn) io.remark(words.turnedOn);
    if (!dryRun) draft.place();
  } finally {
    draft.drop();
  }
  return true;
}

function line(words: string): string {
  return `${printable(words, 4000)}\n`;
}
