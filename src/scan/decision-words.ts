import type { Text } from '../base/text.ts';

/** What a gate says when it refuses: the reason, and behind it what to do. */
export const decisionWords = {
  broke: { en: 'it could not be decided: {reason}', 'zh-CN': '无法作出判定：{reason}' },
  brokeNext: {
    en: 'See `plimsoll doctor` and `plimsoll ledger verify` on this host.',
    'zh-CN': '请在本机运行 `plimsoll doctor` 和 `plimsoll ledger verify`。',
  },
  unidentified: {
    en: 'its content could not be identified',
    'zh-CN': '无法识别其内容',
  },
  unidentifiedNext: {
    en: 'Only an image whose config and layers can be named may pass.',
    'zh-CN': '只有能够确认配置与镜像层的镜像才可放行。',
  },
  manyNames: {
    en: 'it comes under {count} names at once, more than {limit}',
    'zh-CN': '一次带有 {count} 个名称，超过 {limit} 个',
  },
  manyNamesNext: {
    en: 'Bring it in under fewer names, and give it the others afterwards: docker tag',
    'zh-CN': '请先用较少的名称导入，再用 docker tag 添加其余名称。',
  },
  poisonedNext: {
    en: 'If the new content is right, judge it under this name: plimsoll scan --record REF',
    'zh-CN': '若新内容无误，请以该名称重新判定：plimsoll scan --record 镜像引用',
  },
  poisoned: {
    en: '{name} was recorded as {recorded}, this content is {arrived}: refused as poisoned',
    'zh-CN': '{name} 记录的内容为 {recorded}，当前内容为 {arrived}：按被投毒阻断',
  },
  unknown: { en: 'no verdict is recorded for this image', 'zh-CN': '账本中没有该镜像的判定' },
  unknownNext: {
    en: 'Judge it first: plimsoll scan --record REF',
    'zh-CN': '请先扫描并记录：plimsoll scan --record 镜像引用',
  },
  show: {
    en: 'see: plimsoll ledger show {fingerprint}   ask for a waiver: docs/waivers.md',
    'zh-CN': '详情：plimsoll ledger show {fingerprint}   申请豁免：docs/waivers.zh-CN.md',
  },
  revoked: { en: 'revoked: {reason}', 'zh-CN': '已撤销放行：{reason}' },
  expired: { en: 'its authorization ended on {expires}', 'zh-CN': '放行授权已于 {expires} 到期' },
  otherPolicy: {
    en: 'its verdict was made under another policy than the one in force, {name}',
    'zh-CN': '其判定所用的策略不是当前生效的策略 {name}',
  },
  tooOld: { en: 'its verdict of {at} is too old', 'zh-CN': '其判定（{at}）已过期' },
  waiverEnded: {
    en: 'since its verdict of {at} a waiver of the policy has ended',
    'zh-CN': '其判定（{at}）之后，策略中有豁免到期',
  },
  deniedBare: { en: 'the policy denies it', 'zh-CN': '策略阻断该镜像' },
  andMore: { en: '{said} (and {more} more)', 'zh-CN': '{said}（另有 {more} 项）' },
  rootUser: {
    en: 'rootUser: the user {user} is uid 0',
    'zh-CN': 'rootUser：用户 {user} 的 uid 为 0',
  },
  unsureUser: {
    en: 'rootUser: whether the user {user} is uid 0 cannot be told',
    'zh-CN': 'rootUser：无法确定用户 {user} 的 uid 是否为 0',
  },
  rootUserNext: {
    en: 'Give a uid other than 0, for example: --user 1000',
    'zh-CN': '请指定非 0 的 uid，例如：--user 1000',
  },
} as const satisfies Record<string, Text>;
