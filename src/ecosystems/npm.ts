import type { Collector, Taken } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { directoryOf } from '../collect/layer-path.ts';
import { isObject, jsonObject } from '../formats/json-object.ts';
import { readBunLock, readDenoLock, readNpmLock } from '../formats/lock-files/npm-lock.ts';
import { readPnpmLock } from '../formats/lock-files/pnpm-lock.ts';
import { readYarnLock } from '../formats/lock-files/yarn-lock.ts';
import { ZipFault, ZipFile } from '../formats/zip/zip-file.ts';
import { npm as npmVersions } from '../versions/npm.ts';
import { OWN } from './counting-packages.ts';
import { languagePackages } from './language-packages.ts';
import { lockFileCollector } from './lock-files.ts';
import { asarCollector, vsixCollector } from './npm/archives.ts';
import { installed, MAX_SIZE, takeManifest, unparsable, WHAT } from './package-json/manifest.ts';
import { purlOf } from './purl.ts';
import { npmNames } from './suppliers.ts';

/**
 * Yarn's Plug'n'Play keeps each package in a zip file, which programs are run from (yarnpkg.com/features/pnp): in its own directory, and in any other (`cacheFolder`,
 * `YARN_CACHE_FOLDER`) by names like `lodash-npm-4.17.21-6382451519-8c0.zip`.
 */
const yarnCache =
  /(?:^|\/)\.yarn\/(?:berry\/)?cache\/[^/]+\.zip$|-npm-\d[^/]{0,200}-[0-9a-f]{10}(?:-[0-9a-z]{1,10})?\.zip$/;
const ZIP = 'yarn cache';

const yarnCollector: Collector = {
  name: 'npm-yarn-cache',
  revision: 3,
  wants: { extensions: ['.zip'], unless: ({ path }) => !yarnCache.test(path) },
  what: ZIP,
  blinds: ['packages'],
  take: (_, content) => takeCached(content),
};

function takeCached(content: Buffer): Taken {
  try {
    const zip = new ZipFile(content);
    const entry = zip.entries.find(({ name }) => cachedManifest.test(name));
    if (entry === undefined) return { items: [], gaps: [{ ...unparsable, what: ZIP }] };
    return takeManifest('', zip.read(entry, MAX_SIZE));
  } catch (error) {
    if (!(error instanceof ZipFault)) throw error;
    return { items: [], gaps: [{ ...unparsable, what: ZIP }] };
  }
}

const cachedManifest = /^node_modules\/(?:@[^/]+\/)?(?!@)[^/]+\/package\.json$/;

/** npm packages as they are installed, whichever package manager did it (npm, pnpm's `.pnpm`, yarn's node_modules linker). */
const installedCollector: Collector = {
  name: 'npm-installed',
  revision: 2,
  wants: { names: ['package.json'], maxSize: MAX_SIZE, unless: ({ path }) => !installed.test(path) },
  what: WHAT,
  blinds: ['packages'],
  take: ({ path }, content) => takeManifest(path, content),
};

/**
 * What lies elsewhere and says name and version: an application that was copied in with its sources, and packages that something else than npm
 * brought, such as a distribution. One that calls itself private, or does not say where it comes from as what is published does (`npm init` writes
 * name and version alone), is in no registry, and its name may be that of something else there, of malware even. Whatever else has this name
 * (templates, settings for the modules beside it) is none.
 */
const ownCollector: Collector = {
  name: 'npm-own',
  revision: 4,
  wants: { names: ['package.json'], maxSize: MAX_SIZE, never: (path) => elsewhere.test(path) && !denoCache.test(path) },
  what: WHAT,
  blinds: ['packages'],
  take: ({ path }, content) =>
    denoCache.test(path) ? takeManifest(path, content) : takePublished(path, content, { [OWN]: 'true' }),
};

/** Deno unpacks packages of the registry into its own directory, by name and version, and runs them from there: they are installed, whatever they say of themselves. */
const denoCache = /(?:^|\/)npm\/registry\.npmjs\.org\/(?:@[^/]+\/)?(?!@)[^/]+\/\d[^/]*\/package\.json$/;

