import { failure } from '../base/errors.ts';
import { printable } from '../base/printable.ts';
import type { Inventory } from '../model/inventory.ts';
import type { FailedControl, VerdictRecord } from '../model/ledger.ts';
import type { Report } from '../model/report.ts';
import type { ControlResult, Evidence } from '../model/verdict.ts';
import { effectiveUser } from '../policy/effective-user.ts';
import { evidenceLine } from './evidence-line.ts';

/** Pieces of evidence that an entry keeps of a control. */
const keptEvidence = 20;
const keptLabels = 200;
const keptNames = 200;
const keptRoots = 1000;
const longest = 1000;
/**
 * Bytes that the evidence of a control, the labels, and the names of root may each come to. An image must not be able to make its denial too
 * large for the ledger: the verdict before it would go on standing.
 */
const mostTogether = 64 << 10;

/**
 * What the ledger keeps of a report. Throws `not-recorded` where a layer was not proven to be what the image says it is, by hashing all of it: an archive that
 * goes by the digests of a good image, but holds or lacks something else, must not get that one denied.
 * @param names under which the image is known, in full
 */
export function verdictRecord(report: Report, names: readonly string[]): VerdictRecord {
  const { verdict, fingerprint, config, inventory, database, unprovenLayers } = report;
  if (unprovenLayers.length > 0 || inventory.gaps.some(({ what, incomplete }) => what === 'layer' && incomplete))
    throw failure('not-recorded', { ref: report.ref });
  return {
    kind: 'verdict',
    fingerprint,
    names: names.slice(0, keptNames),
    decision: verdict.decision,
    policy: verdict.policy,
    database: database.digest,
    failed: verdict.controls.flatMap((control) => failedControl(control) ?? []),
    // A longer one is no user that a runtime takes, and stays none.
    user: shortened(config.user),
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
    evidence: fitting(evidence.slice(0, keptEvidence).map(bounded)),
  };
}

/** Values of evidence may come from the image, and be as long as it likes. */
function bounded(evidence: Evidence): Evidence {
  const pairs = Object.entries(evidence).map(([key, value]) => [
    key,
    typeof value === 'string' ? shortened(value) : value,
  ]);
  return Object.fromEntries(pairs);
}

function shortened(text: string): string {
  return text.length > longest ? `${text.slice(0, longest)}…` : text;
}

/** Every name that has uid 0; null where the image's accounts are not known to their end, or are too many to keep. */
export function rootNames({ accounts, gaps }: Pick<Inventory, 'accounts' | 'gaps'>): readonly string[] | null {
  if (accounts === null || gaps.some(({ blinds }) => blinds.includes('accounts'))) return null;
  // Of several accounts of one name the first counts; each is looked at alone, since an image may have a hundred thousand.
  const first = new Map(accounts.toReversed().map((account) => [account.name, account]));
  const names = [...new Set(accounts.map(({ name }) => name))].filter((name) => {
    const account = first.get(name);
    return account !== undefined && effectiveUser(name, [account]).kind === 'root';
  });
  const isTooLong = names.length > keptRoots || names.some((name) => name.length > longest);
  return isTooLong || sizeOf(names) > mostTogether ? null : names;
}

/** An image with more labels, or longer ones, than anybody writes is not to fill the ledger. */
function keptOf(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const kept = Object.entries(labels).filter(([key, value]) => key.length + value.length <= longest);
  return Object.fromEntries(fitting(kept.slice(0, keptLabels)));
}

/** The first ones, at least one, that come to no more than is kept. */
function fitting<T>(items: readonly T[]): readonly T[] {
  let left = mostTogether;
  return items.filter((item, at) => {
    left -= sizeOf(item);
    return left >= 0 || at === 0;
  });
}

/** As it is written: a control character takes six bytes. */
function sizeOf(value: unknown): number {
  return Buffer.byteLength(JSON.stringify(value));
}
