import { fill, type Text } from '../base/text.ts';

/** One sentence for so many rules that hold. */
export function rulesHold(count: number): Text {
  if (count === 0) return texts.none;
  return count === 1 ? texts.one : fill(texts.all, { count });
}

const texts = {
  none: { en: 'no rules are set', 'zh-CN': '未设置规则' },
  one: { en: 'the rule holds', 'zh-CN': '规则已满足' },
  all: { en: 'all {count} rules hold', 'zh-CN': '{count} 条规则均满足' },
} as const satisfies Record<string, Text>;
