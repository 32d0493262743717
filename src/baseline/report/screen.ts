import { minuteWords } from '../../base/moments.ts';
import { fill, phrase, type Text, verbatim } from '../../base/text.ts';
import { baselineWords as words } from '../../messages/baseline-report.ts';
import { gapText } from '../../messages/gap-text.ts';
import { type Entry, flow, list, spread } from '../../reports/table/layout.ts';
import { blank, clipLine, indent, type Line, lineWidth, say, wrapLine } from '../../reports/table/line.ts';
import { joined } from '../../reports/wording.ts';
import type { CollectedContainer } from '../collection.ts';
import type { BaselineOverview, UnderContainers } from '../overview.ts';
import type { BaselineView } from './baseline-reporter.ts';
import { nodeLines } from './screen-tree.ts';
import { counted, findingsText } from './wording.ts';

/** Lines wider than this are hard to follow with the eye, however wide the terminal is. */
const widest = 110;

/** The report for a terminal: what there is in a few words, the tree, and what could not be read. */
export function baselineScreen(overview: BaselineOverview, view: BaselineView): Line[] {
  const width = Math.max(40, Math.min(view.width, widest));
  const pick = (text: Text) => text[view.language];
  const context: ScreenContext = { overview, view, width, pick };
  const sections = [
    head(context),
    ...overview.roots.map((root) => indent(nodeLines(root, { ...context, width: width - 2 }), 2)),
    notRead(context),
    foot(context),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .flatMap((lines, at) => (at === 0 ? lines : [blank, ...lines]))
    .map((line) => clipLine(line, width));
}

export interface ScreenContext {
  readonly overview: BaselineOverview;
  readonly view: BaselineView;
  readonly width: number;
  readonly pick: (text: Text) => string;
}

function head({ overview, width, pick }: ScreenContext): Line[] {
  const { collection, roots, running, asRoot, findings, outdatedContainers } = overview;
  const { containers, images, engine, labels, collectedAt } = collection;
  const title = phrase(words.title, { containers: counted(containers.length, words.oneContainer, words.containers) });
  const where = phrase(words.engine, {
    engine: `${engine.name} ${engine.version}`,
    host: engine.host,
    date: minuteWords(collectedAt),
  });
  const facts: Line[] = [
    [say(pick(phrase(words.running, { count: running })))],
    [say(pick(phrase(words.asRoot, { count: asRoot })), asRoot > 0 ? 'warn' : null)],
    [say(pick(onBases(images.length, roots.length)))],
    [say(pick(findingsText(findings)))],
  ];
  const stale: Line =
    outdatedContainers === 0
      ? [say(pick(words.upToDate), 'dim')]
      : [say('! ', 'warn'), say(pick(counted(outdatedContainers, words.outdatedOne, words.outdatedCount)), 'warn')];
  const limited = phrase(words.limited, { labels: labels.join(', ') });
  return [
    ...spread([say(pick(title), 'bold')], [say(pick(where), 'dim')], width),
    ...(labels.length === 0 ? [] : indent(wrapLine([say(pick(limited), 'warn')], width - 2), 2)),
    ...indent(containers.length === 0 ? [] : flow(facts, [say(' · ', 'dim')], width - 2), 2),
    ...indent(images.length === 0 ? [] : wrapLine(stale, width - 2), 2),
  ];
}

function onBases(images: number, bases: number): Text {
  return phrase(words.onBases, {
    images: counted(images, words.oneImage, words.images),
    bases: counted(bases, words.oneBase, words.bases),
  });
}

/** Images that were not read, or not to the end, and which containers stand on them. */
function notRead({ overview, width, pick }: ScreenContext): Line[] {
  const unread = overview.unread.map((one) => entry(one, one.image.what, pick));
  const partly = overview.partly.map((one) =>
    entry(one, joined(one.image.gaps.filter(({ incomplete }) => incomplete).map(gapText)), pick),
  );
  return [
    ...titled(pick(words.unreadTitle), unread, width),
    ...(unread.length > 0 && partly.length > 0 ? [blank] : []),
    ...titled(pick(words.partlyTitle), partly, width),
  ];
}

function entry(
  { image, containers }: UnderContainers<{ readonly id: string }>,
  what: Text,
  pick: ScreenContext['pick'],
): Entry {
  const name = containers[0]?.image ?? image.id.slice(0, 19);
  const under = phrase(words.underneath, { containers: containerNames(containers) });
  return {
    lead: [say('!', 'bad')],
    main: [say(name, 'bold'), say(`  ${pick(what)}`)],
    aside: [say(pick(under), 'dim')],
  };
}

export function containerNames(containers: readonly Pick<CollectedContainer, 'name'>[], most = 4): Text {
  const shown = containers.slice(0, most).map(({ name }) => verbatim(name));
  const rest = containers.length - shown.length;
  return joined(rest > 0 ? [...shown, fill(words.andMore, { count: rest })] : shown);
}

function titled(title: string, entries: readonly Entry[], width: number): Line[] {
  return entries.length === 0 ? [] : indent([[say(title, 'bad')], ...list(entries, width - 2)], 2);
}

function foot({ overview, width, pick }: ScreenContext): Line[] {
  const isStarter = overview.collection.database?.starter === true;
  const parts: Line[] = [
    ...(isStarter ? [[say(pick(words.starter), 'warn')]] : []),
    ...(overview.roots.length > 0 ? [[say(pick(words.approveHint), 'dim')]] : []),
    [say(pick(words.pageHint), 'dim')],
  ];
  return flow(parts, [say(' · ', 'dim')], width).filter((line) => lineWidth(line) > 0);
}
