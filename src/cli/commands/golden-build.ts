import { failure } from '../../base/errors.ts';
import { fill, verbatim } from '../../base/text.ts';
import type { BuildRequest } from '../../golden/build/engine-build.ts';
import { goldenBuildWords as words } from '../../messages/golden-build.ts';
import { command } from '../command.ts';
import type { Flags } from '../flag.ts';
import { baseAtEngine, buildable, checkedTag, successorName } from '../golden-base.ts';
import { goldenFlags, goldenGroup, goldenOptions, planFor } from '../golden-flags.ts';
import { type Approving, settleResult } from '../golden-result.ts';
import type { Io } from '../io.ts';
import { readTargets, writeTargets } from '../report-targets.ts';
import { scanFlagGroups, scanRequest } from '../scan-flags.ts';
import { keyRequest, signingFlags, signingGroup } from '../signing-flags.ts';

const ownFlags = {
  output: {
    type: 'list',
    short: 'o',
    value: 'FORMAT[=FILE]',
    offered: ['table', 'json', 'html', 'markdown'],
    trusted: (value) => value.includes('='),
    summary: {
      en: 'table (default), json, html or markdown; to standard output, or to a file, which is written whole or not at all',
      'zh-CN': 'table（默认）、json、html 或 markdown；写到标准输出，或写入文件（要么完整写入，要么不写）',
    },
  },
  tag: {
    type: 'text',
    value: 'NAME',
    summary: {
      en: 'the name that the result gets when the policy allows it (default: the image’s own with -golden)',
      'zh-CN': '策略放行后赋予结果的名称（默认：原名称加 -golden）',
    },
  },
  network: {
    type: 'text',
    value: 'MODE',
    trusted: true,
    summary: {
      en: 'network of the build, as the engine names it: host, none, or a network (default: the engine’s)',
      'zh-CN': '构建使用的网络，按引擎的叫法：host、none 或网络名（默认取引擎设置）',
    },
  },
  unrecorded: {
    type: 'switch',
    trusted: true,
    summary: {
      en: 'do not write the verdict on a result that is allowed to the ledger',
      'zh-CN': '结果被放行时也不写入账本',
    },
  },
  approve: {
    type: 'text',
    value: 'NAME',
    trusted: true,
    summary: {
      en: 'make the result an approved base of the policy, under this name',
      'zh-CN': '以该名称把结果列为策略批准的基准镜像',
    },
  },
  ...signingFlags,
} as const satisfies Flags;

export const goldenBuild = command({
  name: 'golden build',
  summary: { en: 'build and judge the hardened successor of an image', 'zh-CN': '构建并判定镜像的加固后继镜像' },
  description: [
    {
      en: 'Builds what `golden plan` proposes at the container engine, scans the result, and shows before and after. Nothing is pushed. A result that the policy allows gets its name and is recorded in the ledger; one that it denies gets neither, and the exit code is 1.',
      'zh-CN':
        '在容器引擎中构建 `golden plan` 的方案，扫描结果并显示前后对比。不推送任何内容。策略放行的结果会获得名称并写入账本；被阻断的结果两者皆无，退出码为 1。',
    },
    {
      en: 'The build runs the image’s own package manager inside the engine, as root of a build container, and with a network: build only what you would run. The image has to be at the engine already, so that a gate in front of it has let it in.',
      'zh-CN':
        '构建会在引擎的构建容器中以 root 身份联网运行镜像自带的包管理器：只构建你愿意运行的镜像。镜像须已在引擎中，即已通过其前面的关卡。',
    },
  ],
  arguments: {
    REF: { required: true, summary: { en: 'the image, as for scan', 'zh-CN': '镜像，写法同 scan' } },
  },
  flags: { ...ownFlags, ...goldenFlags },
  groups: [
    goldenGroup,
    {
      title: { en: 'The result', 'zh-CN': '结果' },
      flags: ['output', 'tag', 'network', 'unrecorded', 'approve'],
    },
    signingGroup,
    ...scanFlagGroups,
  ],
  examples: [
    {
      line: 'plimsoll golden build --policy production.yaml docker:registry.local/shop/cart:2.4.1',
      does: { en: 'Build the successor and see what it is better at.', 'zh-CN': '构建后继镜像并查看改进。' },
    },
    {
      line: 'plimsoll golden build --policy production.yaml --approve golden-debian --tag golden/debian:12 -o html=golden.html docker:debian:12',
      does: {
        en: 'Make a base image golden, and approve it for what is built on it.',
        'zh-CN': '制作黄金基准镜像，并批准在其上构建。',
      },
    },
  ],
  seeAlso: ['golden plan', 'scan', 'baseline approve', 'ledger show'],
  async run({ arguments: { REF }, flags }, open, io) {
    const services = await open();
    const [{ buildReporters }, { compareGolden }, { dockerfileOf }] = await Promise.all([
      import('../../golden/report/build-reporters.ts'),
      import('../../golden/comparison.ts'),
      import('../../golden/dockerfile.ts'),
    ]);
    const targets = readTargets(flags.output, buildReporters);
    const tag = flags.tag === null ? null : checkedTag(flags.tag);
    const approving = approvalOf(flags.approve, flags.policy);
    const write = { key: keyRequest(flags), signal: io.signal };
    if (!flags.unrecorded) await services.ledger.prepare(write);
    const request = scanRequest(REF === '-' ? 'archive:-' : REF, flags.policy, flags, io);
    const before = await services.golden.look(request, null);
    const engine = await services.golden.engine({ offline: flags.offline, signal: io.signal });
    try {
      const base = await baseAtEngine(before.report, engine);
      const { plan, outcome } = buildable(await planFor(before, goldenOptions(flags), engine, services), base);
      const { id } = await engine.build({
        dockerfile: dockerfileOf(plan, outcome, 'en'),
        network: flags.network,
        proxies: await services.golden.proxies(),
        ...listeners(io),
      });
      const name = tag ?? successorName(before.report.names[0]);
      const wishes = { id, name, request, approving, write: flags.unrecorded ? null : write };
      const { after, outcome: result, fate } = await settleResult(wishes, engine, services, io);
      const comparison = compareGolden(before.report, after, plan, fate);
      await writeTargets(targets, (reporter, view) => reporter.render(comparison, view), io);
      for (const error of result.errors) io.complain(error);
      return result.exit;
    } finally {
      engine.close();
    }
  },
});

/** The policy file that an approval goes into: the last one that was named. */
function approvalOf(name: string | null, policies: readonly string[]): Approving | null {
  if (name === null) return null;
  const policy = policies.at(-1);
  if (policy !== undefined && !policy.startsWith('builtin:')) return { name, policy };
  const [, example] = goldenBuild.examples;
  throw failure('missing-argument', {
    command: 'plimsoll golden build --approve',
    argument: '--policy FILE',
    example: example?.line ?? '',
  });
}

function listeners(io: Io): Pick<BuildRequest, 'step' | 'said' | 'left'> {
  return {
    step: (done, total, instruction) => {
      io.progress.step({ what: words.step, done, total, unit: 'layers' });
      io.note(verbatim(instruction));
    },
    said: (line) => io.note(verbatim(line)),
    left: (ids) => {
      if (ids.length > 0) io.remark(fill(words.left, { ids: ids.join(', ') }));
    },
  };
}
