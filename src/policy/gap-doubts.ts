import { fill, type Text } from '../base/text.ts';
import { gapReasonWords } from '../messages/gap-reasons.ts';
import type { Blind, Gap } from '../model/gap.ts';
import type { Doubt } from './control.ts';

/** The gaps that hide something which a control needs, each as a doubt. */
export function gapDoubts(gaps: readonly Gap[], needs: readonly Blind[]): readonly Doubt[] {
  return gaps.filter((gap) => gap.blinds.some((blind) => needs.includes(blind))).map(gapDoubt);
}

export function gapDoubt(gap: Gap): Doubt {
  const { what, path, layer, reason } = gap;
  const where = path === null ? what : `${what} ${path}`;
  return {
    reason: fill(texts.unread, { where, reason: gapReasonWords[reason] }),
    evidence: { what, reason, path, layer },
  };
}

const texts = {
  unread: { en: '{where} could not be read: {reason}', 'zh-CN': '无法读取 {where}：{reason}' },
} as const satisfies Record<string, Text>;
