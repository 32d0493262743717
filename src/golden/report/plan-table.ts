import { phrase, type Text } from '../../base/text.ts';
import { goldenWords as words } from '../../messages/golden-plan.ts';
import { type Entry, list, spread } from '../../reports/table/layout.ts';
import { blank, clipLine, indent, type Line, paint, say, wrapLine } from '../../reports/table/line.ts';
import { aligned } from '../../reports/table/plain.ts';
import { itemWords } from '../dockerfile.ts';
import type { GoldenPlan, Instead, PlanItem, Step } from '../plan.ts';
import type { GoldenView } from './plan-reporters.ts';

const widest = 110;
const shownItems = 8;

/** The plan for people: what is done and why, in the order in which it is done; one thing a line in a pipe. */
export function* planTable(plan: GoldenPlan, view: GoldenView): Generator<string> {
  const lines = view.interactive ? screen(plan, view).map((line) => paint(line, view.color)) : plain(plan, view);
  for (const line of lines) yield `${line}\n`;
}

interface Context {
  readonly width: number;
  readonly pick: (text: Text) => string;
  readonly all: boolean;
}

function screen(plan: GoldenPlan, view: GoldenView): Line[] {
  const width = Math.max(40, Math.min(view.width, widest));
  const context: Context = { width: width - 2, pick: (text) => text[view.language], all: view.verbose };
  const { image, policy, outcome, remarks } = plan;
  const { pick } = context;
  const sections = [
    spread(
      [say(image.ref, 'bold')],
      [
        say(
          pick(image.distribution === null ? words.noDistribution : phrase(named, { name: image.distribution.name })),
          'dim',
        ),
      ],
      width,
    ),
    indent(wrapLine([say(pick(phrase(words.under, { policy: policy.name })), 'dim')], width - 2), 2),
    ...(outcome.kind === 'dockerfile'
      ? outcome.steps.filter(({ kind }) => kind !== 'root').map((step) => indent(stepLines(step, context), 2))
      : [indent(insteadLines(outcome, context), 2)]),
    remarkLines(
      remarks.map(({ text }) => text),
      context,
    ),
  ];
  return sections
    .filter((lines) => lines.length > 0)
    .flatMap((lines, at) => (at < 2 ? lines : [blank, ...lines]))
    .map((line) => clipLine(line, width));
}

const named = { en: '{name}', 'zh-CN': '{name}' } as const;

function stepLines({ active, why, items, instruction }: Step, context: Context): Line[] {
  const { pick, width } = context;
  const mark = active ? say('+ ', 'good') : say('· ', 'dim');
  const detail =
    instruction.verb === 'USER'
      ? [instruction.user]
      : instruction.verb === 'LABEL'
        ? instruction.labels.map(([key, value]) => `${key}=${value}`)
        : [];
  return [
    ...wrapLine([mark, say(instruction.verb, active ? 'bold' : 'dim'), say(`  ${pick(why)}`)], width),
    ...indent(itemLines(items, { ...context, width: width - 2 }), 2),
    ...indent(
      detail.flatMap((text) => wrapLine([say(text, 'dim')], width - 4)),
      4,
    ),
  ];
}

function itemLines(items: readonly PlanItem[], { pick, width, all }: Context): Line[] {
  const shown = all ? items : items.slice(0, shownItems);
  const rest = items.length - shown.length;
  const entries = shown.map((item): Entry => {
    const [name, ...others] = itemWords(item).map(pick);
    return { lead: [], main: [say(name ?? '')], aside: [say(others.join('  '), 'dim')] };
  });
  return [
    ...list(entries, width),
    ...(rest > 0 ? [[say(`  ${pick(phrase(words.more, { count: rest }))}`, 'dim')]] : []),
  ];
}

function insteadLines({ why, advice, items }: Instead, context: Context): Line[] {
  const { pick, width } = context;
  return [
    ...wrapLine([say('✘ ', 'bad'), say(pick(why), 'bold')], width),
    ...advice.flatMap((text) => indent(wrapLine([say(pick(text))], width - 2), 2)),
    ...indent(itemLines(items, { ...context, width: width - 2 }), 2),
  ];
}

function remarkLines(remarks: readonly Text[], { pick, width }: Context): Line[] {
  if (remarks.length === 0) return [];
  const entries = remarks.map((text): Entry => ({ lead: [say('!', 'warn')], main: [say(pick(text))], aside: [] }));
  return indent([[say(pick(words.remarksTitle), 'bold')], ...list(entries, width)], 2);
}

/** One thing a line, told apart by its first word; only the last column may hold spaces. */
function plain({ image, policy, outcome, remarks }: GoldenPlan, view: GoldenView): string[] {
  const pick = (text: Text) => text[view.language];
  const itemRow = (kind: string, item: PlanItem) => [
    'package',
    kind,
    item.type,
    item.name,
    item.installed,
    item.fixed ?? '',
    `fixes=${item.fixes.length}`,
    item.fixes.map(({ id }) => id).join(','),
  ];
  const steps = outcome.kind === 'dockerfile' ? outcome.steps : [];
  return [
    [['image', image.configDigest, policy.name, image.ref]],
    outcome.kind === 'dockerfile'
      ? [['from', outcome.from.kind, outcome.from.text]]
      : [['rebuild', outcome.code, pick(outcome.why)]],
    steps.map(({ kind, active, why }) => ['step', active ? 'active' : 'proposed', kind, pick(why)]),
    steps.flatMap(({ kind, items }) => items.map((item) => itemRow(kind, item))),
    outcome.kind === 'rebuild' ? outcome.items.map((item) => itemRow('rebuild', item)) : [],
    outcome.kind === 'rebuild' ? outcome.advice.map((text) => ['do', pick(text)]) : [],
    remarks.map(({ code, text }) => ['remark', code, pick(text)]),
  ].flatMap(aligned);
}
