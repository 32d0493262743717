import { exitCodes } from '../../base/errors.ts';
import { command } from '../command.ts';

export const policySchema = command({
  name: 'policy schema',
  summary: { en: 'print the JSON Schema of a policy file', 'zh-CN': '输出策略文件的 JSON Schema' },
  description: [
    {
      en: 'Editors that know JSON Schema complete and check a policy while it is written.',
      'zh-CN': '支持 JSON Schema 的编辑器可据此补全和检查策略。',
    },
  ],
  arguments: {},
  flags: {},
  examples: [
    {
      line: 'plimsoll policy schema > plimsoll-policy.schema.json',
      does: {
        en: 'Keep the schema beside your policies and name it in a `# yaml-language-server: $schema=` line.',
        'zh-CN': '把 schema 放在策略旁，并在 `# yaml-language-server: $schema=` 行中引用。',
      },
    },
  ],
  seeAlso: ['policy check', 'policy explain'],
  async run(_parsed, open, io) {
    const services = await open();
    await io.out.write(`${JSON.stringify(await services.policies.schema(), null, 2)}\n`);
    return exitCodes.done;
  },
});
