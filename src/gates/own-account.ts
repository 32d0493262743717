import type { Text } from '../base/text.ts';
import { fill } from '../base/text.ts';
import type { Decide, Question, Refused } from '../model/question.ts';

/**
 * Refuses whoever would be the gate's own account in a container: with a mount he could write to the ledger's files and speak to the
 * engine's own socket, as root could. Where a name is only looked up in the image, the runtime sees the number.
 *
 * @param uid of the account that the state directory belongs to
 */
export function keepsOwnAccount(decide: Decide, uid: number): Decide {
  return async (question) => (isAccount(question, uid) ? refused(question, uid) : decide(question));
}

function isAccount({ user, ownUser }: Question, uid: number): boolean {
  if (user !== null) return (user.uid ?? numberOf(user.text)) === uid;
  return ownUser !== null && numberOf(ownUser) === uid;
}

/** As Go reads a number: a sign and leading zeros are none the less one. Null for a name. */
function numberOf(text: string): number | null {
  const first = text.split(':')[0] ?? '';
  return /^[+-]?\d+$/.test(first) ? Number(first) : null;
}

function refused({ user, ownUser }: Question, uid: number): Refused {
  return {
    admitted: false,
    code: 'root-user',
    reason: fill(words.reason, { user: user?.text ?? ownUser ?? '', uid }),
    next: words.next,
  };
}

const words = {
  reason: {
    en: 'user: {user} is uid {uid}, the gate’s own account',
    'zh-CN': 'user：{user} 的 uid 是 {uid}，即关卡自身的账户',
  },
  next: { en: 'Name another user: --user', 'zh-CN': '请指定其他用户：--user' },
} as const satisfies Record<string, Text>;
