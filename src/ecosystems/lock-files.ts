import type { Collector, LayerFile, Wanted } from '../collect/collector.ts';
import { type LockFileReader, utf8Of } from '../formats/lock-files/locked-package.ts';
import { lockFile as certainty } from '../model/package.ts';
import { languagePackage } from './language-packages.ts';

/** Lock files of real projects name some thousand packages. */
const MAX_SIZE = 32 << 20;
const MAX_LOCKED = 20_000;

/**
 * Where a lock file is somebody else's: inside an installed or downloaded package of any language, where distributions put what they built, and where
 * programs keep their tests and examples.
 */
const foreign = new RegExp(
  String.raw`(?:^|/)(?:node_modules|bower_components|site-packages|dist-packages|vendor|gems|\.cargo|pkg/mod|\.pub-cache|\.stack|\.cabal|\.julia|\.npm|\.cache|tests?|__tests__|testdata|fixtures?|specs?|examples?|benchmarks?|\.git)/` +
    '|^(?:usr/(?!local/|src/|app/)|usr/local/(?:go|lib|share)/|lib(?:32|64)?/|proc/|sys/|nix/store/)',
);

export function isForeignLockFile({ path }: LayerFile): boolean {
  return foreign.test(path);
}

/**
 * A collector of one kind of lock file. What it takes says of itself that it was only named (`certainty: lock file`), and
 * `countingPackages` decides whether it counts.
 */
export function lockFileCollector(
  ecosystem: string,
  name: string,
  wants: Pick<Wanted, 'names' | 'extensions' | 'jsonEndings' | 'parents'>,
  read: LockFileReader,
  isForeign: (file: LayerFile) => boolean = () => false,
): Collector {
  const what = wants.names?.[0] ?? wants.extensions?.[0] ?? name;
  return {
    name,
    revision: 7,
    wants: { ...wants, maxSize: MAX_SIZE, unless: (file) => isForeignLockFile(file) || isForeign(file) },
    what,
    blinds: ['packages'],
    take: (_, content) => {
      // An empty file holds a place, and names nothing.
      const text = utf8Of(content);
      const locked = text === null ? null : text.length === 0 ? [] : read(text);
      if (locked === null) return { items: [], gaps: [{ what, reason: 'unparsable', blinds: ['packages'] }] };
      const once = new Map(locked.map((pkg) => [`${pkg.name}\0${pkg.version}`, pkg]));
      const items = [...once.values()]
        .slice(0, MAX_LOCKED)
        .map((pkg) =>
          languagePackage(ecosystem, pkg.name, pkg.version, { attributes: { certainty, ...pkg.attributes } }),
        );
      return once.size > MAX_LOCKED ? { items, gaps: [{ what, reason: 'too-many', blinds: ['packages'] }] } : { items };
    },
  };
}
