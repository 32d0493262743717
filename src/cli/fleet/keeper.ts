import { accessSync, constants, lstatSync, mkdirSync, readFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { canonical } from '../../base/canonical-json.ts';
import { sha256 } from '../../base/digest.ts';
import { failureFrom, systemCode } from '../../base/errors.ts';
import { wordsOf } from '../../base/system-words.ts';
import { fill } from '../../base/text.ts';
import { type FleetAsk, keyOf } from '../../fleet/fleet-ask.ts';
import type { ImageRow, ReportFile } from '../../fleet/image-row.ts';
import { reportFileName } from '../../fleet/report-file-name.ts';
import type { Keeper } from '../../fleet/scan-fleet.ts';
import { nameText } from '../../fleet/target.ts';
import { fleetWords as words } from '../../messages/fleet-words.ts';
import type { Report } from '../../model/report.ts';
import type { Reporter } from '../../reports/reporter.ts';
import { verdictRecord } from '../../scan/verdict-record.ts';
import type { Io } from '../io.ts';
import { readTargets, schemesByType, type ViewWishes } from '../report-targets.ts';
import type { Services } from '../services.ts';
import { type FolderFile, type FolderWriter, folderWriter } from './report-folder.ts';
import type { FleetCall } from './run.ts';

export interface FleetKeeper extends Keeper {
  /** Takes away what a run of the same left half written: none may be going on. */
  tidy(): Promise<void>;
  /** Says what was written, where there is anything to say. */
  tell(): void;
}

/** Writes reports and entries of the ledger. What can be wrong with either is found out here, before anything is scanned. */
export async function fleetKeeper(
  { ask, reports: folder, reportFormats, record }: FleetCall,
  services: Services,
  io: Io,
): Promise<FleetKeeper> {
  const reporters = folder === null ? [] : formatsOf(reportFormats, await services.reporters());
  if (folder !== null) makeFolder(folder);
  const writer = folder === null ? null : folderWriter(folder, writerOf(io.home.ready(), ask));
  if (record !== null) await services.ledger.prepare(record);
  const wishes = { ignoreUnfixed: false, severities: null, schemeOf: await schemesByType(services) };
  const written = { reports: 0, recorded: 0 };
  // One entry after the other: each is chained to the one before.
  let last: Promise<unknown> = Promise.resolve();
  const append = (row: ImageRow, report: Report, names: readonly string[]) => {
    // An image that was not proven to be what it says it is would be refused; the summary says so already.
    if (record === null || row.isIncomplete) return Promise.resolve(null);
    const entry = verdictRecord(report, names);
    const mine = last.then(() => services.ledger.append([entry], record));
    last = mine.catch(() => null);
    return mine.then(([added]) => added?.sequence ?? null);
  };
  return {
    tidy: async () => writer?.tidy(),
    keep: async (row, report, names) => {
      const reports = writer === null ? {} : await writeAll(writer, row, report, { reporters, wishes, io });
      const full = names.map((name) => `${ask.host}/${nameText(name)}`);
      const recorded = await append(row, report, full);
      written.reports += folder === null ? 0 : 1;
      written.recorded += recorded === null ? 0 : 1;
      return { reports, recorded };
    },
    isKept: async (row, policy) => {
      if (record !== null && !(await isRecorded(row, policy, services))) return false;
      return folder === null || reporters.every(({ format }) => isThere(folder, row.reports[format]));
    },
    tell: () => {
      if (written.recorded > 0) io.remark(fill(words.recorded, { count: written.recorded }));
      if (folder !== null) io.remark(fill(words.reportsIn, { count: written.reports, folder }));
    },
  };
}

/**
 * Whether a gate is still told what was recorded of an image. The ledger may have been begun anew or put back since, or the image been judged by
 * another policy. What somebody said about the image himself stays.
 */
async function isRecorded(row: ImageRow, policy: string, { ledger }: Services): Promise<boolean> {
  if (row.recorded === null) return false;
  const { configDigest } = row;
  const others = { manifestDigest: null, indexDigest: null, diffIds: null, chainId: null };
  const standing = (await ledger.standing({ configDigest, ...others }))?.record;
  return standing !== undefined && (standing.kind !== 'verdict' || standing.policy.digest === policy);
}

/** Of one machine, state directory and question there is one at a time, which holds the journal's lock. */
function writerOf(home: string, ask: FleetAsk): string {
  return sha256(canonical([hostname(), home, keyOf(ask)])).slice('sha256:'.length, 'sha256:'.length + 16);
}

/** Throws as for `scan --output`. */
function formatsOf(given: readonly string[], reporters: readonly Reporter[]): readonly Reporter[] {
  const formats = given.length === 0 ? ['json'] : given;
  return formats
    .flatMap((format) => readTargets([format.replace(/=.*$/, '')], reporters))
    .map(({ reporter }) => reporter);
}

function makeFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw failureFrom(error, 'cannot-write', { file: folder, reason: wordsOf(error) });
  }
}

interface WriteParts {
  readonly reporters: readonly Reporter[];
  readonly wishes: ViewWishes;
  readonly io: Io;
}

/** All reports of an image or none. */
async function writeAll({ write }: FolderWriter, row: ImageRow, report: Report, { reporters, wishes, io }: WriteParts) {
  const view = { ...wishes, language: io.language, color: false, interactive: false, width: 100, verbose: io.verbose };
  const files: Record<string, ReportFile> = {};
  const written: FolderFile[] = [];
  for (const reporter of reporters) {
    const name = reportFileName(row, reporter.extension);
    const text = [...(await reporter.load())(report, view)].join('');
    written.push({ name, text });
    files[reporter.format] = { file: name, digest: sha256(text) };
  }
  await write(written);
  return files;
}

/** Whether a report is there as it was written. */
function isThere(folder: string, report: ReportFile | undefined): boolean {
  if (report === undefined) return false;
  const file = join(folder, report.file);
  try {
    return lstatSync(file).isFile() && sha256(readFileSync(file)) === report.digest;
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return false;
    throw failureFrom(error, 'file-unreadable', { file, reason: wordsOf(error) });
  }
}
