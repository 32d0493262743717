import type { Assembly } from '../../collect/ecosystem.ts';
import type { Package } from '../../model/package.ts';
import { languagePackages } from '../language-packages.ts';
import { LICENSED, NAMED } from './collectors.ts';
import { homeOf } from './place.ts';

/** The models of a type: what is parted into several files, or has several in one place, is one. */
export function modelPackages(
  assembly: Assembly,
  type: string,
  purl: (name: string, version: string) => string,
): readonly Package[] {
  const told = (kind: string) =>
    new Map(assembly.facts.flatMap(({ item }) => (item.fact === kind ? [[item.key, item.values] as const] : [])));
  const [names, licenses] = [told(NAMED), told(LICENSED)];
  const packages = assembly.packages.map((placed) => {
    const home = homeOf(placed.path);
    const { item } = placed;
    // Of what says nothing itself.
    const [named] = item.attributes['format'] === 'safetensors' && type === 'model' ? (names.get(home) ?? []) : [];
    const name = named?.replace(/\/+$/, '').split('/').at(-1) || item.name;
    return {
      ...placed,
      item: { ...item, name, licenses: item.licenses.length > 0 ? item.licenses : (licenses.get(home) ?? []) },
    };
  });
  const distinct = new Map<string, Package>();
  for (const pkg of languagePackages({ ...assembly, packages }, type, purl)) {
    const id = [pkg.name, pkg.version, homeOf(pkg.path)].join('\0');
    const before = distinct.get(id);
    if (before === undefined || pkg.path < before.path) distinct.set(id, pkg);
  }
  return [...distinct.values()];
}
