import { printable } from '../base/printable.ts';
import type { Inventory } from '../model/inventory.ts';
import type { FailedControl, VerdictRecord } from '../model/ledger.ts';
import type { Report } from '../model/report.ts';
import type { ControlResult } from '../model/verdict.ts';
import { effectiveUser } from '../policy/effective-user.ts';
import { evidenceLine } from './evidence-line.ts';

/** Pieces of evidence that an entry keeps of a control. */
const keptEvidence = 20;
const keptLabels = 200;
const longest = 1000;

/**
 * What the ledger keeps of a report.
 * @param names under which the image is known, in full
 */
export function verdictRecord(report: Report, names: readonly string[]): VerdictRecord {
  const { verdict, fingerprint, config, inventory, database } = report;
  return {
    kind: 'verdict',
    fingerprint,
    names,
    decision: verdict.decision,
    policy: verdict.policy,
    database: database.digest,
    failed: verdict.controls.flatMap((control) => failedControl(control) ?? []),
    user: config.user,
    rootNames: rootNames(inventory),
    labels: keptOf(config.labels),
  };
}

function failedControl({ id, outcome, message, evidence }: ControlResult): FailedControl | null {
  if (outcome === 'pass') return null;
  const [first] = evidence;
  const said = first === undefined ? message.en : evidenceLine(first, message).en;
  return {
    id,
    outcome,
    first: printable(said, longest),
    count: Math.max(1, evidence.length),
    evidence: evidence.slice(0, keptEvidence),
  };
}

/** Every name that has uid 0; null where the image's accounts are not known to their end. */
export function rootNames({ accounts, gaps }: Pick<Inventory, 'accounts' | 'gaps'>): readonly string[] | null {
  if (accounts === null || gaps.some(({ blinds }) => blinds.includes('accounts'))) return null;
  const names = accounts.map(({ name }) => name).filter((name) => effectiveUser(name, accounts).kind === 'root');
  return [...new Set(names)];
}

/** An image with more labels, or longer ones, than anybody writes is not to fill the ledger. */
function keptOf(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const kept = Object.entries(labels).filter(([key, value]) => key.length + value.length <= longest);
  return Object.fromEntries(kept.slice(0, keptLabels));
}
