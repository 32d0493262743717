import { failure } from '../base/errors.ts';
import type { GoldenEngine } from '../golden/build/golden-engine.ts';
import type { GoldenOptions, GoldenPlan } from '../golden/plan.ts';
import type { Report } from '../model/report.ts';
import type { FlagGroup } from './command.ts';
import type { Flags, ValuesOf } from './flag.ts';
import type { Io } from './io.ts';
import { schemesByType } from './report-targets.ts';
import { scanFlags } from './scan-flags.ts';
import type { LookedAt, Services } from './services.ts';

/** Flags that say what becomes of an image: of every command that plans its successor. */
export const goldenFlags = {
  policy: {
    type: 'list',
    value: 'FILE',
    summary: {
      en: 'what has to hold: what it forbids is removed, and the result is judged by it (default: builtin:observe)',
      'zh-CN': '依据的策略：移除其禁止的内容，并据此判定结果（默认 builtin:observe）',
    },
  },
  'remove-tools': {
    type: 'switch',
    summary: {
      en: 'remove shells, compilers, network tools and package managers that no package needs; without it they are only proposed',
      'zh-CN': '移除没有软件包依赖的 shell、编译器、网络工具和包管理器；不加则仅作提议',
    },
  },
  'language-packages': {
    type: 'switch',
    summary: {
      en: 'upgrade packages that the image’s own npm or pip installed; without it they are only proposed',
      'zh-CN': '升级由镜像自带 npm 或 pip 安装的包；不加则仅作提议',
    },
  },
  'keep-user': {
    type: 'switch',
    summary: { en: 'leave the user as it is', 'zh-CN': '保留原有用户' },
  },
  'keep-setuid': {
    type: 'switch',
    summary: { en: 'leave setuid and setgid bits as they are', 'zh-CN': '保留 setuid 和 setgid 位' },
  },
  ...scanFlags,
} as const satisfies Flags;

export const goldenGroup: FlagGroup = {
  title: { en: 'The successor', 'zh-CN': '后继镜像' },
  flags: ['policy', 'remove-tools', 'language-packages', 'keep-user', 'keep-setuid'],
};

export function goldenOptions(flags: ValuesOf<typeof goldenFlags>): GoldenOptions {
  return {
    removeTools: flags['remove-tools'],
    languagePackages: flags['language-packages'],
    keepUser: flags['keep-user'],
    keepSetuid: flags['keep-setuid'],
  };
}

/** A plan for an image that was looked at. Throws `golden-no-image` where it is none that can be built on. */
export async function planFor(
  { report, facts }: LookedAt,
  options: GoldenOptions,
  engine: Pick<GoldenEngine, 'image'> | null,
  services: Services,
): Promise<GoldenPlan> {
  const [{ baseReference }, { proposeGolden }] = await Promise.all([
    import('../golden/base-reference.ts'),
    import('../golden/propose.ts'),
  ]);
  const atEngine = engine === null ? null : await engine.image(report.fingerprint.configDigest);
  const from = baseReference(report, atEngine?.digests ?? []);
  if (from === null) throw failure('golden-no-image', { ref: report.ref });
  return proposeGolden({ report, facts, from, schemeOf: await schemesByType(services), options });
}

/** The engine that an image comes from; null where it comes from elsewhere. */
export async function engineOf(
  report: Report,
  services: Services,
  offline: boolean,
  io: Io,
): Promise<GoldenEngine | null> {
  return report.source === 'docker' ? services.golden.engine({ offline, signal: io.signal }) : null;
}
