import { fill, type Text } from '../base/text.ts';

/** A length of time in the largest unit that shows it without a rest, as people say it: `7 days`, `90 分钟`. */
export function spanText(milliseconds: number): Text {
  for (const { length, one, many } of units) {
    if (milliseconds < length || milliseconds % length !== 0) continue;
    const count = milliseconds / length;
    return count === 1 ? one : fill(many, { count });
  }
  return fill(fractions, { count: milliseconds });
}

const units: readonly { readonly length: number; readonly one: Text; readonly many: Text }[] = [
  { length: 86_400_000, one: { en: '1 day', 'zh-CN': '1 天' }, many: { en: '{count} days', 'zh-CN': '{count} 天' } },
  {
    length: 3_600_000,
    one: { en: '1 hour', 'zh-CN': '1 小时' },
    many: { en: '{count} hours', 'zh-CN': '{count} 小时' },
  },
  {
    length: 60_000,
    one: { en: '1 minute', 'zh-CN': '1 分钟' },
    many: { en: '{count} minutes', 'zh-CN': '{count} 分钟' },
  },
  { length: 1000, one: { en: '1 second', 'zh-CN': '1 秒' }, many: { en: '{count} seconds', 'zh-CN': '{count} 秒' } },
];

const fractions: Text = { en: '{count} milliseconds', 'zh-CN': '{count} 毫秒' };
