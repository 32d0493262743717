import { phrase, type Text } from '../../base/text.ts';
import { baselineWords as words } from '../../messages/baseline-report.ts';
import { occurring } from '../../reports/overview.ts';
import { flow, spread } from '../../reports/table/layout.ts';
import { type Line, lineWidth, type Span, say, wrapLine } from '../../reports/table/line.ts';
import { severityStyles } from '../../reports/table/severity-styles.ts';
import { joined } from '../../reports/wording.ts';
import type { BaseNode } from '../base-node.ts';
import { usersOf } from '../base-tree.ts';
import { containerNames, type ScreenContext } from './screen.ts';
import {
  claimText,
  containersText,
  counted,
  findingsText,
  layersText,
  nameText,
  nodeTitle,
  outdatedText,
  sourceText,
  usersText,
} from './wording.ts';

/** Beyond this depth lines keep their place: names need the room. */
const deepest = 12;
const namesShown = 3;

/** A node with everything that stands on it, as a tree. */
export function nodeLines(node: BaseNode, context: ScreenContext, below: BaseNode | null = null, depth = 0): Line[] {
  const step = depth < deepest ? 3 : 0;
  const inner = { ...context, width: context.width - step };
  const above = node.children.flatMap((child, at) => {
    const isLast = at === node.children.length - 1;
    const lines = nodeLines(child, inner, node, depth + 1);
    return lines.map((line, row) => (step === 0 ? line : [guide(row, isLast), ...line]));
  });
  return [...ownLines(node, below, context), ...above];
}

function guide(row: number, isLast: boolean): Span {
  return say(row === 0 ? (isLast ? '└─ ' : '├─ ') : isLast ? '   ' : '│  ', 'dim');
}

function ownLines(node: BaseNode, below: BaseNode | null, context: ScreenContext): Line[] {
  const { width, pick } = context;
  const { total } = node;
  const source = node.names[0] === undefined ? null : sourceText(node.names[0]);
  const aside: Line =
    source === null ? [] : [say(` ${pick(source)}`, node.names[0]?.from === 'approved' ? 'good' : 'dim')];
  const title: Line = [say(pick(nodeTitle(node)), 'bold'), ...aside];
  const counts: Line = [say(pick(containersText(total.containers, total.running)), 'note')];
  // What stands beneath runs on: a line of its own keeps the eye on the trunk.
  const lead = node.children.length === 0 ? '  ' : '│ ';
  const room = width - lineWidth([say(lead)]);
  const lines = [
    ...flow(facts(node, below, context), [say(' · ', 'dim')], room),
    ...aboutContainers(node, context, room),
    ...warnings(node).flatMap((text) => wrapLine([say('! ', 'warn'), say(pick(text), 'warn')], room)),
  ];
  return [...spread(title, counts, width), ...lines.map((line): Line => [say(lead, 'dim'), ...line])];
}

/** What is to be said of a node beyond what was said of the one below it. */
function facts(node: BaseNode, below: BaseNode | null, { pick }: ScreenContext): Line[] {
  const { names, distribution, diffIds, packages, findings } = node;
  const worst = occurring(findings)[0]?.[0];
  const isTold = names.length === 0 || distribution === below?.distribution;
  const others = names.slice(1, 1 + namesShown).map(nameText);
  return [
    ...(others.length === 0 ? [] : [[say(pick(phrase(words.also, { names: joined(others) })), 'dim')]]),
    ...(isTold || distribution === null ? [] : [[say(distribution, 'dim')]]),
    [say(pick(layersText(diffIds.length, below?.diffIds.length ?? 0)), 'dim')],
    [say(pick(counted(packages, words.onePackage, words.packages)), 'dim')],
    [say(pick(findingsText(findings)), worst === undefined ? 'dim' : severityStyles[worst])],
  ];
}

function aboutContainers(node: BaseNode, { pick, view }: ScreenContext, width: number): Line[] {
  const containers = node.images.flatMap((placed) => placed.containers);
  if (containers.length === 0) return [];
  const names = containerNames(containers, view.verbose ? containers.length : 4);
  const users = usersOf(containers);
  const isRoot = users.some(([user]) => user === 'root');
  return wrapLine(
    [say(pick(names)), say('  '), say(pick(usersText(users)), isRoot ? 'warn' : 'dim')],
    width,
    view.verbose ? 1000 : 3,
  );
}

function warnings(node: BaseNode): readonly Text[] {
  const claims = node.images.map(claimText).filter((text) => text !== null);
  return [...node.outdated.map(outdatedText), ...claims];
}
