import type { Collector } from '../collect/collector.ts';
import { readPasswd } from '../formats/passwd.ts';

const WHAT = 'passwd';

/** The accounts of the image, in the order of the file: of two with one name or number the first one counts (moby/sys/user). */
export const accountsDetector: Collector = {
  name: 'accounts',
  revision: 1,
  wants: { paths: ['etc/passwd'], maxSize: 16 << 20 },
  what: WHAT,
  blinds: ['accounts'],
  take: (_, content) => {
    const { entries, stopped } = readPasswd(content);
    const items = [{ kind: 'accounts' as const, accounts: entries }];
    if (stopped === null) return { items };
    const reason = stopped === 'too-many' ? 'too-many' : 'unparsable';
    return { items, gaps: [{ what: WHAT, reason, blinds: ['accounts'] }] };
  },
};
