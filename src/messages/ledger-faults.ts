import type { Text } from '../base/text.ts';

/** What can be wrong with a ledger, in words that stand behind `the ledger … is damaged:`. */
export const faultWords = {
  inEntry: { en: 'entry {sequence}: {reason}', 'zh-CN': '第 {sequence} 条：{reason}' },
  inHead: { en: 'its head: {reason}', 'zh-CN': '其头部：{reason}' },
  notJson: { en: 'it is not JSON', 'zh-CN': '不是 JSON' },
  notCanonical: { en: 'it is not in canonical form', 'zh-CN': '不是规范形式' },
  notEnvelope: { en: 'it is not a DSSE envelope with one signature', 'zh-CN': '不是带一个签名的 DSSE 信封' },
  otherType: { en: 'it is signed as something else, {type}', 'zh-CN': '签名的类型不符：{type}' },
  unknownKey: { en: 'the key that signed it, {key}, is not trusted', 'zh-CN': '签名密钥 {key} 不受信任' },
  badSignature: { en: 'its signature does not fit its content', 'zh-CN': '签名与内容不符' },
  badShape: { en: '{field} is missing or not what it should be', 'zh-CN': '{field} 缺失或不符合要求' },
  newKind: {
    en: 'this version of Plimsoll does not know entries of its kind',
    'zh-CN': '当前版本的 Plimsoll 不认识此类记录',
  },
  badChain: { en: 'it does not name the entry before it', 'zh-CN': '没有指明它的前一条记录' },
  otherSequence: { en: 'it is entry {sequence} by its own words', 'zh-CN': '按其内容应为第 {sequence} 条' },
  otherDigest: { en: 'it is not the entry that was recorded', 'zh-CN': '不是当初记录的内容' },
  missing: { en: 'it is missing', 'zh-CN': '缺失' },
  otherEnd: {
    en: 'its last entry is {last}, and its head names {named}',
    'zh-CN': '最后一条为第 {last} 条，而头部指明为第 {named} 条',
  },
  indexNode: { en: 'a part of its index is missing or was changed', 'zh-CN': '索引有部分缺失或被改动' },
  indexValue: { en: 'its index points to another image than it should', 'zh-CN': '索引指向了错误的镜像' },
  rolledBack: {
    en: 'it was taken back to an earlier state: it should have entry {sequence}',
    'zh-CN': '被回退到较早的状态：应有第 {sequence} 条',
  },
  rewritten: {
    en: 'it was rewritten: entry {sequence} is not the one that was there before',
    'zh-CN': '被改写：第 {sequence} 条与之前的不同',
  },
  gone: {
    en: 'ledger.db is gone, and ledger.head names entry {sequence}',
    'zh-CN': 'ledger.db 不见了，而 ledger.head 指明有第 {sequence} 条',
  },
  headGone: { en: 'ledger.head is gone', 'zh-CN': 'ledger.head 不见了' },
  notOurs: { en: 'it is not a ledger of Plimsoll', 'zh-CN': '不是 Plimsoll 的账本' },
} as const satisfies Record<string, Text>;

/** What can be wrong with what is known of an image. */
export const contradictionWords = {
  layers: { en: 'its layers do not have the ChainID that is said of them', 'zh-CN': '镜像层与所称的 ChainID 不符' },
  config: {
    en: 'the image {config} is recorded with other layers',
    'zh-CN': '镜像 {config} 记录的镜像层与此不同',
  },
  otherConfig: {
    en: 'its manifest is recorded with another config',
    'zh-CN': '其清单记录的是另一个 config',
  },
  manifest: {
    en: 'the manifest {manifest} is recorded with several configs',
    'zh-CN': '清单 {manifest} 记录了多个 config',
  },
} as const satisfies Record<string, Text>;
