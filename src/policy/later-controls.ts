import type { Text } from '../base/text.ts';

/** Controls of the policy language that this version cannot judge. Turning one on is refused: what is not looked at cannot pass. */
export const laterControls = ['secrets', 'malware', 'licenses', 'files', 'scripts', 'scap', 'compliance'] as const;

export function isLaterControl(id: string): boolean {
  return (laterControls as readonly string[]).includes(id);
}

export const laterTexts = {
  notYet: {
    en: 'the control "{control}" is not in this version of Plimsoll',
    'zh-CN': '此版本的 Plimsoll 尚不支持控制项“{control}”',
  },
  leaveOut: {
    en: 'Leave it out, or write {control}: false.',
    'zh-CN': '请去掉它，或写作 {control}: false。',
  },
} as const satisfies Record<string, Text>;
