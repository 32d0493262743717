import { PlimsollError } from '../../base/errors.ts';
import { wordsOf } from '../../base/system-words.ts';
import { fill, type Text } from '../../base/text.ts';
import type { Check, Examination } from './check.ts';

/** The ledger, as far as every look-up proves it: its signed end, and that it was not taken back to an earlier one. */
export const examineLedger: Examination = async (services) => {
  const base = { id: 'ledger', title: texts.ledger } as const;
  const check = async (): Promise<Check> => {
    try {
      const count = await services.ledger.entries();
      const detail = count === 0 ? texts.none : fill(count === 1 ? texts.one : texts.entries, { count });
      return { ...base, outcome: 'ok', detail, remedy: null };
    } catch (error) {
      const known = error instanceof PlimsollError;
      return {
        ...base,
        outcome: 'fail',
        detail: known ? error.what : wordsOf(error),
        remedy: known ? error.remedy : texts.remedy,
      };
    }
  };
  return [await check()];
};

const texts = {
  ledger: { en: 'ledger', 'zh-CN': '账本' },
  none: { en: 'no image is recorded yet', 'zh-CN': '尚未记录镜像' },
  one: { en: '1 entry', 'zh-CN': '1 条记录' },
  entries: { en: '{count} entries', 'zh-CN': '{count} 条记录' },
  remedy: { en: 'See what is wrong: plimsoll ledger verify', 'zh-CN': '查看问题所在：plimsoll ledger verify' },
} as const satisfies Record<string, Text>;
