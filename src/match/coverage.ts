import type { AdvisoryName, Ecosystem } from '../collect/ecosystem.ts';
import type { AdvisoryStore } from '../model/advisory.ts';
import type { Blind, Gap, GapReason } from '../model/gap.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Distribution, Package } from '../model/package.ts';

/** A package that the advisories can be asked about. */
export interface Covered {
  readonly pkg: Package;
  readonly ecosystem: Ecosystem;
  readonly names: readonly AdvisoryName[];
  /** The distribution package under which it is judged. */
  readonly owner: Package | null;
}

/**
 * Hands on each package that can be matched, one by one. Returns a gap for each kind that cannot: sorted by what and reason, each once.
 *
 * Asks the ecosystems for the names of all packages, and the store whether it knows of them.
 *
 * A package without a name (no feed could know it) makes a gap only where its whole type has none: then the distribution or ecosystem is one
 * that no feed covers. One that does nothing where it lies makes none. One of another repository than the distribution's makes one in its builder's name, unless something in it is a package of its own. A program makes one of its own, which weighs like that of an executable that nobody owns. One that is judged under its owner needs no advisories of its own ecosystem. Where the records are those of another
 * distribution, what they say is found, and that they do not say everything is a gap.
 */
export function visitCovered(
  inventory: Inventory,
  store: AdvisoryStore,
  ecosystems: readonly Ecosystem[],
  visit: (covered: Covered) => void,
): readonly Gap[] {
  const { distribution } = inventory;
  const byId = new Map(ecosystems.map((ecosystem) => [ecosystem.id, ecosystem]));
  const covers = coveredNames(store);
  const builtFrom = sourceFinder(store);
  const gaps = new Map<string, Gap>();
  const blind = (what: string, reason: GapReason, blinded: Blind = 'advisories') =>
    gaps.set(`${what}\0${reason}`, gapOf(what, reason, blinded));
  const knowsRelease = (names: readonly AdvisoryName[]) =>
    names.some((name) => name.ofAnyRelease !== true && name.ofSupplier !== true && covers(name));
  const owners = ownersOf(inventory, byId, knowsRelease);
  const bringing = new Set(inventory.packages.map(({ ownedBy }) => ownedBy));
  const named = new Set<string>();
  const unnamed = new Map<string, Ecosystem>();

  for (const pkg of inventory.packages) {
    const ecosystem = byId.get(pkg.type);
    if (ecosystem === undefined) {
      blind(pkg.type, 'no-advisories');
      continue;
    }
    const owner = ecosystem.kind === 'distribution' ? null : (owners.get(pkg.ownedBy ?? '') ?? null);
    const names = ecosystem.advisoryNames(pkg, distribution);
    if (names === 'unknown') {
      named.add(pkg.type);
      blind(`${pkg.type} packages`, 'unknown-distribution');
    } else if (names[0] === undefined && ecosystem.isInert?.(pkg, distribution) === true) {
      // Nothing of it runs: there is nothing that a feed would have to say.
    } else if (names[0] === undefined && ecosystem.kind === 'binary') {
      // No feed would help: it is no better known than a program that nobody recognizes.
      blind(pkg.name, 'no-advisories', 'programs');
    } else if (names[0] === undefined) {
      if (owner === null) unnamed.set(pkg.type, ecosystem);
    } else {
      named.add(pkg.type);
      // Most databases have none that are about any release or a supplier's: nobody is asked for them there.
      const asked = names.filter((name) => (name.ofAnyRelease ?? name.ofSupplier) !== true || covers(name));
      const { sources, isTold } = builtFrom(asked.filter(covers));
      if (!isTold) gaps.set(`source packages\0${pkg.path}`, sourcelessGap(pkg));
      if (sources.length > 0) visit({ pkg, ecosystem, names: sources, owner });
      const lacking = lackingOf(names, covers);
      if (owner === null && (lacking !== null || !knowsRelease(names))) {
        blind(lacking ?? names[0].ecosystem, 'no-advisories');
      }
      if (isUnjudged(pkg, ecosystem, distribution, names) && !bringing.has(pkg.purl))
        blind(`packages of ${builderOf(pkg)}`, 'no-advisories', 'programs');
    }
  }
  for (const [type, ecosystem] of unnamed) {
    if (!named.has(type)) blind(nameOfUncovered(ecosystem, distribution), 'no-advisories');
  }
  return [...gaps].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, gap]) => gap);
}

