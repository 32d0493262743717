import type { Assembly, Ecosystem, OwnedFile, Placed } from '../collect/ecosystem.ts';
import { type Effort, type LinkTable, linkFollower } from '../collect/layer-path.ts';
import type { SquashedFile } from '../images/squash.ts';
import type { Gap } from '../model/gap.ts';
import type { HarvestedFact, HarvestedPackage } from '../model/harvest.ts';
import type { Distribution, Package } from '../model/package.ts';
import { type OwnedPlaces, ownedPlaces } from './ownership.ts';

/** What the databases of distributions in an image say: which packages there are, and whose its files are. */
export interface SystemPackages {
  readonly assembled: readonly { readonly ecosystem: Ecosystem; readonly packages: readonly Package[] }[];
  readonly owned: OwnedPlaces;
  /** Whether a file belongs to such a database itself, by what it is called. */
  readonly keeps: (path: string) => boolean;
  /** The files that packages were read from. */
  readonly databases: ReadonlySet<string>;
  readonly doubts: readonly Gap[];
}

/** What of an image it takes to know that. */
export interface SystemInput {
  readonly files: readonly SquashedFile[];
  readonly links: ReadonlyMap<string, string>;
  readonly distribution: Distribution | null;
  /** What following links may cost; it becomes less. */
  readonly effort: Effort;
}

export type SystemReader = (input: SystemInput, ecosystems: readonly Ecosystem[]) => SystemPackages;

/** The ids of the ecosystems that are distributions'. */
export function systemIds(ecosystems: readonly Ecosystem[]): ReadonlySet<string> {
  return new Set(ecosystems.filter(({ kind }) => kind === 'distribution').map(({ id }) => id));
}

export const systemPackages: SystemReader = ({ files, links, distribution, effort }, ecosystems) =>
  read(files, links, { distribution, effort }, ecosystems);

function read(
  files: readonly SquashedFile[],
  links: LinkTable,
  { distribution, effort }: Pick<SystemInput, 'distribution' | 'effort'>,
  ecosystems: readonly Ecosystem[],
): SystemPackages {
  const placed = placedBySystem(files, systemIds(ecosystems));
  const resolve = linkFollower(links, effort);
  const assembled = ecosystems
    .filter(({ kind }) => kind === 'distribution')
    .map((ecosystem) => {
      const { packages = [], facts = [] } = placed.get(ecosystem.id) ?? {};
      const assembly: Assembly = { packages, facts, distribution, resolve, ownerOf: () => null };
      return { ecosystem, assembly, packages: ecosystem.assemble(assembly) };
    });
  const keepers = assembled.flatMap(({ ecosystem, packages }) => ecosystem.keeps?.(packages) ?? []);
  return {
    assembled: assembled.map(({ ecosystem, packages }) => ({ ecosystem, packages })),
    owned: ownedPlaces(ownedFiles(assembled), resolve),
    keeps: (path) => keepers.some((keeps) => keeps(path)),
    databases: new Set([...placed.values()].flatMap(({ packages }) => packages.map(({ path }) => path))),
    doubts: assembled.flatMap(({ ecosystem, assembly }) => ecosystem.doubts?.(assembly) ?? []),
  };
}

function* ownedFiles(
  assembled: readonly { ecosystem: Ecosystem; assembly: Assembly; packages: readonly Package[] }[],
): Generator<OwnedFile> {
  for (const { ecosystem, assembly, packages } of assembled) yield* ecosystem.ownedFiles?.(assembly, packages) ?? [];
}

interface PlacedItems {
  readonly packages: Placed<HarvestedPackage>[];
  readonly facts: Placed<HarvestedFact>[];
}

function placedBySystem(
  files: readonly SquashedFile[],
  systems: ReadonlySet<string>,
): ReadonlyMap<string, PlacedItems> {
  const placed = new Map([...systems].map((id): [string, PlacedItems] => [id, { packages: [], facts: [] }]));
  for (const { path, items } of files) {
    for (const { item, layer } of items) {
      if (item.kind === 'package') placed.get(item.ecosystem)?.packages.push({ item, path, layer });
      else if (item.kind === 'fact') placed.get(item.ecosystem)?.facts.push({ item, path, layer });
    }
  }
  return placed;
}

/** How many images are remembered, and how many places of files and looks at links altogether: some tens of megabytes. */
const MOST_IMAGES = 16;
const MOST_PLACES = 300_000;

interface Remembered {
  /** Those that hold anything of a distribution. */
  readonly files: readonly SquashedFile[];
  readonly distribution: string;
  readonly links: ReadonlyMap<string, string>;
  /** Paths that were looked up among the links. */
  readonly looked: ReadonlySet<string>;
  readonly effort: number;
  readonly found: SystemPackages;
}

/**
 * Reads what images that stand on the same base have in common once: the same files of the same databases, and links that differ only where
 * nobody looked, come to the same. Files are compared as objects: layers have to be remembered and squashed together for it.
 */
export function systemMemory(): SystemReader {
  let kept: readonly Remembered[] = [];
  return (input, ecosystems) => {
    const { links, effort } = input;
    const systems = systemIds(ecosystems);
    const files = input.files.filter(({ items }) =>
      items.some(({ item }) => (item.kind === 'package' || item.kind === 'fact') && systems.has(item.ecosystem)),
    );
    const distribution = JSON.stringify(input.distribution);
    const known = kept.find(
      (one) => one.distribution === distribution && areSame(one.files, files) && leadAlike(one, links),
    );
    if (known !== undefined) {
      // The table that the next image most likely has as well.
      kept = [{ ...known, links }, ...kept.filter((one) => one !== known)];
      effort.left -= known.effort;
      return known.found;
    }
    const looked = new Set<string>();
    const get = (path: string) => {
      looked.add(path);
      return links.get(path);
    };
    const before = effort.left;
    const found = read(files, { get }, input, ecosystems);
    // Where links were followed without end, not all was looked at.
    if (effort.left >= 0)
      kept = bounded([{ files, distribution, links, looked, effort: before - effort.left, found }, ...kept]);
    return found;
  };
}

function areSame(some: readonly SquashedFile[], others: readonly SquashedFile[]): boolean {
  return some.length === others.length && some.every((file, at) => file === others[at]);
}

function leadAlike({ links, looked }: Remembered, others: ReadonlyMap<string, string>): boolean {
  if (links === others) return true;
  for (const [path, target] of others) if (links.get(path) !== target && looked.has(path)) return false;
  for (const path of links.keys()) if (!others.has(path) && looked.has(path)) return false;
  return true;
}

/** Those that were wanted last, as many as there is room for. */
function bounded(all: readonly Remembered[]): readonly Remembered[] {
  let places = 0;
  return all.slice(0, MOST_IMAGES).filter(({ looked, found }) => {
    places += looked.size + found.owned.size;
    return places <= MOST_PLACES;
  });
}
