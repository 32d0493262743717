import type { Assembly, Ecosystem } from '../collect/ecosystem.ts';
import { directoryOf } from '../collect/layer-path.ts';
import type { Package } from '../model/package.ts';
import { semver } from '../versions/semver.ts';
import { bitnamiName } from './generic/bitnami-name.ts';
import { KERNEL, kernelModulesCollector, kernelsCollector } from './generic/kernels.ts';
import { knownPrograms } from './generic/known-programs.ts';
import { netscalerCollector } from './generic/netscaler.ts';
import { isNoted, packageNotesCollector, purlOfProgram } from './generic/package-notes.ts';
import { programsCollector } from './generic/programs.ts';
import { homeOf, textsCollector } from './generic/texts.ts';
import { isForWindows, windowsProgramsCollector } from './generic/windows-programs.ts';
import { languagePackages } from './language-packages.ts';

/** Programs without a package: recognized by what is in them. */
export const generic: Ecosystem = {
  id: 'generic',
  title: { en: 'Programs without a package', 'zh-CN': '没有软件包的程序' },
  kind: 'binary',
  versions: semver,
  collectors: [
    programsCollector,
    textsCollector,
    packageNotesCollector,
    kernelsCollector,
    kernelModulesCollector,
    windowsProgramsCollector,
    netscalerCollector,
  ],
  assemble,
  brings: broughtFiles,
  advisoryNames: (pkg) => {
    const { name, version } = pkg;
    const known = isNoted(pkg) ? null : bitnamiName(name);
    return known === null ? [] : [{ ecosystem: 'Bitnami', name: known, version: semanticVersion(version) }];
  },
  isInert: (pkg, distribution) => distribution !== null && isForWindows(pkg),
};

/**
 * A program and its libraries, or several of its libraries, are one where they lie in one place and came together. What a distribution's package
 * brought is that package, and not told twice, unless somebody else built it: the distribution's advisories do not speak of that one. So is a kernel with its modules; and a program that is recognized is not also what its note says.
 */
function assemble(assembly: Assembly): readonly Package[] {
  const packages = languagePackages(assembly, 'generic', purlOfProgram);
  const recognized = new Set(packages.filter((pkg) => !isNoted(pkg)).map(({ path }) => path));
  const distinct = new Map<string, Package>();
  for (const pkg of packages) {
    const isToldByOwner = pkg.ownedBy !== null && (isNoted(pkg) || assembly.isForeignOwner?.(pkg.ownedBy) !== true);
    if (isToldByOwner || (isNoted(pkg) && recognized.has(pkg.path))) continue;
    const id = pkg.name === KERNEL ? `${KERNEL}\0${pkg.version}` : placeOf(pkg);
    const before = distinct.get(id);
    if (before === undefined || pkg.path < before.path) distinct.set(id, pkg);
  }
  return [...distinct.values()];
}

/** What came in one layer to one place is one thing. */
function placeOf({ name, version, layer, path }: Pick<Package, 'name' | 'version' | 'layer' | 'path'>): string {
  return [name, version, layer, prefixOf(path)].join('\0');
}

const directories = ['bin', 'sbin', 'libexec'];

/** Beside a program that says its version those of its files that do not, as where a small program starts a large library. */
function* broughtFiles(assembly: Assembly, packages: readonly Package[]): Generator<string> {
  // Of a program and a text that are one package only one is its path; each may say where all of it lies.
  const known = new Set(packages.map(placeOf));
  for (const { item, path, layer } of assembly.packages) {
    const home = homeOf(path);
    if (home !== null && known.has(placeOf({ ...item, path, layer }))) yield home;
  }
  for (const { name, version, path } of packages) {
    const [major = '', minor = ''] = version.split('.');
    const prefix = prefixOf(path);
    for (const file of knownPrograms.flatMap((known) => (known.name === name ? known.files : []))) {
      for (const directory of directories) {
        for (const end of ['', major, `${major}.${minor}`])
          yield [prefix, directory, `${file}${end}`].filter(Boolean).join('/');
      }
    }
  }
}

/** Where a thing is installed: `usr/local` of `usr/local/lib/libssl.so.3`. */
function prefixOf(path: string): string {
  const prefix = /^(.*?)(?:^|\/)(?:s?bin|lib(?:exec|32|64)?)\//.exec(path)?.[1];
  return prefix ?? directoryOf(path);
}

/**
 * An upstream version as Bitnami's advisories write it, in three numbers: `16.4` is `16.4.0`, a fourth number is left out (so that at most too much is
 * found), Java's `1.8.0_392` is `1.8.392`. What cannot be written so is left as it is, and findings about it are undecidable.
 */
export function semanticVersion(version: string): string {
  const java = /^1\.(\d+)\.0_(\d+)$/.exec(version);
  if (java !== null) return `1.${java[1]}.${java[2]}`;
  const [numbers = ''] = /^\d+(?:\.\d+)*/.exec(version) ?? [];
  const rest = version.slice(numbers.length);
  if (numbers === '' || /[\n\r\u2028\u2029]/.test(rest)) return version;
  const [major = '0', minor = '0', patch = '0'] = numbers.split('.').map((number) => number.replace(/^0+(?=\d)/, ''));
  const early = rest === '' ? '' : `-${rest.replace(/^[-.~]/, '')}`;
  return `${major}.${minor}.${patch}${early}`;
}
