import type { Collector, Taken } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { SqliteError } from '../formats/sqlite/sqlite-pages.ts';
import { wingetPackages } from '../formats/winget-index.ts';
import type { HarvestedPackage } from '../model/harvest.ts';
import { php } from '../versions/php.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { purlOf } from './purl.ts';

const WHAT = 'winget database';
/** What winget installed from each of its sources, in the data of its own application. */
const place = /\/(?:Microsoft\.DesktopAppInstaller_8wekyb3d8bbwe|StoreEdgeFD)\/(?:[^/]+\/)*installed\.db$/;

const databaseCollector: Collector = {
  name: 'winget-database',
  revision: 1,
  wants: { names: ['installed.db'], never: (path) => !place.test(`/${path}`) },
  what: WHAT,
  blinds: ['packages'],
  take: (_, content) => take(content),
};

function take(content: Buffer): Taken {
  if (content.length === 0) return { items: [] };
  const items = new Map<string, HarvestedPackage>();
  try {
    for (const { id, version } of wingetPackages(content))
      if (id !== '' && version !== '') items.set(`${id}\0${version}`, languagePackage('winget', id, version));
    return { items: [...items.values()] };
  } catch (error) {
    if (!(error instanceof SqliteError)) throw error;
    return { items: [...items.values()], gaps: [{ what: WHAT, reason: error.kind, blinds: ['packages'] }] };
  }
}

/** Packages of winget, in images of Windows. No feed speaks of them; PHP's order of versions is that of numbers and words. */
export const winget: Ecosystem = {
  id: 'winget',
  title: { en: 'Packages of winget', 'zh-CN': 'winget 软件包' },
  kind: 'binary',
  versions: php,
  collectors: [databaseCollector],
  assemble: (assembly) =>
    languagePackages(assembly, 'winget', (name, version) => purlOf('winget', null, name, version)),
  advisoryNames: () => [],
  isInert: (_, distribution) => distribution !== null,
};
