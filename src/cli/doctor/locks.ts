import type { Text } from '../../base/text.ts';
import type { Check, Examination } from './check.ts';

/** The locks of the gate on Docker, each of them tried. A machine without the gate is not the worse for it. */
export const examineLocks: Examination = async (services) => {
  const { installation } = services.gates;
  if (!(await installation.isInstalled()))
    return [{ id: 'gate', title: texts.gate, outcome: 'ok', detail: texts.none, remedy: null }];
  const { checks } = await installation.status();
  return checks.map(
    ({ id, state, title, detail, remedy }): Check => ({
      id: `gate-${id}`,
      title,
      outcome: state === 'closed' ? 'ok' : 'warn',
      detail,
      remedy,
    }),
  );
};

const texts = {
  gate: { en: 'gate on Docker', 'zh-CN': 'Docker 关卡' },
  none: {
    en: 'not put up on this machine (plimsoll gate docker install)',
    'zh-CN': '本机未安装（plimsoll gate docker install）',
  },
} as const satisfies Record<string, Text>;
