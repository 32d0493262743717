import { displayWidth } from '../../base/display-width.ts';
import { fill, type Language, type Text } from '../../base/text.ts';
import { quickstartTexts as texts } from '../../messages/cli-quickstart.ts';
import { severityWords } from '../../messages/report-advice.ts';
import { reportWords } from '../../messages/report-words.ts';
import { type Column, grid, list } from '../../reports/table/layout.ts';
import { blank, indent, type Line, paint, type Style, say, space, wrapLine } from '../../reports/table/line.ts';
import type { FirstThing } from './first-things.ts';
import type { Look } from './look.ts';
import { type Fate, fateOf, fateWords, foundWords, objections, overviewOfAll, shownName } from './summary.ts';

export interface ScreenStyle {
  readonly language: Language;
  readonly color: boolean;
  readonly width: number;
}

/** What a person may do next: a command line and what it is for. */
export interface NextStep {
  readonly line: string;
  readonly why: Text;
}

interface TableColumn extends Column {
  readonly title: Line;
  readonly cell: (look: Look) => Line;
}

const marks: Readonly<Record<Fate, string>> = { allowed: '✔', denied: '✘', undecided: '?', failed: '?' };
const styles: Readonly<Record<Fate, Style>> = { allowed: 'good', denied: 'bad', undecided: 'warn', failed: 'warn' };
const thingsShown = 5;

/** One line for each image: verdict, name, the numbers, which controls denied. Narrow terminals get fewer columns. */
export function imageTable(looks: readonly Look[], style: ScreenStyle): string {
  const { language, width } = style;
  const isWide = width >= 96;
  const exploited = looks.some((look) => look.kind === 'seen' && overviewOfAll(look.report).exploited > 0);
  const head = (text: Text): Line => [say(text[language], 'dim')];
  const columns: TableColumn[] = [
    { title: [], least: 8, cell: (look) => fateCell(look, language) },
    { title: [], least: 12, cell: (look) => [say(shownName(look.ref), 'bold')] },
    numbers(head(severityWords.critical), (look) => count(look, 'critical', 'critical')),
    numbers(head(severityWords.high), (look) => count(look, 'high', 'bad')),
  ];
  if (isWide && exploited)
    columns.push(numbers(head(reportWords.exploitedMark), (look) => count(look, 'exploited', 'critical')));
  if (isWide) columns.push(numbers(head(texts.all), (look) => count(look, 'all', null)));
  if (width >= 72) columns.push({ title: head(texts.objections), least: 10, cell: objectionCell });
  const rows = [columns.map(({ title }) => title), ...looks.map((look) => columns.map(({ cell }) => cell(look)))];
  const table = grid(rows, columns, width - 2);
  const failed = looks
    .filter((look) => look.kind === 'failed')
    .flatMap((look) => wrapLine([say(`? ${shownName(look.ref)}: ${foundWords(look)[language]}`, 'warn')], width - 2));
  return painted(indent([...table, ...(failed.length === 0 ? [] : [blank, ...failed])], 2), style);
}

/** The few things that help most; how many more there are is said. */
export function thingsToDo(things: readonly FirstThing[], style: ScreenStyle): string {
  if (things.length === 0) return '';
  const { language, width } = style;
  const shown = things.length === thingsShown + 1 ? things : things.slice(0, thingsShown);
  const rows = shown.map(({ text, brings }, at) => ({
    lead: [say(`${at + 1}`, 'note')],
    main: [say(text[language])],
    aside: [say(brings[language], 'dim')],
  }));
  const more = fill(texts.moreToDo, { count: things.length - shown.length })[language];
  const lines: Line[] = [
    [say(texts.toDo[language], 'bold')],
    ...list(rows, width - 2),
    ...(shown.length < things.length ? [[say(more, 'dim')]] : []),
  ];
  return painted(indent(lines, 2), style);
}

/** Command lines are there to be copied: none is broken, what it is for goes under it where there is no room beside it. */
export function nextSteps(steps: readonly NextStep[], style: ScreenStyle): string {
  const { language, width } = style;
  const widest = Math.max(...steps.map(({ line }) => displayWidth(line)));
  const isBeside = steps.every(({ why }) => widest + 3 + displayWidth(why[language]) <= width - 4);
  const lines = steps.flatMap(({ line, why }): Line[] => {
    if (isBeside) return [[say(line, 'note'), space(widest + 3 - displayWidth(line)), say(why[language])]];
    return [[say(line, 'note')], ...indent(wrapLine([say(why[language])], width - 6), 2)];
  });
  return painted([...indent([[say(texts.next[language], 'bold')]], 2), ...indent(lines, 4)], style);
}

function numbers(title: Line, cell: TableColumn['cell']): TableColumn {
  return { title, least: 1, right: true, cell };
}

function fateCell(look: Look, language: Language): Line {
  const fate = fateOf(look);
  return [say(`${marks[fate]} ${fateWords[fate][language]}`, styles[fate])];
}

function count(look: Look, what: 'critical' | 'high' | 'exploited' | 'all', style: Style | null): Line {
  if (look.kind === 'failed') return [say('–', 'dim')];
  const { counts, exploited, findings } = overviewOfAll(look.report);
  const number = { critical: counts.critical, high: counts.high, exploited, all: findings.length }[what];
  return [say(`${number}`, number === 0 ? 'dim' : style)];
}

function objectionCell(look: Look): Line {
  return look.kind === 'failed' ? [] : [say(objections(look.report).join(', '))];
}

function painted(lines: readonly Line[], { color }: ScreenStyle): string {
  return lines.map((line) => `${paint(line, color)}\n`).join('');
}
