import { wrap } from '../../base/display-width.ts';
import { exitCodes } from '../../base/errors.ts';
import { printable } from '../../base/printable.ts';
import { command } from '../command.ts';

export const policyExplain = command({
  name: 'policy explain',
  summary: { en: 'say in words what a policy demands', 'zh-CN': '用文字说明策略的要求' },
  description: [
    {
      en: 'For whoever has to sign a policy without reading YAML: each control, its settings, the admission rules and the waivers as sentences.',
      'zh-CN': '供需要批准策略而不想读 YAML 的人使用：用句子说明每个控制项及其设置、准入规则和豁免。',
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
      line: 'plimsoll policy explain builtin:strict',
      does: { en: 'Read what the strictest built-in policy asks for.', 'zh-CN': '阅读最严格的内置策略的要求。' },
    },
  ],
  seeAlso: ['policy check', 'scan'],
  async run({ arguments: { FILE } }, open, io) {
    const services = await open();
    for (const line of await services.policies.explain(FILE)) {
      // Words of a file that whoever reads it need not have written.
      const words = printable(io.say(line), Number.POSITIVE_INFINITY);
      const indent = /^ */.exec(words)?.[0] ?? '';
      const lines = io.out.isTerminal ? wrap(words.trimStart(), io.out.columns - indent.length) : [words.trimStart()];
      await io.out.write(lines.map((part) => `${indent}${part}\n`).join(''));
    }
    return exitCodes.done;
  },
});
