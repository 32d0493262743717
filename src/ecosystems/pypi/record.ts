import type { Collector } from '../../collect/collector.ts';
import type { Assembly } from '../../collect/ecosystem.ts';
import { directoryOf, normalizedPath } from '../../collect/layer-path.ts';
import type { Package } from '../../model/package.ts';

const place = /(?:^|\/)[^/]+\.dist-info\/RECORD$/;
const metadata = /\.(?:dist-info\/METADATA|egg-info(?:\/(?:PKG-INFO|METADATA))?)$/;
/** Programs of one package outside of its own directories; the richest have some hundred. */
const MAX_PROGRAMS = 5000;

/**
 * The list of a package's files (packaging.python.org, "Recording installed projects"), of which only those matter that lie outside of where
 * packages do: programs in the environment's `bin`. Without it nothing but the owner of these is not known.
 */
export const recordCollector: Collector = {
  name: 'pypi-record',
  revision: 1,
  wants: { names: ['RECORD'], maxSize: 64 << 20, unless: ({ path }) => !place.test(path) },
  what: 'RECORD',
  blinds: [],
  take: ({ path }, content) => {
    const site = directoryOf(directoryOf(path));
    const values: string[] = [];
    for (let at = content.indexOf('../'); at !== -1 && values.length < MAX_PROGRAMS; at = content.indexOf('../', at)) {
      const feed = content.indexOf(10, at);
      const end = feed === -1 ? content.length : feed;
      const isLineStart = at === 0 || content[at - 1] === 10;
      const [file = ''] = isLineStart ? content.toString('utf8', at, Math.min(end, at + 1000)).split(',', 1) : [];
      if (/\/bin\/[^/]+$/.test(file)) values.push(normalizedPath(`${site}/${file}`).path);
      at = end;
    }
    const fact = { kind: 'fact', ecosystem: 'pypi', fact: 'files', key: site, values } as const;
    return { items: values.length === 0 ? [] : [fact] };
  },
};

/** All that lies where Python packages do, and the programs that their lists name. */
export function* broughtFiles({ facts }: Assembly, packages: readonly Package[]): Generator<string> {
  for (const { path } of packages) if (metadata.test(path)) yield directoryOf(path.replace(metadata, ''));
  for (const { item } of facts) if (item.fact === 'files') yield* item.values;
}
