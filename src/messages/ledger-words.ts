import type { Text } from '../base/text.ts';

/** What is said of the images and entries of a ledger. Values come from images and from people: whoever shows them escapes them. */
export const ledgerWords = {
  allowed: { en: 'allowed by policy {policy}', 'zh-CN': '放行，依据策略 {policy}' },
  denied: { en: 'denied by policy {policy}', 'zh-CN': '阻断，依据策略 {policy}' },
  deniedFor: { en: 'denied by policy {policy}: {why}', 'zh-CN': '阻断，依据策略 {policy}：{why}' },
  andMore: { en: '{why} (and {count} more)', 'zh-CN': '{why}（另有 {count} 项）' },
  authorized: { en: 'authorized by {owner}', 'zh-CN': '由 {owner} 授权放行' },
  authorizedUntil: { en: 'authorized by {owner} until {until}', 'zh-CN': '由 {owner} 授权放行至 {until}' },
  authorizationEnded: {
    en: 'authorized by {owner} until {until}, which is over',
    'zh-CN': '由 {owner} 授权放行至 {until}，已到期',
  },
  revoked: { en: 'revoked: {reason}', 'zh-CN': '已撤销放行：{reason}' },
  seen: { en: 'seen, not judged', 'zh-CN': '曾见过，未判定' },
  seenBy: { en: 'seen by a gate ({by})', 'zh-CN': '关卡见过（{by}）' },

  image: { en: 'image', 'zh-CN': '镜像' },
  since: { en: 'since', 'zh-CN': '自' },
  name: { en: 'name', 'zh-CN': '名称' },
  standsAs: { en: 'stands as', 'zh-CN': '当前状态' },
  noName: { en: 'without a name', 'zh-CN': '无名称' },
  moreNames: { en: '{name} and {count} more', 'zh-CN': '{name} 等 {count} 个' },
  noImages: {
    en: 'The ledger knows no image yet. Record one: plimsoll scan --record REF',
    'zh-CN': '账本中还没有镜像。记录一个：plimsoll scan --record 镜像引用',
  },

  config: { en: 'config', 'zh-CN': 'config' },
  manifest: { en: 'manifest', 'zh-CN': 'manifest' },
  index: { en: 'index', 'zh-CN': 'index' },
  layers: { en: 'layers', 'zh-CN': '镜像层' },
  layersOf: { en: '{count}, ChainID {chainId}', 'zh-CN': '{count} 层，ChainID {chainId}' },
  names: { en: 'names', 'zh-CN': '名称' },
  user: { en: 'user', 'zh-CN': '用户' },
  userUnset: { en: 'not set (root)', 'zh-CN': '未设置（root）' },
  entry: { en: 'entry {sequence}', 'zh-CN': '第 {sequence} 条' },
  policy: { en: 'policy', 'zh-CN': '策略' },
  reason: { en: 'reason', 'zh-CN': '原因' },
  owner: { en: 'owner', 'zh-CN': '负责人' },
  until: { en: 'until', 'zh-CN': '有效期至' },
  advisories: { en: 'advisories', 'zh-CN': '公告库' },
  key: { en: 'key', 'zh-CN': '密钥' },
  from: { en: 'imported', 'zh-CN': '导入自' },
  fromLedger: {
    en: '{at}, entry {sequence} of the ledger {ledger}, signed by {key}',
    'zh-CN': '{at}，账本 {ledger} 的第 {sequence} 条，由 {key} 签名',
  },
  moreEvidence: { en: '{count} more: --verbose', 'zh-CN': '另有 {count} 项：--verbose' },
  notKept: { en: '{count} more, see the report of the scan', 'zh-CN': '另有 {count} 项，见扫描报告' },

  recordedAllow: { en: 'recorded as entry {sequence}: allowed', 'zh-CN': '已记录为第 {sequence} 条：放行' },
  recordedDeny: { en: 'recorded as entry {sequence}: denied', 'zh-CN': '已记录为第 {sequence} 条：阻断' },
  staysRevoked: {
    en: 'The image stays revoked by entry {sequence}: a scan does not lift that, plimsoll ledger allow does.',
    'zh-CN': '该镜像仍被第 {sequence} 条撤销放行：扫描不能解除，需使用 plimsoll ledger allow。',
  },
  authorizationReplaced: {
    en: 'This denial takes the place of the authorization of entry {sequence}. If it shall pass all the same: plimsoll ledger allow',
    'zh-CN': '此次阻断取代了第 {sequence} 条的授权。如仍需放行：plimsoll ledger allow',
  },
  authorizedNow: {
    en: 'Authorized {image} as entry {sequence}, {until}.',
    'zh-CN': '已授权放行 {image}，记录为第 {sequence} 条，{until}。',
  },
  untilDate: { en: 'until {date}', 'zh-CN': '有效期至 {date}' },
  untilRevoked: { en: 'until it is revoked', 'zh-CN': '直到撤销为止' },
  revokedNow: {
    en: 'Revoked {image} as entry {sequence}: no gate lets it pass until it is authorized again.',
    'zh-CN': '已撤销放行 {image}，记录为第 {sequence} 条：重新授权之前，任何关卡都不放行。',
  },

  whole: {
    en: 'The ledger is whole: {entries} entries, the last of {last}.',
    'zh-CN': '账本完整：共 {entries} 条，最后一条写于 {last}。',
  },
  wholeOne: { en: 'The ledger is whole: 1 entry, of {last}.', 'zh-CN': '账本完整：共 1 条，写于 {last}。' },
  wholeNone: { en: 'The ledger has no entries.', 'zh-CN': '账本中没有记录。' },
  signedBy: { en: 'signed by {key}', 'zh-CN': '签名密钥 {key}' },
  importedCount: { en: 'imported from other ledgers', 'zh-CN': '从其他账本导入' },
  verifying: { en: 'Verifying', 'zh-CN': '正在校验' },

  taken: { en: 'Taken over: {taken}. Known before: {known}.', 'zh-CN': '已导入：{taken} 条。此前已有：{known} 条。' },
  leftOut: {
    en: 'Left out: {count} that the other host merely saw or had imported itself; import those from their own ledger.',
    'zh-CN': '未导入：{count} 条。这些是对方只见过或从别处导入的记录，请从其原账本导入。',
  },
} as const satisfies Record<string, Text>;
