import type { Text } from '../base/text.ts';

/** Why the export of a ledger is not taken over. */
export const importWords = {
  cutOff: { en: 'it ends too early: it was cut off', 'zh-CN': '过早结束：文件被截断' },
  afterEnd: { en: 'something stands behind its end', 'zh-CN': '结尾之后还有内容' },
  otherEnd: { en: 'it names another last entry than the one before it', 'zh-CN': '指明的最后一条记录与前一行不符' },
  future: { en: 'it was written in the future, {at}', 'zh-CN': '写入时间在未来：{at}' },
  tooLarge: { en: 'it is larger than an export may be', 'zh-CN': '超过导出文件允许的大小' },
  forked: {
    en: 'entry {sequence} of this ledger was another one when it was imported before: it was rewritten',
    'zh-CN': '该账本的第 {sequence} 条与此前导入的不同：账本被改写',
  },
} as const satisfies Record<string, Text>;
