import { isObject, jsonObject } from '../json-object.ts';
import { hasLongLine, type LockedPackage, lockedPackage } from './locked-package.ts';

const LONGEST = 65_536;

/** Paket's `paket.lock` (fsprojects.github.io/Paket, "The paket.lock file"): packages of NuGet, `Name (1.2.3)` four blanks in. The group `Build` is for building. */
export function readPaketLock(content: Buffer): readonly LockedPackage[] | null {
  if (hasLongLine(content, LONGEST)) return null;
  const found: LockedPackage[] = [];
  let [source, group, isLock] = ['', '', false];
  for (const line of content.toString('utf8').split(/\r?\n/)) {
    const [, word, rest = ''] = /^([A-Z][A-Z-]{1,30}):?(?: (\S.{0,200}))?$/.exec(line) ?? [];
    if (word === 'GROUP') group = rest;
    if (word !== undefined && word !== 'GROUP') source = word;
    isLock ||= word === 'NUGET' || word === 'GROUP' || word === 'GITHUB' || word === 'STORAGE';
    if (source !== 'NUGET' || group.toLowerCase() === 'build') continue;
    const [, name, version] = /^ {4}([A-Za-z0-9_.-]{1,200}) \(([^()\s]{1,100})\)/.exec(line) ?? [];
    found.push(...lockedPackage(name, version));
  }
  return isLock ? found : null;
}

/** NuGet's `project.assets.json`, what a restore found: `libraries`, by name and version. */
export function readProjectAssets(content: Buffer): readonly LockedPackage[] | null {
  const libraries = jsonObject(content)?.['libraries'];
  if (!isObject(libraries)) return null;
  return Object.entries(libraries).flatMap(([key, library]) => {
    const slash = key.indexOf('/');
    return isObject(library) && library['type'] === 'package'
      ? lockedPackage(key.slice(0, slash), key.slice(slash + 1))
      : [];
  });
}

/** The lock file of sbt (stringbean.github.io/sbt-dependency-lock, "Version 1"): what only tests want is left out. */
export function readSbtLock(content: Buffer): readonly LockedPackage[] | null {
  const { lockVersion, dependencies } = jsonObject(content) ?? {};
  if (lockVersion === undefined || !Array.isArray(dependencies)) return null;
  return dependencies.flatMap((entry: unknown) => {
    if (!isObject(entry) || typeof entry['org'] !== 'string' || typeof entry['name'] !== 'string') return [];
    const { configurations } = entry;
    if (Array.isArray(configurations) && configurations.every((name) => name === 'test' || name === 'it')) return [];
    return lockedPackage(`${entry['org']}:${entry['name']}`, entry['version']);
  });
}

/**
 * `maven_install.json` of Bazel (github.com/bazel-contrib/rules_jvm_external, "Pinning artifacts"): `artifacts` by their coordinates since version 2, before a list of
 * `dependency_tree` with whole coordinates.
 */
export function readMavenInstall(content: Buffer): readonly LockedPackage[] | null {
  const { artifacts, dependency_tree: tree } = jsonObject(content) ?? {};
  if (isObject(artifacts)) {
    return Object.entries(artifacts).flatMap(([key, entry]) => {
      const [group = '', name = ''] = key.split(':');
      return isObject(entry) && name !== '' ? lockedPackage(`${group}:${name}`, entry['version']) : [];
    });
  }
  const dependencies = isObject(tree) ? tree['dependencies'] : null;
  if (!Array.isArray(dependencies)) return null;
  return dependencies.flatMap((entry: unknown) => {
    const parts = isObject(entry) && typeof entry['coord'] === 'string' ? entry['coord'].split(':') : [];
    // Sources and documents of a library are listed beside it.
    if (parts.length < 3 || parts.includes('sources') || parts.includes('javadoc')) return [];
    return lockedPackage(`${parts[0]}:${parts[1]}`, parts.at(-1));
  });
}

/** Gleam's `manifest.toml` (gleam.run): a line for each package, `{ name = "…", version = "…", …, source = "hex", … }`. */
export function readGleamManifest(content: Buffer): readonly LockedPackage[] | null {
  const text = content.toString('utf8');
  if (!/^packages = \[/m.test(text)) return [];
  if (hasLongLine(content, LONGEST)) return null;
  return text.split('\n').flatMap((line) => {
    const [, name, version] = /^\s{0,10}\{ name = "([^"]{1,200})", version = "([^"]{1,100})", /.exec(line) ?? [];
    return line.includes(' source = "hex"') ? lockedPackage(name, version) : [];
  });
}
