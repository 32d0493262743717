import { indentedLines, LONGEST_LINE } from '../indented-lines.ts';
import { isObject, jsonObject } from '../json-object.ts';
import { hasLongLine, type LockedPackage, lockedPackage } from './locked-package.ts';

/**
 * `Package.resolved` of the Swift package manager, versions 1 to 3. A package's name is where it comes from, without scheme and `.git`:
 * `github.com/apple/swift-nio`. What follows a branch has no version.
 */
export function readPackageResolved(content: Buffer): readonly LockedPackage[] | null {
  const document = jsonObject(content);
  const object = document?.['object'];
  const pins = isObject(object) ? object['pins'] : document?.['pins'];
  if (!Array.isArray(pins)) return null;
  return pins.flatMap((pin: unknown) => {
    if (!isObject(pin) || !isObject(pin['state'])) return [];
    const { location = pin['repositoryURL'], kind = 'remoteSourceControl' } = pin;
    if (typeof location !== 'string' || kind !== 'remoteSourceControl') return [];
    return lockedPackage(nameOfRepository(location), pin['state']['version']);
  });
}

/** `https://host/path.git`, `ssh://git@host/path`, `git@host:path`: one repository. Nothing of a login stays. */
function nameOfRepository(location: string): string {
  const [, host = '', path = ''] =
    /^(?:[a-z+]{1,20}:\/\/)?(?:[^@/]{0,300}@)?([^/:@]{1,300})(?::\d{1,5})?[/:](.{1,1000})$/.exec(location) ?? [];
  return host === '' ? '' : `${host.toLowerCase()}/${path.replace(/[?#].*$/s, '').replace(/(?:\.git)?\/?$/, '')}`;
}

/** CocoaPods' `Podfile.lock`: the list `PODS`, `- Name/Part (1.2.3)`. Parts are installed with their pod, and are one package with it. */
export function readPodfileLock(content: Buffer): readonly LockedPackage[] | null {
  if (hasLongLine(content, LONGEST_LINE)) return null;
  const found = new Map<string, LockedPackage>();
  let section = '';
  let isLock = false;
  for (const { indent, text } of indentedLines(content)) {
    if (indent === 0) [section = ''] = text.split(':', 1);
    isLock ||= section === 'PODS' || section === 'PODFILE CHECKSUM';
    if (section !== 'PODS' || indent !== 2) continue;
    const [, name, version] = /^- "?([^"\s/()]{1,300})(?:\/[^\s()]{1,300})? \(([^()\s]{1,200})\)"?:?$/.exec(text) ?? [];
    for (const pkg of lockedPackage(name, version)) found.set(`${pkg.name}\0${pkg.version}`, pkg);
  }
  return isLock ? [...found.values()] : null;
}
