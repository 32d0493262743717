import type { Collector, Taken } from '../collect/collector.ts';
import type { Assembly, Ecosystem } from '../collect/ecosystem.ts';
import { directoryOf } from '../collect/layer-path.ts';
import { lockFile } from '../model/package.ts';
import { composer as composerVersions } from '../versions/composer.ts';
import { archivesCollector, scriptsCollector } from './composer/archives.ts';
import { packagesOfProgram, takePackages } from './composer/installed.ts';
import { digestFacts } from './file-digests.ts';
import { languagePackages } from './language-packages.ts';
import { isForeignLockFile } from './lock-files.ts';
import { purlOf } from './purl.ts';
import { suppliedNames } from './suppliers.ts';

const INSTALLED = 'installed.json';
const RUNTIME = 'installed.php';
const LOCK = 'composer.lock';

/** What Composer writes beside the packages that it installed, in whatever directory its `vendor-dir` is. */
const installedCollector: Collector = {
  name: 'composer-installed',
  revision: 1,
  wants: {
    names: [INSTALLED],
    maxSize: 64 << 20,
    unless: ({ path }) => !/(?:^|\/)composer\/installed\.json$/.test(path),
  },
  what: INSTALLED,
  blinds: ['packages'],
  take: ({ path }, content) => taken(path, INSTALLED, content, {}),
};

/** The same list for programs that ask what they run with. It is all that there is where somebody deleted the other, which nothing needs to run. */
const runtimeCollector: Collector = {
  name: 'composer-runtime',
  revision: 1,
  wants: {
    names: [RUNTIME],
    maxSize: 64 << 20,
    never: (path) => !/(?:^|\/)composer\/installed\.php$/.test(path),
  },
  what: RUNTIME,
  blinds: ['packages'],
  take: ({ path }, content) => {
    const items = packagesOfProgram(content);
    return { items: items.length === 0 ? [] : [...items, ...digestFacts('composer', path, content)] };
  },
};

const lockCollector: Collector = {
  name: 'composer-lock',
  revision: 2,
  wants: { names: [LOCK], maxSize: 64 << 20, unless: isForeignLockFile },
  what: LOCK,
  blinds: ['packages'],
  take: ({ path }, content) => taken(path, LOCK, content, { certainty: lockFile }),
};

function taken(path: string, what: string, content: Buffer, attributes: Readonly<Record<string, string>>): Taken {
  const { items, gaps } = takePackages(what, content, attributes);
  return {
    items: items.length === 0 ? [] : [...items, ...digestFacts('composer', path, content)],
    ...(gaps === undefined ? {} : { gaps }),
  };
}

/** Packages by the list that says their licenses, too, and by the other one those of a directory without it. */
function listedOnce(packages: Assembly['packages']): Assembly['packages'] {
  const listed = new Set(
    packages.filter(({ path }) => path.endsWith(`/${INSTALLED}`)).map(({ path }) => directoryOf(path)),
  );
  return packages.filter(({ path }) => !path.endsWith(`/${RUNTIME}`) || !listed.has(directoryOf(path)));
}

/** PHP packages. Their names have no capital letters; in older files they may. */
export const composer: Ecosystem = {
  id: 'composer',
  title: { en: 'PHP packages', 'zh-CN': 'PHP 软件包' },
  kind: 'language',
  versions: composerVersions,
  collectors: [installedCollector, runtimeCollector, archivesCollector, scriptsCollector, lockCollector],
  assemble: (assembly) =>
    languagePackages({ ...assembly, packages: listedOnce(assembly.packages) }, 'composer', composerPurl),
  advisoryNames: ({ name, version }) => suppliedNames('Packagist', { name: name.toLowerCase(), version }),
};

function composerPurl(name: string, version: string): string {
  const slash = name.indexOf('/');
  return slash === -1
    ? purlOf('composer', null, name, version)
    : purlOf('composer', name.slice(0, slash), name.slice(slash + 1), version);
}
