import type { Collector } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { rpm } from '../versions/rpm.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { purlOf } from './purl.ts';

/** MacPorts keeps the recipe of each port that is installed, by name, version and revision. */
const place = /(?:^|\/)macports\/registry\/portfiles\/([^/]+)-(\d[^/_-]*_\d+)\/[0-9a-f]{64}-\d+\/Portfile$/;

const portfileCollector: Collector = {
  name: 'macports-portfiles',
  revision: 1,
  wants: { names: ['Portfile'], maxSize: 4 << 20, never: (path) => !place.test(path) },
  what: 'Portfile',
  blinds: ['packages'],
  take: ({ path }) => {
    const [, name, version] = place.exec(path) ?? [];
    return name === undefined || version === undefined
      ? { items: [] }
      : { items: [languagePackage('macports', name, version)] };
  },
};

/** Ports of MacPorts, on macOS and where its tree was copied to. No feed speaks of them; it compares versions as rpm does. */
export const macports: Ecosystem = {
  id: 'macports',
  title: { en: 'Ports of MacPorts', 'zh-CN': 'MacPorts 软件包' },
  kind: 'binary',
  versions: rpm,
  collectors: [portfileCollector],
  assemble: (assembly) =>
    languagePackages(assembly, 'macports', (name, version) => purlOf('macports', null, name, version)),
  advisoryNames: () => [],
  isInert: (_, distribution) => distribution !== null,
};
