import { exitCodes } from '../../base/errors.ts';
import { command } from '../command.ts';
import { notPossible } from '../golden-base.ts';
import { engineOf, goldenFlags, goldenGroup, goldenOptions, planFor } from '../golden-flags.ts';
import { incompleteness } from '../outcome.ts';
import { readTargets, writeTargets } from '../report-targets.ts';
import { scanFlagGroups, scanRequest } from '../scan-flags.ts';

export const goldenPlan = command({
  name: 'golden plan',
  summary: { en: 'propose the hardened successor of an image', 'zh-CN': '为镜像提议加固后的后继镜像' },
  description: [
    {
      en: 'Reads and judges the image as `scan` does, and writes a Dockerfile on top of it, with a reason for each line: packages with a fix upgraded by the image’s own package manager, what the policy forbids removed, a user that is not root, setuid bits taken away, labels that say where it comes from. Nothing is run, and nothing is changed anywhere.',
      'zh-CN':
        '像 `scan` 一样读取并判定镜像，写出以其为基础的 Dockerfile，逐条注明理由：用镜像自带的包管理器升级有修复的软件包、移除策略禁止的内容、使用非 root 用户、去除 setuid 位、以标签说明来源。不运行也不改动任何东西。',
    },
    {
      en: 'What could break an application is only proposed, as comments: removing tools that no package needs, upgrading language packages. Where no Dockerfile on top of the image can help (its release has ended, it has no package manager), it says what to do instead, and exits with 3.',
      'zh-CN':
        '可能影响应用的改动只以注释提议：移除没有软件包依赖的工具、升级语言包。若在其上构建无济于事（发行版已终止支持、没有包管理器），则说明替代办法，退出码为 3。',
    },
  ],
  arguments: {
    REF: { required: true, summary: { en: 'the image, as for scan', 'zh-CN': '镜像，写法同 scan' } },
  },
  flags: {
    output: {
      type: 'list',
      short: 'o',
      value: 'FORMAT[=FILE]',
      offered: ['dockerfile', 'table', 'json'],
      trusted: (value) => value.includes('='),
      summary: {
        en: 'dockerfile (default), table or json; to standard output, or to a file, which is written whole or not at all',
        'zh-CN': 'dockerfile（默认）、table 或 json；写到标准输出，或写入文件（要么完整写入，要么不写）',
      },
    },
    ...goldenFlags,
  },
  groups: [goldenGroup, ...scanFlagGroups],
  examples: [
    {
      line: 'plimsoll golden plan --policy production.yaml docker:registry.local/shop/cart:2.4.1',
      does: { en: 'Read what would be done to an image, and why.', 'zh-CN': '查看会对镜像做什么以及原因。' },
    },
    {
      line: 'plimsoll golden plan -o table -o dockerfile=Dockerfile.golden registry:debian:12',
      does: {
        en: 'See a table, and keep the Dockerfile to edit it.',
        'zh-CN': '显示表格，并保存 Dockerfile 以便修改。',
      },
    },
  ],
  seeAlso: ['golden build', 'scan', 'baseline approve'],
  async run({ arguments: { REF }, flags }, open, io) {
    const services = await open();
    const { planReporters } = await import('../../golden/report/plan-reporters.ts');
    const targets = readTargets(flags.output.length === 0 ? ['dockerfile'] : flags.output, planReporters);
    const ref = REF === '-' ? 'archive:-' : REF;
    const looked = await services.golden.look(scanRequest(ref, flags.policy, flags, io), null);
    const engine = await engineOf(looked.report, services, flags.offline, io);
    try {
      const plan = await planFor(looked, goldenOptions(flags), engine, services);
      await writeTargets(targets, (reporter, view) => reporter.render(plan, view), io);
      if (plan.outcome.kind === 'rebuild') throw notPossible(plan, plan.outcome);
      const error = incompleteness(looked.report);
      if (error === null) return exitCodes.done;
      io.complain(error);
      return exitCodes.incomplete;
    } finally {
      engine?.close();
    }
  },
});
