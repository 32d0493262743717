import type { FlagGroup } from './command.ts';
import type { Flags, ValuesOf } from './flag.ts';
import type { Io } from './io.ts';
import { scanFlagGroups, scanFlags, scanRequest } from './scan-flags.ts';
import type { DecidingRequest } from './services.ts';
import { keyRequest, signingFlags, signingGroup } from './signing-flags.ts';

/** Flags that say by what a gate decides. */
export const decidingFlags = {
  policy: {
    type: 'list',
    value: 'FILE',
    summary: {
      en: 'decide by this policy; later files add to earlier ones (default: builtin:default)',
      'zh-CN': '按该策略判定；后面的文件叠加在前面的之上（默认 builtin:default）',
    },
  },
  unscanned: {
    type: 'choice',
    choices: ['deny', 'scan', 'allow'],
    value: 'WHAT',
    trusted: true,
    summary: {
      en: 'what to do with an image that has no verdict, instead of what the policy says: deny, scan or allow',
      'zh-CN': '对没有判定的镜像的处理，优先于策略中的设置：deny（拒绝）、scan（扫描）或 allow（放行）',
    },
  },
  ...signingFlags,
  ...scanFlags,
} as const satisfies Flags;

export const decidingGroups: readonly FlagGroup[] = [
  { title: { en: 'The decision', 'zh-CN': '判定' }, flags: ['policy', 'unscanned'] },
  signingGroup,
  ...scanFlagGroups,
];

/** What gates decide by, under these flags. */
export function deciding(
  flags: ValuesOf<typeof decidingFlags>,
  io: Pick<Io, 'signal' | 'progress' | 'configFile'>,
): DecidingRequest {
  const policyFiles = flags.policy.length === 0 ? ['builtin:default'] : flags.policy;
  const { ref: _, policyFiles: files, ...scanning } = scanRequest('', policyFiles, flags, io);
  return {
    policyFiles: files,
    unscanned: flags.unscanned,
    scanning,
    key: keyRequest(flags),
    configFile: io.configFile,
  };
}
