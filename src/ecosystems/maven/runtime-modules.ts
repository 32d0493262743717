import type { Collector } from '../../collect/collector.ts';
import { readProperties } from '../../formats/java/properties.ts';
import { digestFacts } from '../file-digests.ts';
import { languagePackage } from '../language-packages.ts';

const MAX_MODULES = 2000;
const moduleName = /^[\w$]+(?:\.[\w$]+)*$/;

/** Modules that come with the runtime and have its version: the runtime itself is told by the same file. */
export function isOfRuntime(module: string): boolean {
  return /^(?:java|jdk)\./.test(module);
}

/**
 * The modules that `jlink` put into a runtime image, where they are not the runtime's own: `MODULES` of its `release`. Their versions lie in
 * `lib/modules`, which is as large as the runtime and is not read.
 */
export const runtimeModulesCollector: Collector = {
  name: 'maven-runtime-modules',
  revision: 1,
  wants: { names: ['release'], maxSize: 64 << 20, unless: ({ size }) => size > 1 << 20 },
  what: 'Java runtime image',
  blinds: ['packages'],
  take: ({ path }, content) => {
    const release = readProperties(content.toString('utf8'));
    // Other things have a file of this name; what names its vendor is a runtime as that made it, with modules of its own.
    if (!release.has('JAVA_VERSION') || release.has('IMPLEMENTOR')) return { items: [] };
    const names = (release.get('MODULES') ?? '').replaceAll('"', '').split(' ').filter(Boolean);
    const others = [...new Set(names)].filter(
      (name) => name.length <= 200 && moduleName.test(name) && !isOfRuntime(name),
    );
    const items = others
      .slice(0, MAX_MODULES)
      .map((name) =>
        languagePackage('maven', name, '(unknown)', { attributes: { certainty: 'file name', groups: name } }),
      );
    if (items.length === 0) return { items };
    const gaps =
      others.length > MAX_MODULES
        ? [{ what: 'Java runtime image', reason: 'too-many', blinds: ['packages'] } as const]
        : [];
    return { items: [...items, ...digestFacts('maven', path, content)], gaps };
  },
};
