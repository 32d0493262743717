/** What one installed package says of others. */
export interface PackageRelations {
  readonly name: string;
  /** Its distribution does not work without it (`Essential`, `Protected`). */
  readonly isKept: boolean;
  /** Of each group one has to be there. */
  readonly needs: readonly (readonly Alternative[])[];
  /** Names that it answers to besides its own. */
  readonly provides: readonly string[];
}

export interface Alternative {
  readonly name: string;
  readonly isVersioned: boolean;
}

/** What of a wish to remove packages can be had. */
export interface Removable {
  readonly names: readonly string[];
  /** The others, each with who needs it; nobody where the distribution itself does. */
  readonly kept: ReadonlyMap<string, readonly string[]>;
}

/** The names in relations, without versions, architectures and what else stands beside them. */
export function relationNames(texts: readonly string[]): readonly string[] {
  return texts.flatMap((text) => {
    const name = text
      .trim()
      .replace(/^!/, '')
      .replace(/[\s([<>=~].*$/s, '');
    const plain = /^(?:so|cmd|pc|py[0-9.]*):/.test(name) ? name : name.replace(/:[a-z0-9-]+$/, '');
    return plain === '' ? [] : [plain];
  });
}

/**
 * Which of some packages nothing needs that stays. A group that a package to be removed fulfils counts as fulfilled otherwise only
 * where another package that stays does so whatever its version: in doubt a package is kept.
 */
export function removable(wanted: readonly string[], relations: readonly PackageRelations[]): Removable {
  const byName = new Map(relations.map((one) => [one.name, one]));
  const going = new Set(wanted.filter((name) => byName.get(name)?.isKept === false));
  const kept = new Map<string, string[]>();
  for (const name of wanted) if (byName.get(name)?.isKept === true) kept.set(name, []);
  const providers = providersOf(relations);
  // Who turns out to stay needs others in turn.
  const staying = relations.filter(({ name }) => !going.has(name));
  for (let next = staying.pop(); next !== undefined; next = staying.pop()) {
    for (const group of next.needs) {
      const names = new Set(group.map(({ name }) => name));
      const fulfilling = [...names].flatMap((name) => providers.get(name) ?? []).filter((one) => going.has(one));
      if (fulfilling.length === 0 || isFulfilled(group, providers, going)) continue;
      for (const needed of new Set(fulfilling)) {
        going.delete(needed);
        kept.set(needed, [next.name]);
        const rescued = byName.get(needed);
        if (rescued !== undefined) staying.push(rescued);
      }
    }
  }
  return { names: [...going].sort(), kept };
}

function providersOf(relations: readonly PackageRelations[]): ReadonlyMap<string, readonly string[]> {
  const providers = new Map<string, string[]>();
  for (const { name, provides } of relations) {
    for (const own of new Set([name, ...provides])) {
      const known = providers.get(own);
      if (known === undefined) providers.set(own, [name]);
      else known.push(name);
    }
  }
  return providers;
}

function isFulfilled(
  group: readonly Alternative[],
  providers: ReadonlyMap<string, readonly string[]>,
  going: ReadonlySet<string>,
): boolean {
  const names = new Set(group.filter(({ isVersioned }) => !isVersioned).map(({ name }) => name));
  return [...names].some((name) => (providers.get(name) ?? []).some((one) => !going.has(one)));
}
