import { isObject, jsonObject } from '../json-object.ts';
import { hasLongLine, type LockedPackage, lockedPackage } from './locked-package.ts';

const LONGEST = 16_384;

/**
 * `gradle.lockfile` (docs.gradle.org, "Locking versions"): `group:artifact:version=configuration,configuration`. What only configurations of
 * tests want is left out.
 */
export function readGradleLockfile(content: Buffer): readonly LockedPackage[] | null {
  if (hasLongLine(content, LONGEST)) return null;
  const found: LockedPackage[] = [];
  let isLock = false;
  for (const line of content.toString('utf8').split('\n')) {
    isLock ||= line.startsWith('empty=') || line.startsWith('# This is a Gradle generated file');
    const [, artifact, version, configurations = ''] = /^([^:=#\s]+:[^:=\s]+):([^:=\s]+)=(\S*)\s*$/.exec(line) ?? [];
    if (artifact === undefined) continue;
    isLock = true;
    if (configurations.split(',').every((name) => /^(?:test|androidTest)|Test(?:Compile|Runtime)/.test(name))) continue;
    found.push(...lockedPackage(artifact, version));
  }
  return isLock ? found : null;
}

/** NuGet's `packages.lock.json` (learn.microsoft.com, "Locking dependencies"): packages of all frameworks; projects are not packages. */
export function readNugetLock(content: Buffer): readonly LockedPackage[] | null {
  const frameworks = jsonObject(content)?.['dependencies'];
  if (!isObject(frameworks)) return null;
  return Object.values(frameworks).flatMap((packages) =>
    Object.entries(isObject(packages) ? packages : {}).flatMap(([name, entry]) =>
      isObject(entry) && entry['type'] !== 'Project' ? lockedPackage(name, entry['resolved']) : [],
    ),
  );
}

/** `packages.config` of .NET Framework (learn.microsoft.com, "packages.config reference"): `<package id="…" version="…" />`. */
export function readPackagesConfig(content: Buffer): readonly LockedPackage[] | null {
  const text = content.toString('utf8');
  if (!/<packages[\s>/]/.test(text.slice(0, 10_000))) return null;
  const found: LockedPackage[] = [];
  for (const [, attributes = ''] of text.matchAll(/<package\s([^<>]{0,2000})>/g)) {
    if (attribute(attributes, 'developmentDependency')?.toLowerCase() === 'true') continue;
    found.push(...lockedPackage(attribute(attributes, 'id'), attribute(attributes, 'version')));
  }
  return found;
}

function attribute(attributes: string, name: string): string | undefined {
  const [, double, single] =
    new RegExp(String.raw`(?:^|\s)${name}\s{0,10}=\s{0,10}(?:"([^"]{0,300})"|'([^']{0,300})')`).exec(attributes) ?? [];
  return double ?? single;
}
