import { exitCodes } from '../../base/errors.ts';
import type { Text } from '../../base/text.ts';
import { command } from '../command.ts';

export const gateDockerUninstall = command({
  name: 'gate docker uninstall',
  summary: { en: 'take the gate down and put everything back', 'zh-CN': '卸载关卡并恢复原状' },
  description: [
    {
      en: 'Every file is again what it was before the installation, byte for byte, with its mode and owner; what was made is removed; the engine comes back with the socket that it had. Ledger, keys and decision log stay.',
      'zh-CN':
        '所有文件恢复到安装前的状态（逐字节，含权限与属主），新建的内容被移除，引擎恢复原来的套接字。账本、密钥和判定日志保留。',
    },
    {
      en: 'What somebody changed since the installation is not lost: the engine’s configuration keeps it without the locks, other files lie beside the old ones as FILE.plimsoll-kept.',
      'zh-CN': '安装后被他人修改的内容不会丢失：引擎配置仅移除各道锁，其他文件另存为“文件名.plimsoll-kept”。',
    },
  ],
  arguments: {},
  flags: {
    'dry-run': {
      type: 'switch',
      summary: { en: 'show what would be done; change nothing', 'zh-CN': '显示将要执行的操作；不做任何更改' },
    },
    overwrite: {
      type: 'switch',
      summary: {
        en: 'restore also what somebody changed since',
        'zh-CN': '安装后被他人修改的文件也恢复原状',
      },
    },
    purge: {
      type: 'switch',
      summary: {
        en: 'remove ledger and decision log, too; keys stay',
        'zh-CN': '同时删除账本和判定日志；密钥保留',
      },
    },
  },
  examples: [
    {
      line: 'plimsoll gate docker uninstall --dry-run',
      does: { en: 'See what would be put back.', 'zh-CN': '查看将要恢复的内容。' },
    },
  ],
  seeAlso: ['gate docker install', 'gate docker status'],
  async run({ flags }, open, io) {
    const { installation } = (await open()).gates;
    const request = { overwrite: flags.overwrite, purge: flags.purge };
    if (flags['dry-run']) {
      const lines = (await installation.previewRemoval(request)).map((line) => `${io.say(line)}\n`);
      await io.out.write(`${lines.join('')}\n${io.say(texts.dry)}\n`);
      return exitCodes.done;
    }
    await installation.uninstall(request, (line) => io.announce(line));
    await io.out.write(`${io.say(flags.purge ? texts.purged : texts.gone)}\n`);
    return exitCodes.done;
  },
});

const texts = {
  gone: {
    en: 'The gate is gone: clients speak to the engine itself again. Ledger, keys and decision log are still there.',
    'zh-CN': '关卡已卸载：客户端重新直接与引擎通信。账本、密钥和判定日志仍然保留。',
  },
  purged: {
    en: 'The gate is gone, with ledger and decision log: clients speak to the engine itself again. The keys are still there.',
    'zh-CN': '关卡以及账本、判定日志均已移除：客户端重新直接与引擎通信。密钥仍然保留。',
  },
  dry: { en: 'Nothing was changed: this was a dry run.', 'zh-CN': '未做任何更改：这是试运行。' },
} as const satisfies Record<string, Text>;
