import { fill, type Text } from '../../base/text.ts';
import type { Control, ControlInput, Doubt, Evaluation } from '../control.ts';
import { effectiveUser } from '../effective-user.ts';
import { gapDoubts } from '../gap-doubts.ts';

type Settings = Readonly<Record<never, never>>;

/** The image's effective user is not uid 0. */
export const rootUser: Control<Settings> = {
  id: 'rootUser',
  title: { en: 'the effective user is not uid 0', 'zh-CN': '实际用户的 uid 不为 0' },
  settings: (zod) =>
    zod.strictObject({}).meta({ description: 'The effective user, by number, by name or unset, must not be uid 0.' }),
  explain: () => [texts.explained],
  evaluate,
};

function evaluate(input: ControlInput): Evaluation {
  const { user, platform } = input.config;
  const found = effectiveUser(user, input.inventory.accounts);
  const evidence = { id: 'root-user', user };
  const gaps = gapDoubts(input.inventory.gaps, ['config']);
  const shared = {
    examined: 1,
    failed: () => (found.kind === 'root' ? fill(texts.root, { why: found.why }) : texts.denies),
  };
  // Windows has no uids, and what an unset user is depends on the base image.
  if (platform.os === 'windows')
    return { ...shared, failures: [], doubts: [{ reason: texts.windows, evidence }], passed: texts.denies };
  if (found.kind === 'root')
    return { ...shared, failures: [{ ...evidence, uid: 0 }], doubts: gaps, passed: texts.denies };
  if (found.kind === 'unsure') {
    const doubt: Doubt = { reason: found.why, evidence };
    const blind = gapDoubts(input.inventory.gaps, ['accounts', 'config']);
    return { ...shared, failures: [], doubts: [doubt, ...blind], passed: texts.denies };
  }
  // A number needs no passwd; behind a name may stand another account where passwd was not read to its end.
  const needsAccounts = !/^\s*[+-]?[0-9]+\s*(:|$)/.test(user);
  const doubts = needsAccounts ? gapDoubts(input.inventory.gaps, ['accounts', 'config']) : gaps;
  return { ...shared, failures: [], doubts, passed: fill(texts.other, { user, uid: found.uid }) };
}

const texts = {
  explained: {
    en: 'Its programs must not start as root, the administrator who may do everything (user number 0).',
    'zh-CN': '其中的程序不得以 root 身份启动；root 即不受限制的管理员（用户编号 0）。',
  },
  denies: { en: 'the effective user must not be uid 0', 'zh-CN': '实际用户的 uid 不得为 0' },
  root: { en: 'the effective user is uid 0 ({why})', 'zh-CN': '实际用户的 uid 为 0（{why}）' },
  other: { en: 'the effective user is {user}, uid {uid}', 'zh-CN': '实际用户为 {user}，uid 为 {uid}' },
  windows: {
    en: 'an image for Windows has no uid; the user of its base image is not known',
    'zh-CN': 'Windows 镜像没有 uid，且无法得知其基准镜像的用户',
  },
} as const satisfies Record<string, Text>;
