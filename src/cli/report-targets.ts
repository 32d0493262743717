import { resolve } from 'node:path';
import { failure } from '../base/errors.ts';
import { fill, type Text } from '../base/text.ts';
import type { Report } from '../model/report.ts';
import type { Reporter, ReportView } from '../reports/reporter.ts';
import { choiceWords } from './flag.ts';
import type { Io } from './io.ts';
import { checkWritable, isStandardOutput, joined, type StagedFile, stageFile } from './report-file.ts';
import type { Services } from './services.ts';

/** Formats of the contract that this version does not write. */
const laterFormats = ['sarif', 'junit', 'gitlab', 'csv'];

/** One report that was asked for; null as file is standard output. */
export interface ReportTarget<R extends Format = Reporter> {
  readonly reporter: R;
  readonly file: string | null;
}

interface Format {
  readonly format: string;
}

/** How the reports of one call are shown, apart from where they go. */
export type ViewWishes = Pick<ReportView, 'ignoreUnfixed' | 'severities' | 'schemeOf'>;

/**
 * Reads `FORMAT[=FILE]` texts; without any, a table to standard output. Checks all that can be checked before the work: formats,
 * at most one report to standard output, files that can be written and are not named twice.
 */
export function readTargets<R extends Format>(
  given: readonly string[],
  reporters: readonly R[],
): readonly ReportTarget<R>[] {
  const targets = (given.length === 0 ? ['table'] : given).map((text) => readTarget(text, reporters));
  const toStdout = targets.filter((target) => target.file === null).map((target) => target.reporter.format);
  if (toStdout.length > 1) {
    throw failure('one-report-to-stdout', { formats: toStdout.join(', '), example: toStdout[1] ?? '' });
  }
  const files = targets.flatMap((target) => (target.file === null ? [] : [target.file]));
  const twice = files.find((file, index) => files.findIndex((other) => resolve(other) === resolve(file)) < index);
  if (twice !== undefined) throw failure('bad-flag-value', { flag: '--output', given: twice, expected: texts.once });
  for (const file of files) checkWritable(file);
  return targets;
}

function readTarget<R extends Format>(text: string, reporters: readonly R[]): ReportTarget<R> {
  const equals = text.indexOf('=');
  const format = equals < 0 ? text : text.slice(0, equals);
  const file = equals < 0 ? '-' : text.slice(equals + 1);
  const reporter = reporters.find((candidate) => candidate.format === format);
  if (reporter === undefined && laterFormats.includes(format))
    throw failure('not-in-this-version', { given: `--output ${format}` });
  if (reporter === undefined) {
    const formats = reporters.map((candidate) => candidate.format);
    const expected = choiceWords(formats, format);
    throw failure('bad-flag-value', { flag: '--output', given: format.slice(0, 80), expected });
  }
  if (file === '') throw failure('bad-flag-value', { flag: '--output', given: text, expected: texts.target });
  return { reporter, file: isStandardOutput(file) ? null : file };
}

/** Which scheme the versions of a package type follow. */
export async function schemesByType(services: Pick<Services, 'ecosystems'>): Promise<ReportView['schemeOf']> {
  const schemes = new Map((await services.ecosystems()).map((ecosystem) => [ecosystem.id, ecosystem.versions]));
  return (type) => schemes.get(type);
}

/** As {@link schemesByType} where one of the reports asks for schemes. */
export async function schemesFor(
  targets: readonly ReportTarget[],
  services: Services,
): Promise<ReportView['schemeOf']> {
  if (targets.some(({ reporter }) => reporter.advises === true)) return schemesByType(services);
  return (type) => {
    throw new Error(`a report that does not advise asks for the scheme of ${type}`);
  };
}

/** Writes all reports or none of the files: each is whole beside its place before the first one is put in place. */
export async function writeReports(
  targets: readonly ReportTarget[],
  report: Report,
  wishes: ViewWishes,
  io: Io,
): Promise<void> {
  const render = async (reporter: Reporter, view: TextView) => (await reporter.load())(report, { ...wishes, ...view });
  await writeTargets(targets, render, io);
}

/** How texts of any kind are shown. */
export type TextView = Pick<ReportView, 'language' | 'color' | 'interactive' | 'width' | 'verbose'>;

/** As {@link writeReports}, for reports about anything. */
export async function writeTargets<R extends Format>(
  targets: readonly ReportTarget<R>[],
  render: (reporter: R, view: TextView) => Iterable<string> | Promise<Iterable<string>>,
  io: Io,
): Promise<void> {
  const staged: StagedFile[] = [];
  try {
    for (const { reporter, file } of targets) {
      if (file !== null) staged.push(stageFile(file, await render(reporter, fileView(io))));
    }
  } catch (error) {
    for (const file of staged) file.drop();
    throw error;
  }
  const toStdout = targets.find((target) => target.file === null);
  for (const file of staged) file.place();
  if (toStdout !== undefined)
    for (const text of joined(await render(toStdout.reporter, terminalView(io)))) await io.out.write(text);
  if (io.out.isTerminal) for (const { file } of staged) io.remark(fill(texts.wrote, { file }));
}

function fileView({ language, verbose }: Io): TextView {
  return { language, color: false, interactive: false, width: 100, verbose };
}

function terminalView({ out, language, verbose }: Io): TextView {
  return { language, color: out.color, interactive: out.isTerminal, width: out.columns, verbose };
}

const texts = {
  once: { en: 'a file for each report, each named once', 'zh-CN': '每份报告一个文件，且不重复' },
  target: {
    en: 'FORMAT, or FORMAT=FILE with a name for the file',
    'zh-CN': 'FORMAT，或带文件名的 FORMAT=FILE',
  },
  wrote: { en: 'wrote {file}', 'zh-CN': '已写入 {file}' },
} as const satisfies Record<string, Text>;
