import { exitCodes, failure } from '../../base/errors.ts';
import { command } from '../command.ts';
import { bashScript } from '../completion/bash.ts';
import { fishScript } from '../completion/fish.ts';
import { completedCommands, completedGlobals } from '../completion/words.ts';
import { zshScript } from '../completion/zsh.ts';
import { choiceWords } from '../flag.ts';

const scripts = { bash: bashScript, zsh: zshScript, fish: fishScript } as const;
const shells = Object.keys(scripts);

export const completion = command({
  name: 'completion',
  summary: { en: 'print a completion script for bash, zsh or fish', 'zh-CN': '输出 bash、zsh 或 fish 的补全脚本' },
  description: [
    {
      en: 'The script completes commands, flags and their choices. Print it anew after an upgrade.',
      'zh-CN': '脚本可补全命令、选项及其取值。升级后请重新生成。',
    },
  ],
  arguments: {
    SHELL: { required: true, offered: shells, summary: { en: 'bash, zsh or fish', 'zh-CN': 'bash、zsh 或 fish' } },
  },
  flags: {},
  examples: [
    {
      line: 'source <(plimsoll completion bash)',
      does: { en: 'Complete in this bash from now on.', 'zh-CN': '在当前 bash 中启用补全。' },
    },
    {
      line: 'plimsoll completion fish > ~/.config/fish/completions/plimsoll.fish',
      does: { en: 'Complete in every fish to come.', 'zh-CN': '在以后的 fish 中启用补全。' },
    },
  ],
  async run({ arguments: { SHELL } }, _open, io) {
    if (!isShell(SHELL)) {
      throw failure('bad-flag-value', {
        flag: 'SHELL',
        given: SHELL.slice(0, 80),
        expected: choiceWords(shells, SHELL),
      });
    }
    const script = scripts[SHELL];
    await io.out.write(script(completedCommands(await io.commands.all(), io.language), completedGlobals(io.language)));
    return exitCodes.done;
  },
});

function isShell(word: string): word is keyof typeof scripts {
  return Object.hasOwn(scripts, word);
}
