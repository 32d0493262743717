import { exitCodes } from '../../base/errors.ts';
import { readCall } from '../call.ts';
import { command } from '../command.ts';
import { commandHelp, overview } from '../help.ts';

export const help = command({
  name: 'help',
  summary: { en: 'explain a command with examples', 'zh-CN': '结合示例解释命令' },
  description: [
    {
      en: 'The same as COMMAND --help. Without a command, lists them all.',
      'zh-CN': '与 命令 --help 相同。不带命令时列出全部命令。',
    },
  ],
  arguments: {
    COMMAND: {
      repeats: true,
      summary: { en: 'the words of a command, or the first of them', 'zh-CN': '命令的各个词，或其首词' },
    },
  },
  flags: {},
  examples: [
    {
      line: 'plimsoll help db update',
      does: { en: 'Learn how to mirror the advisories.', 'zh-CN': '了解如何使用自有的公告镜像站。' },
    },
  ],
  async run({ arguments: { COMMAND } }, _open, io) {
    const call = await readCall(COMMAND, io.commands);
    const style = { language: io.language, columns: io.out.columns, color: io.out.color };
    await io.out.write(
      call.command === null ? overview(await io.commands.all(), call.words, style) : commandHelp(call.command, style),
    );
    return exitCodes.done;
  },
});
