import type { Collector, Taken } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { ExecutableFault } from '../formats/executable/executable.ts';
import {
  type GoBuildInfo,
  type GoModule,
  goBuildInfoIn,
  goMark,
  readGoBuildInfo,
} from '../formats/executable/go-build-info.ts';
import { goLinkedTexts, type LinkedText } from '../formats/executable/go-linked-texts.ts';
import { readGoMod } from '../formats/lock-files/go-mod.ts';
import type { HarvestedPackage } from '../model/harvest.ts';
import { MAIN_MODULE } from '../model/package.ts';
import { go as goVersions, toolchainVersion } from '../versions/go.ts';
import { digestFacts, undigested } from './file-digests.ts';
import { isUnknown, toldVersion } from './golang/devel-version.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { lockFileCollector } from './lock-files.ts';
import { purlOf } from './purl.ts';

const WHAT = 'Go build information';

/** What the toolchain writes into programs: the modules that they were built from, and its own version. */
const programsCollector: Collector = {
  name: 'golang-programs',
  revision: 6,
  wants: { programs: { marks: [goMark], sections: ['.go.buildinfo', '__go_buildinfo'] }, scripts: true },
  what: WHAT,
  blinds: ['packages'],
  take: ({ path, digests }, content) =>
    taken(
      () => readGoBuildInfo(content),
      () => goLinkedTexts(content),
      () => digestFacts('golang', path, content, digests),
    ),
  takePieces: ({ path }, pieces) =>
    taken(
      () => pieces.flatMap(goBuildInfoIn),
      () => [],
      () => undigested('golang', path),
    ),
};

function taken(
  read: () => readonly GoBuildInfo[],
  linked: () => readonly LinkedText[],
  digests: () => Taken['items'],
): Taken {
  try {
    const packages = new Map(
      read()
        .flatMap((info) => [...packagesOf(info, linked)])
        .map((pkg) => [`${pkg.name}\0${pkg.version}`, pkg]),
    );
    return packages.size === 0 ? { items: [] } : { items: [...packages.values(), ...digests()] };
  } catch (error) {
    if (!(error instanceof ExecutableFault)) throw error;
    return { items: [], gaps: [{ what: WHAT, reason: 'unparsable', blinds: ['packages'] }] };
  }
}

function* packagesOf(info: GoBuildInfo, linked: () => readonly LinkedText[]): Generator<HarvestedPackage> {
  const version = toolchainVersion(info.goVersion);
  yield packageOf('stdlib', version);
  // Go's own commands come from no module: advisories know them as the toolchain.
  if (info.main === null && info.path.startsWith('cmd/')) yield packageOf('toolchain', version);
  const isTold = info.main !== null && (info.main.replacement !== null || !isUnknown(info.main.version));
  const told = isTold ? null : toldVersion(info, linked);
  const attributes = { [MAIN_MODULE]: 'yes', ...settingsOf(info) };
  if (told !== null) yield packageOf(told.path, told.version, { ...attributes, versionFrom: told.by });
  else if (info.main !== null) yield modulePackage(info.main, attributes);
  // Built without modules, as distributions do: the program is known by its package, and its version by nobody.
  else if (beginsWithHost(info.path)) yield packageOf(info.path, '', attributes);
  for (const module of info.dependencies) yield modulePackage(module);
}

/** `example.com/…`: what has no dot within its first part is the standard library's, or a name of nobody. */
function beginsWithHost(path: string): boolean {
  const host = path.slice(0, Math.max(0, path.indexOf('/')));
  const dot = host.indexOf('.', 1);
  return dot > 0 && dot < host.length - 1;
}

/** What was built is what counts, whatever it replaced; a directory that took a module's place has no name but that module's, and no version. */
function modulePackage(
  { path, version, replacement }: GoModule,
  attributes: Readonly<Record<string, string>> = {},
): HarvestedPackage {
  if (replacement === null) return packageOf(path, version, attributes);
  if (isDirectory(replacement.path)) return packageOf(path, '', { ...attributes, replacedBy: replacement.path });
  return packageOf(replacement.path, replacement.version, { ...attributes, replaces: `${path}@${version}` });
}

/** go.dev/ref/mod, "replace directive": a path that begins so is one of a file system. */
function isDirectory(path: string): boolean {
  return /^(?:\.{0,2}\/|\.{1,2}$|[A-Za-z]:|\.{0,2}\\)/.test(path);
}

function settingsOf({ settings }: GoBuildInfo): Readonly<Record<string, string>> {
  const told = ['vcs.revision', 'vcs.time', 'vcs.modified'].flatMap((key) => {
    const value = settings.get(key);
    return value === undefined || value.length > 100 ? [] : [[key, value] as const];
  });
  return Object.fromEntries(told);
}

/** A version that the toolchain did not know is `(devel)` in its own words. */
function packageOf(name: string, version: string, attributes: Readonly<Record<string, string>> = {}): HarvestedPackage {
  return languagePackage('golang', name || 'command-line-arguments', version || '(devel)', { attributes });
}

const lockCollector = lockFileCollector('golang', 'golang-mod', { names: ['go.mod'] }, readGoMod);

/** Go modules, as programs tell of them. */
export const golang: Ecosystem = {
  id: 'golang',
  title: { en: 'Go modules in programs', 'zh-CN': '程序中的 Go 模块' },
  kind: 'language',
  versions: goVersions,
  collectors: [programsCollector, lockCollector],
  addsUp: true,
  assemble: (assembly) => languagePackages(assembly, 'golang', golangPurl),
  advisoryNames: ({ name, version }) => [{ ecosystem: 'Go', name, version }],
};

function golangPurl(name: string, version: string): string {
  const slash = name.lastIndexOf('/');
  return slash <= 0
    ? purlOf('golang', null, name, version)
    : purlOf('golang', name.slice(0, slash), name.slice(slash + 1), version);
}
