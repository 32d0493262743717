import type { Collector } from '../collect/collector.ts';
import type { Assembly, Ecosystem } from '../collect/ecosystem.ts';
import { jsonObject } from '../formats/json-object.ts';
import { readPipfileLock, readPythonTomlLock, readRequirements } from '../formats/lock-files/python-locks.ts';
import type { Package } from '../model/package.ts';
import { pep440 } from '../versions/pep440.ts';
import { countingPackages } from './counting-packages.ts';
import { digestFacts, ownersByPath } from './file-digests.ts';
import { lockFileCollector } from './lock-files.ts';
import { purlOf } from './purl.ts';
import { archivesCollector, scriptsCollector } from './pypi/archives.ts';
import { licenseFilesCollector, licensesByDirectory } from './pypi/license-files.ts';
import { takeMetadata, WHAT } from './pypi/metadata.ts';
import { broughtFiles, describedOnce, recordCollector } from './pypi/record.ts';
import { vendoredIn, vendoredList } from './pypi/vendored.ts';
import { suppliedNames } from './suppliers.ts';

/**
 * What installers leave beside a package (packaging.python.org, "Recording installed projects"): a `.dist-info` directory with METADATA,
 * setuptools' `.egg-info` directory or an egg's `EGG-INFO` with PKG-INFO, distutils' single file `NAME-VERSION.egg-info`. AWS' command line carries what wheels brought in
 * directories that are called as eggs' are.
 */
const place = /\.(?:dist|egg)-info\/METADATA$|(?:\.egg-info|(?:^|\/)EGG-INFO)\/PKG-INFO$|\.egg-info$/;

const metadataCollector: Collector = {
  name: 'pypi-metadata',
  revision: 2,
  wants: {
    names: ['METADATA', 'PKG-INFO'],
    extensions: ['.egg-info'],
    maxSize: 16 << 20,
    unless: ({ path }) => !place.test(path),
  },
  what: WHAT,
  blinds: ['packages'],
  take: ({ path }, content) => takeMetadata(path, content),
};

/**
 * What pip and setuptools carry along inside themselves, without metadata of its own: lists as pip reads them, one `NAME==VERSION` a line.
 * Distributions take these packages out and leave the list; then it is theirs.
 */
const vendoredCollector: Collector = {
  name: 'pypi-vendored',
  revision: 1,
  wants: {
    names: ['vendor.txt', 'vendored.txt'],
    maxSize: 1 << 20,
    unless: ({ path }) => !vendoredList.test(path),
  },
  what: 'list of vendored Python packages',
  blinds: ['packages'],
  take: ({ path }, content) => {
    const items = vendoredIn(path, content);
    return { items: items.length === 0 ? [] : [...items, ...digestFacts('pypi', path, content)] };
  },
};

/** Where a package came from that is not the index (packaging.python.org, "Recording the direct URL origin"); never with a password. */
const originCollector: Collector = {
  name: 'pypi-direct-url',
  revision: 1,
  wants: { names: ['direct_url.json'], maxSize: 1 << 20, unless: ({ path }) => !path.endsWith(ORIGIN) },
  what: 'direct_url.json',
  blinds: [],
  take: ({ path }, content) => {
    const url = jsonObject(content)?.['url'];
    if (typeof url !== 'string')
      return { items: [], gaps: [{ what: 'direct_url.json', reason: 'unparsable', blinds: [] }] };
    const shown = url
      .slice(0, 1000)
      .replace(/^([a-z+]{1,20}:\/\/)[^/@]*@/i, '$1')
      .replace(/[?#].*$/s, '');
    return {
      items: [{ kind: 'fact', ecosystem: 'pypi', fact: 'origin', key: path.slice(0, -ORIGIN.length), values: [shown] }],
    };
  },
};

const ORIGIN = '.dist-info/direct_url.json';

/** `requirements.txt`, `requirements-prod.txt`, `prod_requirements.txt`, and what lies in a directory of this name. */
const requirements = /(?:^|\/)(?:requirements\/[^/]*|(?:[^/]*[._-])?requirements(?:[._-][^/]*)?)\.txt$/;

const lockCollectors: readonly Collector[] = [
  lockFileCollector(
    'pypi',
    'pypi-requirements',
    { names: ['requirements.txt'], extensions: ['.txt'], parents: [{ named: 'requirements', ending: '.txt' }] },
    readRequirements,
    ({ path }) => !requirements.test(path) || /[/._-](?:dev|test|doc|lint|build)[^/]*$/.test(path),
  ),
  lockFileCollector('pypi', 'pypi-pipfile-lock', { names: ['Pipfile.lock'] }, readPipfileLock),
  lockFileCollector(
    'pypi',
    'pypi-toml-locks',
    { names: ['poetry.lock', 'uv.lock', 'pdm.lock', 'pylock.toml'], extensions: ['.toml', '.py.lock'] },
    readPythonTomlLock,
    ({ path }) => path.endsWith('.toml') && !/(?:^|\/)pylock(?:\.[^/.]+)?\.toml$/.test(path),
  ),
];

/** Distributions of the Python Package Index. */
export const pypi: Ecosystem = {
  id: 'pypi',
  title: { en: 'Python packages', 'zh-CN': 'Python 软件包' },
  kind: 'language',
  versions: pep440,
  collectors: [
    metadataCollector,
    archivesCollector,
    scriptsCollector,
    vendoredCollector,
    originCollector,
    recordCollector,
    licenseFilesCollector,
    ...lockCollectors,
  ],
  assemble,
  brings: broughtFiles,
  advisoryNames: ({ name, version }) => suppliedNames('PyPI', { name: normalizedName(name), version }),
};

function assemble(assembly: Assembly): readonly Package[] {
  const ownerOf = ownersByPath(assembly);
  const origins = new Map(
    assembly.facts.flatMap(({ item }) => (item.fact === 'origin' ? [[item.key, item.values[0] ?? '']] : [])),
  );
  const licensesOf = licensesByDirectory(assembly.facts);
  return countingPackages(describedOnce(assembly.packages), normalizedName).map(({ item, path, layer }) => ({
    name: item.name,
    version: item.version,
    type: 'pypi',
    purl: purlOf('pypi', null, normalizedName(item.name), item.version),
    architecture: null,
    source: null,
    licenses: item.licenses.length > 0 ? item.licenses : (licensesOf.get(path.replace(/\/METADATA$/, '')) ?? []),
    layer,
    path,
    ownedBy: ownerOf(path),
    attributes: withOrigin(item.attributes, origins.get(path.replace(/\.dist-info\/METADATA$/, ''))),
  }));
}

function withOrigin(
  attributes: Readonly<Record<string, string>>,
  origin: string | undefined,
): Readonly<Record<string, string>> {
  return origin === undefined ? attributes : { ...attributes, origin };
}

/** Names that mean the same project (PEP 503, "Normalized Names"). */
function normalizedName(name: string): string {
  return name.replace(/[-_.]+/g, '-').toLowerCase();
}
