import type { Collector } from '../../collect/collector.ts';
import type { HarvestedFact } from '../../model/harvest.ts';

const WHAT = 'list of diverted files';
/** A system has a few dozen. */
const MAX_DIVERSIONS = 10_000;

/**
 * Files that lie elsewhere than their package says, because another package took their place (dpkg-divert(1)): three lines each, the path, where it
 * is instead, and the package that keeps the path, `:` for none.
 */
export const diversionsCollector: Collector = {
  name: 'deb-diversions',
  revision: 2,
  wants: { paths: ['var/lib/dpkg/diversions'], maxSize: 4 << 20 },
  what: WHAT,
  blinds: [],
  take: (_, content) => {
    const lines = content.toString('utf8').split('\n', MAX_DIVERSIONS * 3 + 1);
    const items: HarvestedFact[] = [];
    for (let i = 0; i + 2 < Math.min(lines.length, MAX_DIVERSIONS * 3); i += 3) {
      const [from, to, keeper] = [lines[i], lines[i + 1], lines[i + 2]];
      if (!from?.startsWith('/') || !to?.startsWith('/') || keeper === undefined) continue;
      const values = [to.slice(1), keeper];
      items.push({ kind: 'fact', ecosystem: 'deb', fact: 'diverted', key: from.slice(1), values });
    }
    // What a last line feed ends is followed by nothing.
    const hasMore = lines.length > MAX_DIVERSIONS * 3 && lines.at(-1) !== '';
    return hasMore ? { items, gaps: [{ what: WHAT, reason: 'too-many', blinds: [] }] } : { items };
  },
};
