import { lstatSync, realpathSync } from 'node:fs';
import { dirname } from 'node:path';
import { fill, type Text } from '../../../base/text.ts';

/**
 * Why somebody else than root could change what a path leads to; null where nobody can. What runs as root, or decides, may lie only where
 * every folder on its way is root's. Throws what the system says where nothing is there.
 */
export function changeableByOthers(path: string): Text | null {
  const real = realpathSync(path);
  for (let place = real; ; place = dirname(place)) {
    const facts = lstatSync(place);
    const { uid, mode } = facts;
    // In a folder like /tmp others cannot exchange what is root's.
    const isSticky = facts.isDirectory() && (mode & 0o1000) !== 0;
    const isShared = (mode & 0o022) !== 0 && !isSticky;
    if (uid !== 0) return fill(words.owner, { place, uid });
    if (isShared) return fill(words.mode, { place, mode: (mode & 0o7777).toString(8).padStart(4, '0') });
    if (place === '/') return null;
  }
}

const words = {
  owner: { en: '{place} belongs to user {uid}', 'zh-CN': '{place} 属于用户 {uid}' },
  mode: { en: '{place} may be written by others (mode {mode})', 'zh-CN': '{place} 可被其他用户写入（权限 {mode}）' },
} as const satisfies Record<string, Text>;
