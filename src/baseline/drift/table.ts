import { shortDigest } from '../../base/digest.ts';
import { fill, phrase, type Text } from '../../base/text.ts';
import { driftWords as words } from '../../messages/baseline-drift.ts';
import { type Entry, list, spread } from '../../reports/table/layout.ts';
import { blank, clipLine, indent, type Line, paint, say, wrapLine } from '../../reports/table/line.ts';
import { aligned } from '../../reports/table/plain.ts';
import { joined } from '../../reports/wording.ts';
import type { BaselineView } from '../report/baseline-reporter.ts';
import type { DriftReport } from './drift.ts';
import type { ContainerDrift, DriftGap, DriftItem } from './drift-item.ts';
import { counted, itemText } from './wording.ts';

const widest = 118;
const shownItems = 12;
const shownGaps = 5;

/** The comparison for people: laid out for an eye on a terminal, one difference a line in a pipe. */
export function* driftTable(report: DriftReport, view: BaselineView): Generator<string> {
  const lines = view.interactive ? screen(report, view).map((line) => paint(line, view.color)) : plain(report, view);
  for (const line of lines) yield `${line}\n`;
}

interface Context {
  readonly view: BaselineView;
  readonly width: number;
  readonly pick: (text: Text) => string;
}

function screen({ containers, engine }: DriftReport, view: BaselineView): Line[] {
  const width = Math.max(40, Math.min(view.width, widest));
  const context: Context = { view, width, pick: (text) => text[view.language] };
  const { pick } = context;
  const all = counted(containers.length, words.oneContainer, words.containers);
  const title = containers.length === 0 ? words.nothing : phrase(words.title, { containers: all });
  const sections = [
    spread([say(pick(title), 'bold')], [say(`${engine.name} ${engine.version}`, 'dim')], width),
    ...containers.map((one) => indent(containerLines(one, { ...context, width: width - 2 }), 2)),
  ];
  return sections.flatMap((lines, at) => (at === 0 ? lines : [blank, ...lines])).map((line) => clipLine(line, width));
}

function containerLines(drift: ContainerDrift, context: Context): Line[] {
  const { container, items, gaps } = drift;
  const { pick, view, width } = context;
  const grave = items.filter((item) => item.grave);
  const others = items.length - grave.length;
  const mark = gaps.length > 0 ? say('? ', 'warn') : grave.length > 0 ? say('✘ ', 'bad') : say('✔ ', 'good');
  const shown = view.verbose ? items : grave.slice(0, shownItems);
  const left = grave.length - shown.length;
  const isSaid = view.verbose || items.length + gaps.length > 0;
  const image = phrase(words.image, { image: container.image });
  const rest = [
    ...(left > 0 ? [phrase(words.more, { count: left })] : []),
    ...(others > 0 && !view.verbose
      ? [fill(words.verbose, { what: counted(others, words.otherOne, words.otherCount) })]
      : []),
  ];
  return [
    ...spread(
      [mark, say(container.name, 'bold')],
      [
        say(
          pick(verdict(grave.length, others, gaps.length)),
          grave.length > 0 ? 'bad' : gaps.length > 0 ? 'warn' : 'good',
        ),
      ],
      width,
    ),
    ...indent(isSaid ? wrapLine([say(pick(image), 'dim')], width - 2) : [], 2),
    ...indent(
      list(
        shown.map((item) => itemEntry(item, pick)),
        width - 2,
      ),
      2,
    ),
    ...indent(
      rest.map((text): Line => [say(pick(text), 'dim')]),
      4,
    ),
    ...gapLines(gaps, context),
  ];
}

function verdict(grave: number, others: number, gaps: number): Text {
  if (grave > 0) return counted(grave, words.graveOne, words.graveCount);
  if (gaps > 0) return words.gapsTitle;
  return others > 0 ? words.harmless : words.noDrift;
}

function itemEntry(item: DriftItem, pick: Context['pick']): Entry {
  return {
    lead: [item.grave ? say('!', 'bad') : say('·', 'dim')],
    main: [say(item.path, item.grave ? 'bold' : null)],
    aside: [say(pick(itemText(item)), item.grave ? 'bad' : 'dim')],
  };
}

function gapLines(gaps: readonly DriftGap[], { view, width, pick }: Context): Line[] {
  const shown = view.verbose ? gaps : gaps.slice(0, shownGaps);
  const left = gaps.length - shown.length;
  const entries = shown.map(
    ({ path, reason }): Entry => ({
      lead: [say('?', 'warn')],
      main: path === null ? [say(pick(reason))] : [say(path)],
      aside: path === null ? [] : [say(pick(reason), 'dim')],
    }),
  );
  const more: Line[] = left > 0 ? [[say(pick(phrase(words.more, { count: left })), 'dim')]] : [];
  return gaps.length === 0
    ? []
    : indent([[say(pick(words.gapsTitle), 'warn')], ...list(entries, width - 2), ...more], 2);
}

/** One difference a line, told apart by its first word; `-` for nothing; only the last column may hold spaces. */
function plain({ containers }: DriftReport, view: BaselineView): string[] {
  const rows = containers.map(({ container, items, gaps, same }) => [
    'container',
    container.name,
    shortDigest(container.id),
    `grave=${items.filter((item) => item.grave).length}`,
    `other=${items.filter((item) => !item.grave).length}`,
    `same=${same}`,
    `gaps=${gaps.length}`,
    container.image,
  ]);
  const drifts = containers.flatMap(({ container, items }) =>
    items.map((item) => [
      'drift',
      container.name,
      item.grave ? 'grave' : 'other',
      item.aspects.join(','),
      item.before === null ? '' : `${item.before.mode},${item.before.owner}`,
      item.after === null ? '' : `${item.after.mode},${item.after.owner}`,
      item.path,
    ]),
  );
  const gaps = containers.flatMap(({ container, gaps }) =>
    gaps.map(({ path, reason }) => ['gap', container.name, path ?? '', reason[view.language]]),
  );
  return [rows, drifts, gaps].flatMap(aligned);
}

/** How many gaps there are, and in which containers. */
export function gapsIn({ containers }: DriftReport): { readonly count: number; readonly names: Text } {
  const blind = containers.filter(({ gaps }) => gaps.length > 0);
  return {
    count: blind.reduce((sum, { gaps }) => sum + gaps.length, 0),
    names: joined(blind.slice(0, 5).map(({ container }) => ({ en: container.name, 'zh-CN': container.name }))),
  };
}
