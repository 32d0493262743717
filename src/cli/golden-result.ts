import { exitCodes } from '../base/errors.ts';
import { phrase, verbatim } from '../base/text.ts';
import type { GoldenEngine } from '../golden/build/golden-engine.ts';
import type { GoldenResult } from '../golden/comparison.ts';
import { goldenBuildWords as words } from '../messages/golden-build.ts';
import type { Report } from '../model/report.ts';
import { approveBase } from './approving.ts';
import type { Io } from './io.ts';
import type { LedgerWrite } from './ledger-service.ts';
import { type Outcome, outcomeOf } from './outcome.ts';
import { recordVerdict } from './recording.ts';
import type { ScanRequest, Services } from './services.ts';

export interface Approving {
  readonly name: string;
  readonly policy: string;
}

/** What is to become of an image that was built. */
export interface Wishes {
  readonly id: string;
  /** The name that it gets if it is allowed; null for none. */
  readonly name: string | null;
  /** How it is scanned, apart from which image. */
  readonly request: ScanRequest;
  readonly approving: Approving | null;
  /** Null where nothing is recorded. */
  readonly write: LedgerWrite | null;
}

/**
 * Judges an image that was built under the name that it is about to get. One that is allowed is recorded first and named then, so that no name stands for
 * what the ledger does not know; one that is not keeps its id alone.
 */
export async function settleResult(
  { id, name, request, approving, write }: Wishes,
  engine: GoldenEngine,
  services: Services,
  io: Io,
): Promise<{ readonly after: Report; readonly outcome: Outcome; readonly fate: GoldenResult }> {
  const look = async () => (await services.golden.look({ ...request, ref: `docker:${id}` }, name)).report;
  let after = await look();
  if (approving !== null && mayBeApproved(after)) {
    await approved(after, approving, services, io);
    // What was just approved changed the policy, and is judged under the new one.
    after = await look();
  }
  const outcome = outcomeOf(after);
  const isAllowed = outcome.exit === exitCodes.done;
  if (isAllowed && write !== null) await recordVerdict(after, services.ledger, write, io);
  if (isAllowed && name !== null) await engine.tag(id, name);
  if (!isAllowed) io.remark(phrase(words.untagged, { id }));
  const { base } = after.verdict;
  const isBase = base?.diffIds.length === after.fingerprint.diffIds.length;
  const fate = {
    id,
    name: isAllowed ? name : null,
    isRecorded: isAllowed && write !== null,
    approvedAs: isBase ? base.name : null,
  };
  return { after, outcome, fate };
}

/** Allowed, or denied by nothing but that its base is not an approved one yet. */
function mayBeApproved({ verdict, inventory }: Report): boolean {
  return (
    !inventory.gaps.some(({ incomplete }) => incomplete) &&
    (verdict.decision === 'allow' ||
      verdict.controls.every(({ id, outcome }) => outcome === 'pass' || id === 'baseImages'))
  );
}

async function approved(report: Report, { name, policy }: Approving, { policies }: Services, io: Io): Promise<void> {
  const { diffIds, chainId } = report.fingerprint;
  const approval = {
    policy,
    base: { name, diffIds },
    key: chainId ?? '',
    called: report.names[0] ?? null,
    dryRun: false,
    show: async (text: string) => io.remark(verbatim(text.trimEnd())),
  };
  await approveBase(approval, policies, io);
}
