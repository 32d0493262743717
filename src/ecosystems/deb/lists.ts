import type { Collector } from '../../collect/collector.ts';
import { isOwnerAsked } from '../file-digests.ts';

const ENDING = '.list';
export const WHAT = 'list of package files';
/** Files of interest in one package; no package brings so many. */
const MAX_LISTED = 20_000;

/**
 * dpkg's lists of all files of a package, a path a line. They have no checksums, and name what the other lists leave out: the files of
 * packages that were built without any.
 */
export const listsCollector: Collector = {
  name: 'deb-lists',
  revision: 2,
  wants: { directories: [{ in: 'var/lib/dpkg/info', ending: ENDING }], maxSize: 64 << 20 },
  what: WHAT,
  blinds: [],
  take: ({ path }, content) => {
    const key = path.slice(path.lastIndexOf('/') + 1, -ENDING.length);
    const listed = listedIn(content.toString('utf8'));
    const values = listed.slice(0, MAX_LISTED);
    const items = values.length === 0 ? [] : [{ kind: 'fact', ecosystem: 'deb', fact: 'listed', key, values } as const];
    return listed.length > MAX_LISTED ? { items, gaps: [{ what: WHAT, reason: 'too-many', blinds: [] }] } : { items };
  },
};

function listedIn(text: string): string[] {
  const paths: string[] = [];
  for (let at = 0; at < text.length && paths.length <= MAX_LISTED; ) {
    const feed = text.indexOf('\n', at);
    const end = feed === -1 ? text.length : feed;
    const path = text.slice(text[at] === '/' ? at + 1 : at, end);
    at = end + 1;
    if (path !== '' && isOwnerAsked(path)) paths.push(path);
  }
  return paths;
}
