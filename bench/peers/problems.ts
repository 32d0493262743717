/** One problem of one version of one package, by all names that it has. */
export interface Problem {
  readonly text: string;
  readonly names: ReadonlySet<string>;
  /** Names of the package: its own and its source's. */
  readonly packages: ReadonlySet<string>;
  readonly version: string;
  /** Reported as none, with a reason. */
  readonly isSuppressed: boolean;
  matches(other: Problem): boolean;
}

/** What a tool says of a problem. */
export interface ToldProblem {
  readonly ids: readonly string[];
  /** Its own name first, then its source's. */
  readonly packageNames: readonly string[];
  readonly version: string;
  readonly isSuppressed?: boolean;
}

/** The same version in several places is one. */
export function problemsOf(told: readonly ToldProblem[]): readonly Problem[] {
  const all = told.map(problem);
  return [...new Map(all.map((one) => [`${one.text} ${one.isSuppressed}`, one])).values()];
}

function problem({ ids, packageNames, version, isSuppressed = false }: ToldProblem): Problem {
  const names = new Set(ids);
  const packages = new Set(packageNames.map(plain));
  return {
    text: `${[...names].join(', ')} in ${[...new Set(packageNames)].join(' of ')} ${version}`,
    names,
    packages,
    // Of Go: of its modules, and of itself.
    version: version.replace(/^(?:v|go)(?=\d)/, ''),
    isSuppressed,
    matches(other) {
      return this.version === other.version && meet(packages, other.packages) && meet(names, other.names);
    },
  };
}

/** Python's names are compared without case, and with one kind of hyphen (PEP 503). */
function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_.]+/g, '-');
}

function meet(some: ReadonlySet<string>, others: ReadonlySet<string>): boolean {
  return [...some].some((one) => others.has(one));
}
