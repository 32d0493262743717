import type { Collector } from '../../collect/collector.ts';
import type { Assembly, Placed } from '../../collect/ecosystem.ts';
import { directoryOf, normalizedPath } from '../../collect/layer-path.ts';
import type { HarvestedPackage } from '../../model/harvest.ts';
import type { Package } from '../../model/package.ts';
import { digestFacts } from '../file-digests.ts';
import { languagePackage } from '../language-packages.ts';
import { directoryName } from './metadata.ts';

const place = /(?:^|\/)[^/]+\.dist-info\/RECORD$/;
const metadata = /\.(?:dist-info\/(?:METADATA|RECORD)|egg-info(?:\/(?:PKG-INFO|METADATA))?)$/;
/** What only the name of its directory tells. */
const certainty = 'file name';
/** Programs of one package outside of its own directories; the richest have some hundred. */
const MAX_PROGRAMS = 5000;

/**
 * The list of a package's files (packaging.python.org, "Recording installed projects"), of which only those matter that lie outside of where
 * packages do: programs in the environment's `bin`. Without it nothing but the owner of these is not known. Where the metadata beside it was deleted, which Python does not need to run a package,
 * the directory's name says what is installed ({@link describedOnce}).
 */
export const recordCollector: Collector = {
  name: 'pypi-record',
  revision: 2,
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
    const [, name, version] = directoryName.exec(path) ?? [];
    const named =
      name === undefined || version === undefined
        ? []
        : [
            languagePackage('pypi', name, version, { attributes: { certainty } }),
            ...digestFacts('pypi', path, content),
          ];
    return { items: values.length === 0 ? named : [fact, ...named] };
  },
};

/** Packages by their metadata, and by their lists those that have none. */
export function describedOnce(packages: readonly Placed<HarvestedPackage>[]): readonly Placed<HarvestedPackage>[] {
  const described = new Set(
    packages.filter(({ path }) => path.endsWith('/METADATA')).map(({ path }) => directoryOf(path)),
  );
  return packages.filter(({ path }) => !place.test(path) || !described.has(directoryOf(path)));
}

/** All that lies where Python packages do, and the programs that their lists name. */
export function* broughtFiles({ facts }: Assembly, packages: readonly Package[]): Generator<string> {
  for (const { path } of packages) if (metadata.test(path)) yield directoryOf(path.replace(metadata, ''));
  for (const { item } of facts) if (item.fact === 'files') yield* item.values;
}
