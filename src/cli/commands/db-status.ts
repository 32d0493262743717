import { exitCodes } from '../../base/errors.ts';
import { command } from '../command.ts';
import { statusWords } from '../database-words.ts';

export const dbStatus = command({
  name: 'db status',
  summary: { en: 'which advisories are there and how old they are', 'zh-CN': '查看漏洞公告库的内容和时效' },
  description: [
    {
      en: 'Shows the feeds of the local database with their number of records and the age of the newest one. Asks nobody.',
      'zh-CN': '显示本地公告库的各数据源、记录数与最新记录的时间。不访问网络。',
    },
  ],
  arguments: {},
  flags: {
    output: {
      type: 'choice',
      short: 'o',
      value: 'FORMAT',
      choices: ['table', 'json'],
      default: 'table',
      summary: {
        en: 'table, or json with the `database` object of a report',
        'zh-CN': 'table，或与报告中 `database` 对象一致的 json',
      },
    },
  },
  examples: [
    { line: 'plimsoll db status', does: { en: 'See whether an update is due.', 'zh-CN': '看看是否需要更新。' } },
    {
      line: "plimsoll db status -o json | jq -r '.feeds[].name'",
      does: { en: 'List the feeds for a script.', 'zh-CN': '在脚本中列出数据源。' },
    },
  ],
  seeAlso: ['db update', 'doctor'],
  async run({ flags }, open, io) {
    const services = await open();
    const status = await services.advisories.status();
    if (flags.output === 'json') await io.out.write(`${JSON.stringify(status, null, 2)}\n`);
    else await io.out.write(statusWords(status, io));
    return exitCodes.done;
  },
});
