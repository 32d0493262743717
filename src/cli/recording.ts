import { failure } from '../base/errors.ts';
import { fill } from '../base/text.ts';
import { ledgerWords as words } from '../messages/ledger-words.ts';
import type { Report } from '../model/report.ts';
import { verdictRecord } from '../scan/verdict-record.ts';
import type { Io } from './io.ts';
import type { LedgerService, LedgerWrite } from './ledger-service.ts';

/** A tree of files and a list of packages have no fingerprint by which a gate could know them again. Throws `not-recordable`. */
export function refuseUnrecordable(ref: string): void {
  if (/^(?:rootfs|sbom):/.test(ref)) throw failure('not-recordable', { ref });
}

/** Writes the verdict of a report to the ledger and says so. Throws `not-recordable`, as {@link verdictRecord}, and as `LedgerService.append`. */
export async function recordVerdict(
  report: Report,
  ledger: LedgerService,
  write: LedgerWrite,
  io: Pick<Io, 'remark'>,
): Promise<void> {
  refuseUnrecordable(report.ref);
  const record = verdictRecord(report, report.names);
  const before = await ledger.standing(report.fingerprint);
  const [entry] = await ledger.append([record], write);
  const sequence = entry?.sequence ?? 0;
  io.remark(fill(record.decision === 'allow' ? words.recordedAllow : words.recordedDeny, { sequence }));
  const now = await ledger.standing(report.fingerprint);
  if (now?.record.kind === 'revocation') io.remark(fill(words.staysRevoked, { sequence: now.sequence }));
  if (before?.record.kind === 'authorization' && record.decision === 'deny')
    io.remark(fill(words.authorizationReplaced, { sequence: before.sequence }));
}
