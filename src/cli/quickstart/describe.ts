import { wrap } from '../../base/display-width.ts';
import { printable } from '../../base/printable.ts';
import { fill, type Language, type Text } from '../../base/text.ts';
import { quickstartTexts as texts } from '../../messages/cli-quickstart.ts';
import type { Gap } from '../../model/gap.ts';
import type { ReportView } from '../../reports/reporter.ts';
import type { Io } from '../io.ts';
import { shellWord } from '../program-name.ts';
import { firstThings } from './first-things.ts';
import { isSeen, type Look } from './look.ts';
import { imageTable, type NextStep, nextSteps, type ScreenStyle, thingsToDo } from './screen.ts';
import { fateOf, objections } from './summary.ts';

/** All that the quick start has to tell. */
export interface Told {
  readonly looks: readonly Look[];
  readonly leftOut: number;
  /** The HTML page to open. */
  readonly page: string;
  readonly policies: readonly string[];
  readonly schemeOf: ReportView['schemeOf'];
  /** How a person calls this program. */
  readonly program: string;
  readonly forbidden: boolean;
}

/** Where nothing says how wide a line may be. */
const widthOfPipe = 120;
const widest = 118;

/** What is about to be looked at, said before anything else. */
export function describeChoice(why: Text, { out, language }: Pick<Io, 'out' | 'language'>): string {
  return paragraphs([why], screenStyle(out, language));
}

/** The answer, what to do about it, where to read on, what to run next. */
export function describeLooks(told: Told, { out, language }: Pick<Io, 'out' | 'language'>): string {
  const style = screenStyle(out, language);
  const { looks, page } = told;
  const blocks = [
    imageTable(looks, style),
    thingsToDo(firstThings(looks.filter(isSeen), told.schemeOf), style),
    // Paths are to be copied: never broken into lines.
    `${paragraphs(remarks(told), style)}${printable(fill(texts.report, { file: page })[language], 4000)}\n`,
    nextSteps(stepsAfter(told), style),
  ];
  return blocks
    .filter((block) => block !== '')
    .map((block) => `\n${block}`)
    .join('');
}

function screenStyle(out: Io['out'], language: Language): ScreenStyle {
  const width = out.isTerminal ? Math.max(40, Math.min(out.columns, widest)) : widthOfPipe;
  return { language, color: out.color, width };
}

function remarks({ looks, leftOut, program }: Told): Text[] {
  const seen = looks.find(isSeen);
  const policy = seen?.report.verdict.policy.name ?? '';
  const database = seen?.report.database;
  const list: Text[] = [];
  if (leftOut > 0) list.push(fill(texts.leftOut, { count: leftOut, limit: looks.length + leftOut, program }));
  const late = looks.find((look) => look.kind === 'seen' && look.report.inventory.gaps.some(isTimeLimit));
  if (late !== undefined) list.push(fill(texts.late, { program, ref: shellWord(late.ref) }));
  list.push(fill(texts.judgedBy, { policy }));
  if (database?.starter === true) {
    const records = database.feeds.reduce((sum, feed) => sum + feed.records, 0);
    list.push(fill(texts.starter, { records }));
    if (looks.every((look) => look.kind === 'failed' || objections(look.report).includes('database'))) {
      list.push(fill(texts.starterDenies, { policy }));
    }
  }
  return list;
}

function isTimeLimit({ reason }: Gap): boolean {
  return reason === 'timeout';
}

function stepsAfter({ looks, policies, program, forbidden }: Told): NextStep[] {
  const steps: NextStep[] = [];
  const starter = looks.some((look) => look.kind === 'seen' && look.report.database.starter);
  if (starter) steps.push({ line: `${program} db update`, why: texts.nextUpdate });
  if (forbidden) steps.push({ line: `sudo ${program} quickstart`, why: texts.nextRoot });
  const first = looks.find((look) => fateOf(look) === 'denied') ?? looks[0];
  if (first !== undefined) steps.push({ line: `${program} scan ${shellWord(first.ref)}`, why: texts.nextScan });
  for (const policy of policies.slice(0, 1)) {
    steps.push({ line: `${program} policy explain ${shellWord(policy)}`, why: texts.nextPolicy });
  }
  steps.push({ line: `${program} doctor`, why: texts.nextDoctor });
  return steps;
}

function paragraphs(texts: readonly Text[], { language, width }: ScreenStyle): string {
  return texts
    .flatMap((text) => wrap(printable(text[language], 4000), width))
    .map((line) => `${line}\n`)
    .join('');
}
