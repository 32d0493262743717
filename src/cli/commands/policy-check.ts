import { exitCodes } from '../../base/errors.ts';
import { printable } from '../../base/printable.ts';
import { fill, type Text } from '../../base/text.ts';
import type { EndingWaiver, PolicyFacts } from '../../policy/policy-facts.ts';
import { command } from '../command.ts';

export const policyCheck = command({
  name: 'policy check',
  summary: { en: 'say whether a policy file can be used', 'zh-CN': '检查策略文件是否可用' },
  description: [
    {
      en: 'Reads the file with all that it extends. An unknown key, a bad pattern or a version that its ecosystem cannot parse is refused with file, line, column and the nearest valid word.',
      'zh-CN':
        '读取策略文件及其继承的全部内容。未知的键、错误的模式或无法解析的版本都会被拒绝，并给出文件、行、列和最接近的正确写法。',
    },
    {
      en: 'Names the waivers that have expired or will within 14 days, so that somebody renews or drops them in time.',
      'zh-CN': '列出已过期或 14 天内到期的豁免，以便及时续期或删除。',
    },
  ],
  arguments: {
    FILE: {
      required: true,
      summary: {
        en: 'the policy file, or builtin:observe, builtin:default, builtin:strict',
        'zh-CN': '策略文件，或 builtin:observe、builtin:default、builtin:strict',
      },
    },
  },
  flags: {},
  examples: [
    {
      line: 'plimsoll policy check policy.yaml',
      does: { en: 'Catch a misspelled key before it reaches a gate.', 'zh-CN': '在策略生效之前发现拼写错误。' },
    },
  ],
  seeAlso: ['policy explain', 'policy schema'],
  async run({ arguments: { FILE } }, open, io) {
    const services = await open();
    const facts = await services.policies.check(FILE);
    // Words of a file that whoever checks it need not have written.
    const lines = linesOf(FILE, facts).map((line) => printable(io.say(line), Number.POSITIVE_INFINITY));
    await io.out.write(lines.map((line) => `${line}\n`).join(''));
    return exitCodes.done;
  },
});

function linesOf(file: string, { name, digest, controls, waivers, ending }: PolicyFacts): readonly Text[] {
  const count = { waivers, ending: ending.length };
  return [
    fill(texts.valid, { file, name }),
    fill(texts.digest, { digest }),
    fill(texts.controls, { controls: controls.length === 0 ? texts.none : controls.join(', ') }),
    fill(ending.length === 0 ? texts.waivers : texts.ending, count),
    ...ending.map(endingLine),
  ];
}

function endingLine({ waiver, daysLeft }: EndingWaiver): Text {
  const { control, match, owner, expires } = waiver;
  const what = [control, ...Object.entries(match).map(([key, value]) => `${key} ${value}`)].join(', ');
  const values = { what, owner, expires, days: daysLeft ?? 0 };
  switch (daysLeft) {
    case null:
      return fill(texts.expired, values);
    case 0:
      return fill(texts.endsToday, values);
    case 1:
      return fill(texts.endsTomorrow, values);
    default:
      return fill(texts.ends, values);
  }
}

const texts = {
  valid: { en: '{file} is a valid policy: {name}', 'zh-CN': '{file} 是有效的策略：{name}' },
  digest: { en: '  digest    {digest}', 'zh-CN': '  摘要    {digest}' },
  controls: { en: '  controls  {controls}', 'zh-CN': '  控制项  {controls}' },
  none: { en: 'none', 'zh-CN': '无' },
  waivers: { en: '  waivers   {waivers}', 'zh-CN': '  豁免    {waivers}' },
  ending: {
    en: '  waivers   {waivers}, of which {ending} want attention:',
    'zh-CN': '  豁免    {waivers}，其中 {ending} 条需要处理：',
  },
  expired: {
    en: '    {what} ({owner}): expired on {expires}, waives nothing any more',
    'zh-CN': '    {what}（{owner}）：已于 {expires} 过期，不再生效',
  },
  endsToday: {
    en: '    {what} ({owner}): ends today, {expires}',
    'zh-CN': '    {what}（{owner}）：今天（{expires}）到期',
  },
  endsTomorrow: {
    en: '    {what} ({owner}): ends on {expires}, 1 day left',
    'zh-CN': '    {what}（{owner}）：{expires} 到期，还剩 1 天',
  },
  ends: {
    en: '    {what} ({owner}): ends on {expires}, {days} days left',
    'zh-CN': '    {what}（{owner}）：{expires} 到期，还剩 {days} 天',
  },
} as const satisfies Record<string, Text>;
