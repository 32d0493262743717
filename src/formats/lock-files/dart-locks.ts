import { indentedLines, keyAndValue, LONGEST_LINE } from '../indented-lines.ts';
import { isObject, jsonObject } from '../json-object.ts';
import { hasLongLine, type LockedPackage, lockedPackage } from './locked-package.ts';

/** Dart's `pubspec.lock` (dart.dev, "The pubspec file"): packages of a server (`source: hosted`), without those that only developing needs directly. */
export function readPubspecLock(content: Buffer): readonly LockedPackage[] | null {
  if (hasLongLine(content, LONGEST_LINE)) return null;
  const found = new Map<string, Map<string, string>>();
  let section = '';
  let fields = new Map<string, string>();
  let isLock = false;
  for (const { indent, text } of indentedLines(content)) {
    const pair = keyAndValue(text);
    if (pair === null) continue;
    if (indent === 0) section = pair.key;
    isLock ||= section === 'packages' || section === 'sdks';
    if (section !== 'packages') continue;
    if (indent === 2) {
      fields = new Map();
      found.set(pair.key, fields);
    } else if (indent === 4) fields.set(pair.key, pair.value);
  }
  if (!isLock) return null;
  return [...found].flatMap(([name, entry]) => {
    if (entry.get('source') !== 'hosted' || entry.get('dependency') === 'direct dev') return [];
    return lockedPackage(name, entry.get('version'));
  });
}

/**
 * `.dart_tool/package_config.json` (dart.dev, "Package configuration file v2"): where each package lies. In pub's cache that is a directory of its name and
 * version, `…/hosted/pub.dev/http-1.2.0`.
 */
export function readPackageConfig(content: Buffer): readonly LockedPackage[] | null {
  const packages = jsonObject(content)?.['packages'];
  if (!Array.isArray(packages)) return null;
  return packages.flatMap((entry: unknown) => {
    if (!isObject(entry) || typeof entry['name'] !== 'string' || typeof entry['rootUri'] !== 'string') return [];
    const [, directory = ''] = /\/hosted\/[^/]{1,200}\/([^/]{1,300})\/?$/.exec(entry['rootUri']) ?? [];
    const start = `${entry['name']}-`;
    return directory.startsWith(start) ? lockedPackage(entry['name'], directory.slice(start.length)) : [];
  });
}
