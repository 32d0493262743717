import type { Found } from './tools/tool.ts';

/** A package, and what each tool that has it says of it. Found in several places it is one: some tools list each, others once. */
export interface Holding {
  readonly type: string;
  readonly name: string;
  readonly version: string;
  /** By the tool's name. */
  readonly holders: ReadonlyMap<string, readonly Found[]>;
}

export function holdingsOf(lists: ReadonlyMap<string, readonly Found[]>): readonly Holding[] {
  const known = new Map<string, { type: string; name: string; version: string; holders: Map<string, Found[]> }>();
  for (const [tool, list] of lists) {
    for (const found of list.flatMap(withSource)) {
      const { type, name, version } = found;
      const key = `${type}\0${name}\0${version}`;
      const holding = known.get(key) ?? { type, name, version, holders: new Map<string, Found[]>() };
      known.set(key, holding);
      holding.holders.set(tool, [...(holding.holders.get(tool) ?? []), found]);
    }
  }
  return [...known.values()].sort((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

function keyOf({ type, name, version }: Holding): string {
  return `${type} ${name} ${version}`;
}

/** Some tools name the sources of Debian's packages and others the packages: what both can be held against. */
function withSource(found: Found): readonly Found[] {
  if (found.type !== 'deb' || found.source === null) return [found];
  const [name = '', version = ''] = found.source.split(' ');
  return [found, { ...found, type: 'deb source', name, version }];
}
