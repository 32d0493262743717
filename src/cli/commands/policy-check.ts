import { exitCodes } from '../../base/errors.ts';
import { fill, type Text } from '../../base/text.ts';
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
      does: { en: 'Catch a misspelt key before it reaches a gate.', 'zh-CN': '在策略生效之前发现拼写错误。' },
    },
  ],
  seeAlso: ['policy explain', 'policy schema'],
  async run({ arguments: { FILE } }, open, io) {
    const services = await open();
    const facts = await services.policies.check(FILE);
    const { name, controls, waivers, expiredWaivers } = facts;
    const line = fill(expiredWaivers > 0 ? texts.fineExpired : texts.fine, {
      file: FILE,
      name,
      controls: controls.length,
      waivers,
      expired: expiredWaivers,
    });
    await io.out.write(`${io.say(line)}\n`);
    return exitCodes.done;
  },
});

const texts = {
  fine: {
    en: '{file} is a valid policy: {name}, {controls} controls on, {waivers} waivers',
    'zh-CN': '{file} 是有效的策略：{name}，启用 {controls} 个控制项，{waivers} 条豁免',
  },
  fineExpired: {
    en: '{file} is a valid policy: {name}, {controls} controls on, {waivers} waivers, {expired} of them expired',
    'zh-CN': '{file} 是有效的策略：{name}，启用 {controls} 个控制项，{waivers} 条豁免，其中 {expired} 条已过期',
  },
} as const satisfies Record<string, Text>;