/**
 * Whether somebody else than the distribution built a package and tells no feed what he mends: that its version is above what the distribution fixed says
 * nothing of it.
 */
function isUnjudged(
  pkg: Package,
  { isForeign }: Ecosystem,
  distribution: Distribution | null,
  names: readonly AdvisoryName[],
): boolean {
  return isForeign?.(pkg, distribution) === true && !names.some(({ ofSupplier }) => ofSupplier === true);
}

function builderOf({ attributes }: Package): string {
  return attributes['builtBy'] ?? attributes['vendor'] ?? 'others';
}

/** Whose records would have to be there beside those that are borrowed; null where they are, or nothing is borrowed. */
function lackingOf(names: readonly AdvisoryName[], covers: (name: AdvisoryName) => boolean): string | null {
  const lender = names[0]?.borrowedFor;
  if (lender === undefined || names.some((name) => name.ecosystem === lender && covers(name))) return null;
  return lender;
}

function coveredNames(store: AdvisoryStore): (name: AdvisoryName) => boolean {
  const known = new Map<string, boolean>();
  return ({ ecosystem }) => {
    const old = known.get(ecosystem);
    if (old !== undefined) return old;
    const covered = store.covers(ecosystem);
    known.set(ecosystem, covered);
    return covered;
  };
}

/** Turns names of packages of which nothing tells the source into those of the sources that the advisories tell. */
function sourceFinder(
  store: AdvisoryStore,
): (names: readonly AdvisoryName[]) => { readonly sources: readonly AdvisoryName[]; readonly isTold: boolean } {
  return (names) => {
    const binary = names.find(({ ofBinary }) => ofBinary === true);
    if (binary === undefined) return { sources: names, isTold: true };
    // A source that one part of a distribution's records tells (those of its extended support, say) is the same in all.
    const told = names
      .filter(({ ofSupplier }) => ofSupplier !== true)
      .map(({ ecosystem }) => store.builds(ecosystem).sourcesOf(binary.name, binary.version));
    const sources = new Map(
      told.flatMap((one) => one.sources.map((source) => [`${source.name} ${source.version}`, source])),
    );
    const isTold =
      sources.size > 0 ? told.every((one) => one.sources.length === 0 || one.isTold) : told.every((one) => one.isTold);
    // Most sources have a package of their name.
    const asked = sources.size > 0 ? [...sources.values()] : isTold ? [] : [binary];
    return {
      sources: names.flatMap((name) =>
        // Suppliers' names are the package's own.
        name.ofSupplier === true
          ? [name]
          : asked.map(({ name: source, version }) => ({ ...name, name: source, version })),
      ),
      isTold,
    };
  };
}

/** Advisories go by source packages: where nothing tells these, it is not known what is wrong with a package. */
function sourcelessGap({ path, layer }: Package): Gap {
  return { what: 'source packages', path, layer, reason: 'no-sources', blinds: ['advisories'], incomplete: false };
}

/** Packages of the distribution's own that own others and are covered themselves, by purl. */
function ownersOf(
  inventory: Inventory,
  byId: ReadonlyMap<string, Ecosystem>,
  isCovered: (names: readonly AdvisoryName[]) => boolean,
): ReadonlyMap<string, Package> {
  const wanted = new Set(inventory.packages.map((pkg) => pkg.ownedBy).filter((purl) => purl !== null));
  const owners = new Map<string, Package>();
  if (wanted.size === 0) return owners;
  for (const pkg of inventory.packages) {
    const ecosystem = byId.get(pkg.type);
    if (!wanted.has(pkg.purl) || ecosystem?.kind !== 'distribution') continue;
    if (ecosystem.isForeign?.(pkg, inventory.distribution) === true) continue;
    const names = ecosystem.advisoryNames(pkg, inventory.distribution);
    if (names !== 'unknown' && isCovered(names)) owners.set(pkg.purl, pkg);
  }
  return owners;
}

function nameOfUncovered(ecosystem: Ecosystem, distribution: Distribution | null): string {
  if (ecosystem.kind !== 'distribution' || distribution === null) return ecosystem.id;
  return distribution.versionId === '' ? distribution.id : `${distribution.id}:${distribution.versionId}`;
}

function gapOf(what: string, reason: GapReason, blinded: Blind): Gap {
  return { what, path: null, layer: null, reason, blinds: [blinded], incomplete: false };
}