/**
 * What packages carry along inside themselves, copied or compiled in by their authors with its manifest. Copies of their own manifest, and manifests of their parts, are
 * none.
 */
const vendoredCollector: Collector = {
  name: 'npm-vendored',
  revision: 2,
  wants: {
    names: ['package.json'],
    maxSize: MAX_SIZE,
    never: (path) => installed.test(path) || !inPackage.test(path) || elsewhere.test(path.replace(inPackage, '')),
  },
  what: WHAT,
  blinds: ['packages'],
  take: ({ path }, content) => {
    const [, by = ''] = inPackage.exec(path) ?? [];
    const { name } = jsonObject(content) ?? {};
    if (typeof name !== 'string' || name === by || name.startsWith(`${by}/`)) return { items: [] };
    // A scope is somebody's, and so is whatever bears its name.
    return takePublished(path, content, { vendoredBy: by }, name.startsWith('@'));
  },
};

/** The innermost package in whose directory something lies. */
const inPackage = /^.*(?:^|\/)node_modules\/((?:@[^/]+\/)?(?!@)[^/]+)\//;

function takePublished(
  path: string,
  content: Buffer,
  attributes: Readonly<Record<string, string>>,
  isKnown = false,
): Taken {
  const manifest = jsonObject(content) ?? {};
  const { name, version, private: isPrivate, engines } = manifest;
  // An extension of an editor is in that one's registry, under its publisher.
  if (isObject(engines) && engines['vscode'] !== undefined) return { items: [] };
  if (!isKnown && !ofPublished.some((key) => manifest[key] !== undefined)) return { items: [] };
  if (typeof name !== 'string' || !registryName.test(name) || typeof version !== 'string') return { items: [] };
  if (isPrivate === true || !/^\d+\.\d+\.\d/.test(version)) return { items: [] };
  const { items } = takeManifest(path, content);
  return { items: items.map((item) => (item.kind === 'package' ? { ...item, attributes } : item)) };
}

/** What a publisher writes into a package, and what npm itself does. */
const ofPublished = ['repository', 'publishConfig', 'gitHead', 'dist', '_id', '_resolved'];
const elsewhere = /(?:^|\/)(?:node_modules|bower_components|\.git|tests?|testdata|fixtures?)\//;
/** docs.npmjs.com, "package.json", `name`. */
const registryName = /^(?=.{1,214}$)(?:@[a-z0-9~-][\w.~-]*\/)?[a-z0-9~-][\w.~-]*$/i;

const lockCollectors: readonly Collector[] = [
  lockFileCollector('npm', 'npm-lock', { names: ['package-lock.json', 'npm-shrinkwrap.json'] }, readNpmLock),
  lockFileCollector('npm', 'npm-yarn-lock', { names: ['yarn.lock'] }, readYarnLock),
  lockFileCollector('npm', 'npm-pnpm-lock', { names: ['pnpm-lock.yaml'] }, readPnpmLock),
  lockFileCollector('npm', 'npm-bun-lock', { names: ['bun.lock'] }, readBunLock),
  lockFileCollector('npm', 'npm-deno-lock', { names: ['deno.lock'] }, readDenoLock),
];

/** Packages of npm's registry. */
export const npm: Ecosystem = {
  id: 'npm',
  title: { en: 'npm packages', 'zh-CN': 'npm 软件包' },
  kind: 'language',
  versions: npmVersions,
  collectors: [
    installedCollector,
    ownCollector,
    vendoredCollector,
    yarnCollector,
    asarCollector,
    vsixCollector,
    ...lockCollectors,
  ],
  addsUp: true,
  assemble: (assembly) => languagePackages(assembly, 'npm', npmPurl),
  brings: (_, packages) =>
    packages
      .map(({ path }) => path)
      .filter((path) => installed.test(path) || denoCache.test(path))
      .map(directoryOf),
  advisoryNames: npmNames,
};

function npmPurl(name: string, version: string): string {
  const slash = name.startsWith('@') ? name.indexOf('/') : -1;
  return slash === -1
    ? purlOf('npm', null, name, version)
    : purlOf('npm', name.slice(0, slash), name.slice(slash + 1), version);
}
