import { fill } from '../base/text.ts';
import type { AskedUser, Refused } from '../model/question.ts';
import { effectiveUser } from '../policy/effective-user.ts';
import type { Policy } from '../policy/policy.ts';
import { decisionWords as words } from './decision-words.ts';

/** What the ledger remembers of an image's users; null for what it does not know. */
export interface KnownUsers {
  readonly user: string | null;
  readonly rootNames: readonly string[] | null;
}

/**
 * Refuses a request that asks for uid 0 where the policy has `rootUser` on. An image that was admitted although its own user is uid 0 (by
 * a waiver, by an authorization) gains nothing by asking for it. Null where there is nothing to refuse.
 */
export function refuseRootUser(asked: AskedUser, known: KnownUsers, policy: Policy): Refused | null {
  if (!policy.controls.some(({ control }) => control.id === 'rootUser')) return null;
  if (known.user !== null && kindOf({ text: known.user, uid: null, passwd: 'image' }, known.rootNames) === 'root')
    return null;
  // An empty user is the image's own, which the verdict is about.
  if (asked.text === '' && known.user !== null) return null;
  const kind = kindOf(asked, known.rootNames);
  if (kind === 'other') return null;
  const reason = fill(kind === 'root' ? words.rootUser : words.unsureUser, {
    user: asked.text === '' ? '""' : asked.text,
  });
  return { admitted: false, code: 'root-user', reason, next: words.rootUserNext };
}

function kindOf({ text, uid, passwd }: AskedUser, rootNames: readonly string[] | null): 'root' | 'other' | 'unsure' {
  if (uid !== null) return uid === 0 ? 'root' : 'other';
  // Blanks and further colons are read differently from runtime to runtime.
  if (text.trim() !== text || text.split(':').length > 2) return 'unsure';
  const name = text.split(':')[0] ?? '';
  const isNumber = /^[+-]?[0-9]+$/.test(name);
  const found = effectiveUser(text, null);
  if (found.kind === 'root' || isNumber) return found.kind;
  if (name === 'root') return 'root';
  // Every name that has uid 0 in the image was recorded; one that is not among them is another account, or none, which no runtime starts.
  if (rootNames === null || passwd === 'unseen') return 'unsure';
  return rootNames.includes(name) ? 'root' : 'other';
}
