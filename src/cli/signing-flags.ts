import type { KeyRequest } from '../ledger/signing-key.ts';
import type { FlagGroup } from './command.ts';
import type { Flags, ValuesOf } from './flag.ts';

/** Flags that say with which key entries of the ledger are signed: of every command that writes one. */
export const signingFlags = {
  'signing-key-file': {
    type: 'text',
    value: 'FILE',
    trusted: true,
    summary: {
      en: 'sign with this key, an Ed25519 key as PKCS#8 PEM, instead of the one in the state directory',
      'zh-CN': '使用该密钥签名（PKCS#8 PEM 格式的 Ed25519 密钥），而不是状态目录中的密钥',
    },
  },
  'signing-key': {
    type: 'text',
    value: 'PEM',
    secret: true,
    trusted: true,
    summary: { en: 'the signing key itself, as PEM', 'zh-CN': '签名密钥本身（PEM）' },
  },
  'signing-key-passphrase': {
    type: 'text',
    value: 'TEXT',
    secret: true,
    trusted: true,
    summary: { en: 'passphrase of the signing key', 'zh-CN': '签名密钥的口令' },
  },
} as const satisfies Flags;

export const signingGroup: FlagGroup = {
  title: { en: 'The signature', 'zh-CN': '签名' },
  flags: ['signing-key-file', 'signing-key', 'signing-key-passphrase'],
};

export function keyRequest(flags: ValuesOf<typeof signingFlags>): KeyRequest {
  return {
    file: flags['signing-key-file'],
    pem: flags['signing-key'],
    passphrase: flags['signing-key-passphrase'],
  };
}
