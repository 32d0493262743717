import { isObject, jsonObject } from '../json-object.ts';
import { type LockedPackage, lockedPackage } from './locked-package.ts';

/**
 * `conan.lock`: of Conan 2 the list `requires` (docs.conan.io, "Lockfiles"), of Conan 1 the nodes of `graph_lock`. What is needed to build
 * (`build_requires`, the context `build`) is left out.
 */
export function readConanLock(content: Buffer): readonly LockedPackage[] | null {
  const lock = jsonObject(content);
  if (lock === null) return null;
  const { requires, graph_lock: graph } = lock;
  if (Array.isArray(requires)) return requires.flatMap(readConanReference);
  const nodes = isObject(graph) ? graph['nodes'] : null;
  if (!isObject(nodes)) return null;
  return Object.values(nodes).flatMap((node) => {
    if (!isObject(node) || node['context'] === 'build' || node['path'] !== undefined) return [];
    return readConanReference(node['ref'] ?? node['pref']);
  });
}

/** `name/version@user/channel#revision:package%timestamp` of which all behind the version may be missing. */
export function readConanReference(reference: unknown): readonly LockedPackage[] {
  const [, name, version] =
    (typeof reference === 'string' && /^([a-z0-9_+.-]{2,200})\/([^@#:%\s/[\]]{1,200})(?:[@#:%]|$)/i.exec(reference)) ||
    [];
  return lockedPackage(name, version);
}
