import { exitCodes } from '../../base/errors.ts';
import { command } from '../command.ts';
import { readTargets, writeTargets } from '../report-targets.ts';

export const baselineReport = command({
  name: 'baseline report',
  summary: { en: 'show which base images lie under the containers', 'zh-CN': '查看容器之下实际的基准镜像' },
  description: [
    {
      en: 'Shows the newest collection as a tree of the layers that images share from the bottom up: which base images and versions really lie under the containers, with how many containers, packages and findings, who they run as, and what is out of date.',
      'zh-CN':
        '把最近一次采集结果显示为一棵树：镜像自下而上共享的镜像层，即容器之下实际的基准镜像及版本，附容器数、软件包数、漏洞数、运行用户以及哪些已过时。',
    },
    {
      en: 'Names are those that the engine has for exactly these layers, and those that a policy approves. What only a label says is marked as such: anybody may write a label.',
      'zh-CN':
        '名称取自引擎中与这些镜像层完全一致的镜像，以及策略批准的基准镜像。仅由标签声称的名称会注明：标签任何人都能写。',
    },
  ],
  arguments: {},
  flags: {
    output: {
      type: 'list',
      short: 'o',
      value: 'FORMAT[=FILE]',
      trusted: (value) => value.includes('='),
      summary: {
        en: 'table (default), json or html; to standard output, or to a file, which is written whole or not at all',
        'zh-CN': 'table（默认）、json 或 html；写到标准输出，或写入文件（要么完整写入，要么不写）',
      },
    },
    from: {
      type: 'text',
      value: 'FILE',
      trusted: true,
      summary: {
        en: 'a collection that `baseline collect -o json=FILE` wrote, instead of the newest one of this machine',
        'zh-CN': '改用 `baseline collect -o json=文件` 写出的采集结果',
      },
    },
    policy: {
      type: 'list',
      value: 'FILE',
      summary: {
        en: 'name the base images that this policy approves',
        'zh-CN': '按该策略标出已批准的基准镜像',
      },
    },
  },
  examples: [
    {
      line: 'plimsoll baseline report',
      does: { en: 'See the tree in the terminal.', 'zh-CN': '在终端查看基准镜像树。' },
    },
    {
      line: 'plimsoll baseline report --policy production.yaml -o html=baseline.html',
      does: {
        en: 'Show colleagues which containers stand on approved bases.',
        'zh-CN': '向同事展示哪些容器基于已批准的基准镜像。',
      },
    },
    {
      line: 'plimsoll baseline report | awk \'$1 == "container" && /outdated/ { print $3 }\'',
      does: { en: 'List the containers on outdated content.', 'zh-CN': '列出内容已过时的容器。' },
    },
  ],
  seeAlso: ['baseline collect', 'baseline approve'],
  async run({ flags }, open, io) {
    const [{ baselineReporters }, { readCollection }, { baselineOverview }] = await Promise.all([
      import('../../baseline/report/reporters.ts'),
      import('../../baseline/collection-file.ts'),
      import('../../baseline/overview.ts'),
    ]);
    const targets = readTargets(flags.output, baselineReporters);
    const approved = flags.policy.length === 0 ? [] : await (await open()).policies.approvedBases(flags.policy);
    const overview = baselineOverview(await readCollection(io.home.path, flags.from), approved);
    await writeTargets(targets, (reporter, view) => reporter.render(overview, view), io);
    return exitCodes.done;
  },
});
