import { canonical } from '../base/canonical-json.ts';
import { failure, type PlimsollError } from '../base/errors.ts';
import { inParallel } from '../base/in-parallel.ts';
import type { RegistryPool } from '../images/registry/pool.ts';
import type { Report } from '../model/report.ts';
import { type AdmissionRule, admission, weightOfImage } from './admission.ts';
import {
  aboutOne,
  type Failures,
  failures as newFailures,
  skips as newSkips,
  patienceWith,
  type Skips,
} from './failures.ts';
import { findNames } from './find-names.ts';
import { findTargets } from './find-targets.ts';
import type { FleetAsk } from './fleet-ask.ts';
import type { FleetProgress } from './fleet-progress.ts';
import { type ImageRow, isOpen, rowOf } from './image-row.ts';
import type { Journal } from './journal.ts';
import { readingOrder } from './reading-order.ts';
import { compareNames, type FleetName, nameText, type Target } from './target.ts';

/** What a run is made of. */
export interface FleetRun {
  readonly ask: FleetAsk;
  readonly pool: RegistryPool;
  readonly journal: Journal;
  /** What verdicts depend on besides the image: a verdict of another basis is void. */
  readonly basis: string;
  /** The digest of the policy. */
  readonly policy: string;
  /** Reads an image, once, and judges it under each of its names, in their order. */
  readonly read: (target: Target) => Promise<readonly Report[]>;
  readonly keeper: Keeper;
  readonly parallel: number;
  /** Requests at a time while names are looked up. */
  readonly lanes: number;
  readonly memory: Pick<AdmissionRule, 'budget' | 'inUse'>;
  readonly maxFileSize: number;
  readonly progress: FleetProgress;
  readonly signal: AbortSignal;
  /** Aborts the signal with what went wrong, so that the rest ends soon. */
  readonly stop: (reason: unknown) => void;
}

/** Where reports and verdicts go. */
export interface Keeper {
  /** Writes what is to be written of an image. Throws where that could not be done. */
  keep(row: ImageRow, report: Report, names: readonly FleetName[]): Promise<Pick<ImageRow, 'reports' | 'recorded'>>;
  /** Whether all that is to be written of an image, judged by this policy, is there as it was written. */
  isKept(row: ImageRow, policy: string): Promise<boolean>;
}

/** What a run came to. */
export interface FleetResult {
  readonly repositories: number;
  readonly empty: number;
  readonly names: number;
  readonly rows: readonly ImageRow[];
  readonly skips: Skips;
  readonly failures: Failures;
  /** Images that an earlier run had judged. */
  readonly takenOver: number;
}

/** Images in a row that a registry may fail to give before it is left alone. */
const PATIENCE = 12;

/** Images that wait for a disk to have their reports while as many as may be are read. */
const KEEPING = 2;

/** Looks up what is asked for, reads what is not known yet, and puts down what is done as soon as it is. */
export async function scanFleet(run: FleetRun): Promise<FleetResult> {
  const { ask, pool, journal, lanes, signal, progress } = run;
  const failures = newFailures();
  const skips = newSkips();
  const patience = patienceWith(PATIENCE);
  const shared = { ask, pool, journal, failures, skips, patience, lanes, signal };
  const { repositories, empty, names } = await findNames({ ...shared, step: progress.listed });
  const targets = await findTargets(names, { ...shared, step: progress.resolved });
  const gate = admission({ most: run.parallel, ...run.memory, signal });
  const order = readingOrder(targets);
  const rows: ImageRow[] = [];
  let takenOver = 0;
  progress.begin(targets.length);
  const look = async (target: Target) => {
    const before = await takenFrom(target, run);
    if (before !== null) {
      takenOver += 1;
      rows.push(...before);
      progress.known();
      return;
    }
    const title = target.names[0] === undefined ? target.digest : nameText(target.names[0]);
    try {
      if (patience.isOver) throw failure('registry-gave-up', { host: pool.host, count: patience.most });
      const weight = weightOfImage(target.largest?.size ?? 0, run.maxFileSize);
      const read = () => gate.admitted(weight, () => run.read(target)).finally(() => order.done(target));
      const judged = async () => keepAll(target, await read(), run);
      rows.push(...(await progress.during(title, judged)));
      patience.went();
    } catch (error) {
      const known = aboutOne(error, signal);
      patience.failed(known);
      addAll(failures, target, known);
      progress.known();
    }
  };
  const lookAtNext = async () => {
    const target = order.next();
    if (target === undefined) return;
    await look(target);
    order.done(target);
  };
  await inParallel(targets, run.parallel + KEEPING, lookAtNext, run.stop);
  rows.sort((a, b) => compareNames(a.names[0] ?? '', b.names[0] ?? '') || compareNames(a.digest, b.digest));
  return { repositories, empty, names: names.length, rows, skips, failures, takenOver };
}

function addAll(failures: Failures, target: Target, error: PlimsollError): void {
  for (const name of target.names) failures.add(nameText(name), error);
}

/** What an earlier run judged by the same, whole and still in place; null where it has to be done. */
async function takenFrom(
  target: Target,
  { journal, basis, policy, keeper }: FleetRun,
): Promise<readonly ImageRow[] | null> {
  const before = journal.judged(target.digest);
  if (before === null || before.basis !== basis || before.rows.some(isOpen)) return null;
  const names = namesOf(target);
  const isSame = names.length === before.names.length && names.every((name, at) => name === before.names[at]);
  if (!isSame) return null;
  for (const row of before.rows) if (!(await keeper.isKept(row, policy))) return null;
  return before.rows;
}

/** The names with what they led to: one that leads to the same through another index is another one. */
function namesOf({ names }: Target): readonly string[] {
  return names.map((name) => `${nameText(name)} ${name.root}`);
}

/** Writes all that is to be written of an image; only then it is done. */
async function keepAll(
  target: Target,
  reports: readonly Report[],
  { keeper, journal, basis, signal }: FleetRun,
): Promise<readonly ImageRow[]> {
  const rows: ImageRow[] = [];
  for (const { report, names } of alike(reports, target.names)) {
    signal.throwIfAborted();
    const row = rowOf(report, target.digest, names.map(nameText));
    rows.push({ ...row, ...(await keeper.keep(row, report, names)) });
  }
  journal.keepJudged({ digest: target.digest, basis, names: namesOf(target), rows });
  return rows;
}

interface Alike {
  readonly report: Report;
  readonly names: FleetName[];
}

/** Names under which an image is judged in the same way; a waiver may be for some of them only. */
function alike(reports: readonly Report[], names: readonly FleetName[]): readonly Alike[] {
  const groups = new Map<string, Alike>();
  for (const [at, report] of reports.entries()) {
    const name = names[at];
    if (name === undefined) continue;
    const { verdict, vulnerabilities, suppressed } = report;
    const key = canonical([
      verdict.decision,
      verdict.controls.map(({ id, outcome, evidence }) => [id, outcome, evidence.length]),
      verdict.waived.length,
      vulnerabilities.length,
      suppressed.length,
    ]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, { report, names: [name] });
    else known.names.push(name);
  }
  return [...groups.values()];
}
