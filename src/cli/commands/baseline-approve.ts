import { exitCodes, failure } from '../../base/errors.ts';
import { approveBase } from '../approving.ts';
import { command } from '../command.ts';

export const baselineApprove = command({
  name: 'baseline approve',
  summary: {
    en: 'make a collected base an approved one of a policy',
    'zh-CN': '把采集到的基准镜像列为策略批准的基准镜像',
  },
  description: [
    {
      en: 'Adds the layers of a base that was collected, or of any image of this host, to `controls.baseImages.approved` of a policy file. Comments and every other line stay as they are; the file is checked before it is replaced, and the change is shown.',
      'zh-CN':
        '把采集到的基准镜像（或本机任一镜像）的镜像层加入策略文件的 `controls.baseImages.approved`。注释和其他各行保持不变；替换前先检查文件，并显示改动。',
    },
    {
      en: 'A base is its layers, never its name: a NAME that stands for two contents here is refused, and one that only a label gives is, too.',
      'zh-CN': '基准镜像由其镜像层确定，而不是名称：在此处对应两个内容的名称会被拒绝，仅由标签声称的名称也会被拒绝。',
    },
  ],
  arguments: {
    BASE: {
      required: true,
      summary: {
        en: 'its name here, or its fingerprint: a ChainID, image id or manifest digest, or the first twelve digits of it',
        'zh-CN': '此处的名称，或特征码：ChainID、镜像 ID 或清单摘要，可只写前 12 位',
      },
    },
  },
  flags: {
    name: {
      type: 'text',
      value: 'NAME',
      summary: {
        en: 'what the policy and reports are to call it (required)',
        'zh-CN': '策略和报告中使用的名称（必填）',
      },
    },
    policy: {
      type: 'text',
      value: 'FILE',
      trusted: true,
      summary: { en: 'the policy file to add it to (required)', 'zh-CN': '要写入的策略文件（必填）' },
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
    'dry-run': {
      type: 'switch',
      summary: { en: 'show the change and write nothing', 'zh-CN': '只显示改动，不写入' },
    },
  },
  examples: [
    {
      line: 'plimsoll baseline approve debian:12 --name golden-debian --policy production.yaml',
      does: { en: 'Approve what this host calls debian:12 now.', 'zh-CN': '批准本机当前称为 debian:12 的内容。' },
    },
    {
      line: 'plimsoll baseline approve 18c88843900f --name golden-debian --policy production.yaml --dry-run',
      does: {
        en: 'See what approving one of several contents of a name would change.',
        'zh-CN': '查看批准同名内容之一会带来的改动。',
      },
    },
  ],
  seeAlso: ['baseline report', 'policy explain', 'policy check'],
  async run({ arguments: { BASE }, flags }, open, io) {
    const { name, policy } = flags;
    if (name === null) throw missing('--name NAME');
    if (policy === null || policy.startsWith('builtin:')) throw missing('--policy FILE');
    const [{ readCollection }, { baselineOverview }, { findBase }] = await Promise.all([
      import('../../baseline/collection-file.ts'),
      import('../../baseline/overview.ts'),
      import('../../baseline/approve/find-base.ts'),
    ]);
    const { policies } = await open();
    const before = await policies.approvedBases([policy]);
    const { diffIds, key, names } = findBase(
      BASE,
      baselineOverview(await readCollection(io.home.path, flags.from), before),
    );
    const approval = {
      policy,
      base: { name, diffIds },
      key,
      called: names[0] ?? null,
      dryRun: flags['dry-run'],
      show: (text: string) => io.out.write(text),
    };
    await approveBase(approval, policies, io);
    return exitCodes.done;
  },
});

function missing(argument: string): Error {
  const [example] = baselineApprove.examples;
  return failure('missing-argument', { command: 'plimsoll baseline approve', argument, example: example.line });
}
