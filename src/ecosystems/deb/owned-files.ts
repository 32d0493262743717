import type { Assembly, OwnedFile } from '../../collect/ecosystem.ts';
import type { HarvestedFact } from '../../model/harvest.ts';
import type { Package } from '../../model/package.ts';

const script = /^var\/lib\/dpkg\/info\/(.+)\.(?:preinst|postinst|prerm|postrm|config)$/;

/** What dpkg itself runs at installation, which is a program now and then. */
export function keeps(packages: readonly Package[]): (path: string) => boolean {
  let names: ReadonlySet<string> | null = null;
  return (path) => {
    const name = script.exec(path)?.[1];
    if (name === undefined) return false;
    names ??= new Set(packages.flatMap((one) => [one.name, `${one.name}:${one.architecture ?? ''}`]));
    return names.has(name);
  };
}

/** What dpkg's packages brought, where it lies: with a checksum where there is one, by its name alone where there is none. */
export function* ownedFiles({ facts }: Assembly, packages: readonly Package[]): Generator<OwnedFile> {
  const owners = new Map<string, string>();
  for (const { name, architecture, purl } of packages) {
    owners.set(name, purl);
    if (architecture !== null) owners.set(`${name}:${architecture}`, purl);
  }
  const items = facts.map(({ item }) => item);
  const placeOf = placesOf(items);
  const summed = new Set<string>();
  for (const { fact, key, values } of items) {
    if (fact !== 'owned') continue;
    const [package_ = '', digest = ''] = values;
    const owner = owners.get(package_);
    if (owner === undefined) continue;
    summed.add(`${package_}\0${key}`);
    yield { path: placeOf(key, package_), owner, digest };
  }
  for (const { fact, key, values } of items) {
    const owner = fact === 'listed' ? owners.get(key) : undefined;
    if (owner === undefined) continue;
    for (const path of values) {
      if (!summed.has(`${key}\0${path}`)) yield { path: placeOf(path, key), owner, digest: null };
    }
  }
}

/** Where a package's file lies: elsewhere where somebody else's took its place. */
function placesOf(items: readonly HarvestedFact[]): (path: string, package_: string) => string {
  const diverted = new Map(items.filter(({ fact }) => fact === 'diverted').map(({ key, values }) => [key, values]));
  return (path, package_) => {
    const [to, keeper] = diverted.get(path) ?? [];
    return to === undefined || keeper === package_.replace(/:.*/, '') ? path : to;
  };
}
