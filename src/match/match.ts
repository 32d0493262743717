import type { AdvisoryName, Ecosystem } from '../collect/ecosystem.ts';
import type { AdvisoryMatch, AdvisorySeverity, AdvisoryStore, CveFacts } from '../model/advisory.ts';
import type { Suppressed, VulnerabilityFinding } from '../model/finding.ts';
import type { Gap } from '../model/gap.ts';
import type { Inventory } from '../model/inventory.ts';
import { certaintyOf, type Package } from '../model/package.ts';
import { compareTexts } from '../versions/numerals.ts';
import { visitCovered } from './coverage.ts';
import { scoreVector } from './cvss.ts';
import { affectedVersions, type Evaluation, parseOrNull } from './osv-range.ts';
import { problemNames } from './problem-names.ts';
import { type Candidate, type Problem, problemsOf } from './problems.ts';

/** What the advisories say about an inventory. */
export interface Matched {
  /** Sorted by id, package, version, architecture, path. */
  readonly findings: readonly VulnerabilityFinding[];
  /** Sorted by id, package, reason; each once. */
  readonly suppressed: readonly Suppressed[];
  readonly gaps: readonly Gap[];
}

/**
 * Matches packages with advisories: what each ecosystem calls a package, the records under these names, each
 * record's ranges, and one finding for each problem and package.
 *
 * A language package that consists of a distribution package's files is judged under its owner, where the database covers that
 * distribution: the distribution repairs it without changing the version that the language knows. What would have been found is in `suppressed`.
 *
 * Each distinct name and version is worked out once, however many packages share it.
 */
export function match(inventory: Inventory, store: AdvisoryStore, ecosystems: readonly Ecosystem[]): Matched {
  return matcher(store)(inventory, ecosystems);
}

/** As {@link match}, for many inventories: what was worked out for one is known for the next. */
export function matcher(store: AdvisoryStore): (inventory: Inventory, ecosystems: readonly Ecosystem[]) => Matched {
  const problemsFor = problemFinder(store);
  return (inventory, ecosystems) => matched(inventory, { store, problemsFor }, ecosystems);
}

function matched(
  inventory: Inventory,
  { store, problemsFor }: { readonly store: AdvisoryStore; readonly problemsFor: ProblemFinder },
  ecosystems: readonly Ecosystem[],
): Matched {
  const found: { readonly pkg: Package; readonly finding: VulnerabilityFinding }[] = [];
  const suppressed = new Map<string, Suppressed>();
  const gaps = visitCovered(inventory, store, ecosystems, ({ pkg, ecosystem, names, owner }) => {
    for (const problem of problemsFor(ecosystem, names, pkg)) {
      if (owner === null) {
        found.push({ pkg, finding: findingOf(pkg, problem) });
      } else {
        const entry = { id: problem.id, package: pkg.name, by: 'distribution', why: `owned by ${owner.purl}` } as const;
        suppressed.set(`${entry.id}\0${entry.package}\0${entry.why}`, entry);
      }
    }
  });
  return {
    findings: found.sort(byPlace).map(({ finding }) => finding),
    suppressed: [...suppressed].sort(([a], [b]) => compareTexts(a, b)).map(([, entry]) => entry),
    gaps,
  };
}

type ProblemFinder = (ecosystem: Ecosystem, names: readonly AdvisoryName[], pkg: Package) => readonly Problem[];

function problemFinder(store: AdvisoryStore): ProblemFinder {
  const knowledge = {
    cve: remembered((id: string): CveFacts | null => store.cve(id)),
    score: rememberedBy(scoreVector, (entry: AdvisorySeverity) => `${entry.type} ${entry.score}`),
  };
  const lookup = remembered((key: string): readonly AdvisoryMatch[] => {
    const at = key.indexOf('\0');
    return store.lookup(key.slice(0, at), key.slice(at + 1));
  }, listWeight);
  const tests = new WeakMap<AdvisoryMatch, (text: string, version: unknown) => Evaluation>();

  const candidates = (
    ecosystem: Ecosystem,
    { ecosystem: release, name, version, builds }: AdvisoryName,
    pkg: Package,
  ): readonly Candidate[] => {
    const matches = lookup(`${release}\0${name}`)
      .filter((entry) => ecosystem.concerns?.(pkg, entry) !== false)
      .flatMap((entry) => (builds === undefined ? [entry] : aboutBuilds(entry, builds)));
    if (matches.length === 0) return [];
    const parsed = parseOrNull(version, ecosystem.versions);
    return matches.map((entry) => {
      let test = tests.get(entry);
      if (test === undefined) {
        test = affectedVersions(entry.affected, ecosystem.versions);
        tests.set(entry, test);
      }
      return { match: entry, evaluation: test(version, parsed) };
    });
  };

  interface Asked {
    readonly ecosystem: Ecosystem;
    readonly names: readonly AdvisoryName[];
    readonly pkg: Package;
  }
  const problems = rememberedBy(
    ({ ecosystem, names, pkg }: Asked): readonly Problem[] => {
      const ofRank = (rank: number) =>
        names.filter((name) => rankOf(name) === rank).flatMap((name) => candidates(ecosystem, name, pkg));
      const supplied = ofRank(0);
      const ofRelease = [...supplied, ...beyond(supplied, ofRank(1))];
      const all = [...ofRelease, ...beyond(ofRelease, ofRank(2))];
      return all.length === 0 ? [] : problemsOf(all, ecosystem.versions, knowledge);
    },
    ({ ecosystem, names, pkg }) => {
      // What tells builds of one version apart is in the attributes.
      const build = ecosystem.concerns === undefined ? '' : `${pkg.version}\0${JSON.stringify(pkg.attributes)}\0\0`;
      return (
        build + names.map((name) => `${name.ecosystem}\0${name.name}\0${name.version}\0${rankOf(name)}`).join('\0\0')
      );
    },
    listWeight,
  );
  return (ecosystem, names, pkg) => problems({ ecosystem, names, pkg });
}

