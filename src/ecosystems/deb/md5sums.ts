import type { Collector } from '../../collect/collector.ts';
import type { HarvestedFact } from '../../model/harvest.ts';
import { isOwnerAsked } from '../file-digests.ts';

const ENDING = '.md5sums';
const WHAT = 'list of package files';
/** Files of interest in one package; no package brings so many. */
const MAX_FACTS = 20_000;

/**
 * dpkg's lists of files with their checksums (deb-md5sums(5)), of which only those files matter from which other ecosystems read
 * packages, and programs: a Python package that came as a Debian package is the distribution's to fix.
 */
export const checksumsCollector: Collector = {
  name: 'deb-md5sums',
  revision: 4,
  wants: {
    directories: [
      { in: 'var/lib/dpkg/info', ending: ENDING },
      { in: 'var/lib/dpkg/status.d', ending: ENDING },
    ],
    maxSize: 64 << 20,
  },
  what: WHAT,
  blinds: [],
  knowsFiles: { by: ['md5'], in: ['var/lib/dpkg'], heralds: ['etc/dpkg'] },
  take: ({ path }, content) => {
    const owner = path.slice(path.lastIndexOf('/') + 1, -ENDING.length);
    const items: HarvestedFact[] = [];
    for (const fact of ownedFacts(content.toString('utf8'), owner)) {
      if (items.length >= MAX_FACTS) return { items, gaps: [{ what: WHAT, reason: 'too-many', blinds: [] }] };
      items.push(fact);
    }
    return { items };
  },
};

function* ownedFacts(text: string, owner: string): Generator<HarvestedFact> {
  for (let at = 0; at < text.length; ) {
    const feed = text.indexOf('\n', at);
    const end = feed === -1 ? text.length : feed;
    const line = text.slice(at, end);
    at = end + 1;
    if (!isOwnerAsked(line)) continue;
    // Thirty-two digits, two blanks, a path without a leading slash.
    const [, digest, key] = /^([0-9a-f]{32}) [ *](?:\.?\/)?(.+)$/.exec(line) ?? [];
    if (digest === undefined || key === undefined) continue;
    yield { kind: 'fact', ecosystem: 'deb', fact: 'owned', key, values: [owner, `md5:${digest}`] };
  }
}
