import { isObject, jsonObject } from '../json-object.ts';
import { type LockedPackage, lockedPackage } from './locked-package.ts';

/** A version of a registry; a tarball, a directory or a repository stands there as an address. */
const release = /^\d/;

/**
 * `package-lock.json` and `npm-shrinkwrap.json` (docs.npmjs.com, "package-lock.json"): of versions 2 and 3 the flat list `packages`, of version 1
 * the tree `dependencies`.
 */
export function readNpmLock(content: Buffer): readonly LockedPackage[] | null {
  const lock = jsonObject(content);
  if (lock === null || !('lockfileVersion' in lock || isObject(lock['packages']) || isObject(lock['dependencies']))) {
    return null;
  }
  return isObject(lock['packages']) ? flatPackages(lock['packages']) : treePackages(lock['dependencies']);
}

function flatPackages(packages: Readonly<Record<string, unknown>>): readonly LockedPackage[] {
  return Object.entries(packages).flatMap(([place, entry]) => {
    const at = place.lastIndexOf('node_modules/');
    // Elsewhere lie the project itself and its workspaces.
    if (at === -1 || !isObject(entry) || entry['dev'] === true || entry['link'] === true) return [];
    const { name = place.slice(at + 'node_modules/'.length), version, resolved } = entry;
    return isFromRegistry(version, resolved) ? lockedPackage(name, version) : [];
  });
}

function treePackages(root: unknown): readonly LockedPackage[] {
  const found: LockedPackage[] = [];
  const pending: unknown[] = [root];
  for (let dependencies = pending.pop(); dependencies !== undefined; dependencies = pending.pop()) {
    if (!isObject(dependencies)) continue;
    for (const [name, entry] of Object.entries(dependencies)) {
      if (!isObject(entry) || entry['dev'] === true) continue;
      const { version } = entry;
      const [, alias, aliased] = (typeof version === 'string' && /^npm:(.+)@([^@]+)$/.exec(version)) || [];
      if (alias !== undefined) found.push(...lockedPackage(alias, aliased));
      else if (isFromRegistry(version, entry['resolved'])) found.push(...lockedPackage(name, version));
      if (entry['dependencies'] !== undefined) pending.push(entry['dependencies']);
    }
  }
  return found;
}

function isFromRegistry(version: unknown, resolved: unknown): boolean {
  if (typeof version !== 'string' || !release.test(version)) return false;
  return typeof resolved !== 'string' || !/^(?:git|file|ssh)/.test(resolved);
}

/** Bun's text lock file (bun.sh, "Lockfile"): JSON with commas before closing brackets. The older `bun.lockb` is binary and not read. */
export function readBunLock(content: Buffer): readonly LockedPackage[] | null {
  const packages = jsonObject(withoutTrailingCommas(content))?.['packages'];
  if (!isObject(packages)) return null;
  return Object.values(packages).flatMap((entry) => (Array.isArray(entry) ? atVersion(entry[0]) : []));
}

/** `deno.lock` (docs.deno.com, "Integrity checking and lock files"): its npm packages. Version 4 has them at the top, those before in `packages` or `npm.packages`. */
export function readDenoLock(content: Buffer): readonly LockedPackage[] | null {
  const lock = jsonObject(content);
  if (lock === null) return null;
  const top = isObject(lock['packages']) ? lock['packages'] : lock;
  const npm = isObject(top['npm']) ? top['npm'] : {};
  return Object.keys(isObject(npm['packages']) ? npm['packages'] : npm).flatMap(atVersion);
}

/** `name@1.2.3`, `@scope/name@1.2.3_peer@1.0.0`. */
function atVersion(key: unknown): readonly LockedPackage[] {
  const [, name, version] = (typeof key === 'string' && /^(@?[^@]{1,300})@(\d[^_@]{0,300})(?:_|$)/.exec(key)) || [];
  return lockedPackage(name, version);
}

function withoutTrailingCommas(content: Buffer): Buffer {
  const bytes = Buffer.from(content);
  let comma = -1;
  for (let at = 0; at < bytes.length; at += 1) {
    const byte = bytes[at];
    if (byte === 0x22) {
      comma = -1;
      for (at += 1; at < bytes.length && bytes[at] !== 0x22; at += 1) if (bytes[at] === 0x5c) at += 1;
    } else if (byte === 0x2c) comma = at;
    else if ((byte === 0x5d || byte === 0x7d) && comma !== -1) {
      bytes[comma] = 0x20;
      comma = -1;
    } else if (byte !== 0x20 && byte !== 0x0a && byte !== 0x0d && byte !== 0x09) comma = -1;
  }
  return bytes;
}
