import type { Text } from '../base/text.ts';

/** Why a key cannot be used. */
export const keyWords = {
  readable: { en: 'others may read it (mode {mode})', 'zh-CN': '其他用户可读（权限 {mode}）' },
  writable: { en: 'others may change it (mode {mode})', 'zh-CN': '其他用户可改（权限 {mode}）' },
  foreign: { en: 'it belongs to another user ({uid})', 'zh-CN': '属于其他用户（{uid}）' },
  folder: { en: 'its folder: {reason}', 'zh-CN': '其目录：{reason}' },
  isPrivate: { en: 'it is a private key', 'zh-CN': '这是私钥' },
  notEd25519: { en: 'it is not an Ed25519 key', 'zh-CN': '不是 Ed25519 密钥' },
  notPem: { en: 'it holds no private key as PEM', 'zh-CN': '其中没有 PEM 格式的私钥' },
  needsPassphrase: {
    en: 'it is encrypted; give the passphrase in PLIMSOLL_SIGNING_KEY_PASSPHRASE',
    'zh-CN': '已加密；请用环境变量 PLIMSOLL_SIGNING_KEY_PASSPHRASE 提供口令',
  },
  wrongPassphrase: { en: 'the passphrase does not open it', 'zh-CN': '口令无法解开' },
} as const satisfies Record<string, Text>;
