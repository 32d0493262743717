import { exitCodes } from '../../base/errors.ts';
import { command } from '../command.ts';
import { checkWritable, isStandardOutput, stageFile } from '../report-file.ts';

export const ledgerExport = command({
  name: 'ledger export',
  summary: { en: 'write the ledger as lines that prove themselves', 'zh-CN': '把账本导出为可自行校验的文本行' },
  description: [
    {
      en: 'Writes each entry as it was signed, a DSSE envelope around an in-toto statement, one a line, and behind them the signed head, by which is seen that nothing is missing. Another host imports it with the public key, keys/signing.pub of this state directory; other tools read it, too.',
      'zh-CN':
        '按签名时的原样写出每条记录（in-toto 声明的 DSSE 信封），一行一条，末尾是签名的头部，用以证明没有缺失。另一台主机用本机状态目录中的公钥 keys/signing.pub 导入；其他工具也能读取。',
    },
  ],
  arguments: {
    FILE: {
      summary: {
        en: 'where to, written whole or not at all (default -: standard output)',
        'zh-CN': '写到哪个文件，要么完整写入，要么不写（默认 -：标准输出）',
      },
    },
  },
  flags: {},
  examples: [
    {
      line: 'plimsoll ledger export ledger.jsonl',
      does: { en: 'Hand what this host judged to another one.', 'zh-CN': '把本机的判定交给另一台主机。' },
    },
    {
      line: "plimsoll ledger export | jq -r '.payload | @base64d | fromjson | .predicateType?'",
      does: { en: 'Look into the statements with other tools.', 'zh-CN': '用其他工具查看声明内容。' },
    },
  ],
  seeAlso: ['ledger import', 'ledger verify'],
  async run({ arguments: { FILE } }, open, io) {
    const file = FILE === null || isStandardOutput(FILE) ? null : FILE;
    if (file !== null) checkWritable(file);
    const lines = await (await open()).ledger.export();
    if (file === null) for (const line of lines) await io.out.write(line);
    else stageFile(file, lines).place();
    return exitCodes.done;
  },
});