/** What a record says of builds that begin so: from which of them on it is fixed. Nothing where none of them is. */
function aboutBuilds({ feed, advisory, affected }: AdvisoryMatch, builds: string): readonly AdvisoryMatch[] {
  const events = affected.ranges.flatMap((range) => range.events);
  const fixes = events.filter((event) => 'fixed' in event && event.fixed.startsWith(builds));
  if (fixes.length === 0) return [];
  const range = { type: 'ECOSYSTEM', events: [{ introduced: '0' }, ...fixes] } as const;
  return [{ feed, advisory, affected: { ...affected, ranges: [range], versions: [] } }];
}

/** Who speaks of a problem first: whoever built the package anew, then the distribution of this release, then of any. */
function rankOf({ ofSupplier, isUnproven, ofAnyRelease }: AdvisoryName): number {
  if (ofSupplier === true) return isUnproven === true ? 1 : 0;
  return ofAnyRelease === true ? 2 : 1;
}

/**
 * Records of a problem of which none of those before speaks, affected or not: those know better. One that lists versions, and no range, does not speak of those
 * that it does not list.
 */
function beyond(before: readonly Candidate[], next: readonly Candidate[]): readonly Candidate[] {
  if (before.length === 0 || next.length === 0) return next;
  const heads = [...before, ...next].map(({ match }) => match.advisory);
  const names = problemNames(() => heads, new Set(heads.map(({ id }) => id)));
  const speaking = before.filter(
    ({ match, evaluation }) => evaluation.outcome !== 'unaffected' || match.affected.ranges.length > 0,
  );
  const known = new Set(speaking.flatMap(({ match }) => names.of(match.advisory)));
  return next.filter(({ match }) => !names.of(match.advisory).every((name) => known.has(name)));
}

function listWeight(list: readonly unknown[]): number {
  return 1 + list.length;
}

function findingOf(pkg: Package, problem: Problem): VulnerabilityFinding {
  return {
    kind: 'vulnerability',
    package: pkg.name,
    purl: pkg.purl,
    type: pkg.type,
    installed: pkg.version,
    layer: pkg.layer,
    path: pkg.path,
    certainty: certaintyOf(pkg),
    ...problem,
  };
}

function byPlace(
  a: { readonly pkg: Package; readonly finding: VulnerabilityFinding },
  b: { readonly pkg: Package; readonly finding: VulnerabilityFinding },
): number {
  return (
    compareTexts(a.finding.id, b.finding.id) ||
    compareTexts(a.pkg.name, b.pkg.name) ||
    compareTexts(a.pkg.version, b.pkg.version) ||
    compareTexts(a.pkg.architecture ?? '', b.pkg.architecture ?? '') ||
    compareTexts(a.pkg.path, b.pkg.path) ||
    compareTexts(a.pkg.purl, b.pkg.purl)
  );
}

/**
 * Answers that are kept, with what they are about or list: more than an image mostly has, and no more memory for one that has a hundred
 * thousand packages, or for a thousand images.
 */
const MOST_REMEMBERED = 20_000;

function remembered<V>(find: (key: string) => V, weightOf?: (value: V) => number): (key: string) => V {
  return rememberedBy(find, (key) => key, weightOf);
}

function rememberedBy<A, V>(
  find: (argument: A) => V,
  keyOf: (argument: A) => string,
  weightOf: (value: V) => number = () => 1,
): (argument: A) => V {
  const known = new Map<string, V>();
  let weight = 0;
  return (argument) => {
    const key = keyOf(argument);
    const old = known.get(key);
    if (old !== undefined) return old;
    const value = find(argument);
    if (weight >= MOST_REMEMBERED) {
      known.clear();
      weight = 0;
    }
    known.set(key, value);
    weight += weightOf(value);
    return value;
  };
}
