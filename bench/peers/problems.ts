/** What Plimsoll's report says, as far as it is compared. */
export interface OurReport {
  readonly packages: readonly {
    readonly purl: string;
    readonly source: { readonly name: string } | null;
    readonly name: string;
  }[];
  readonly vulnerabilities: readonly OurFinding[];
  readonly suppressed: readonly OurFinding[];
}

interface OurFinding {
  readonly id: string;
  readonly aliases?: readonly string[];
  readonly package?: string;
  readonly installed?: string;
  readonly purl?: string;
  readonly evidence?: { readonly advisory: string };
}

export interface OsvReport {
  readonly results?: readonly {
    readonly packages: readonly {
      readonly package: {
        readonly name: string;
        readonly os_package_name?: string;
        readonly version: string;
        readonly ecosystem: string;
      };
      readonly vulnerabilities?: readonly { readonly id: string; readonly aliases?: readonly string[] }[];
    }[];
  }[];
}

/** One problem of one version of one package, by all names that it has. */
export interface Problem {
  readonly text: string;
  readonly names: ReadonlySet<string>;
  /** Names of the package: its own and its source's. */
  readonly packages: ReadonlySet<string>;
  readonly version: string;
  readonly isSuppressed: boolean;
  matches(other: Problem): boolean;
}

export function problemsOfPlimsoll({ packages, vulnerabilities, suppressed }: OurReport): readonly Problem[] {
  const sources = new Map(packages.map(({ purl, source, name }) => [purl, source?.name ?? name]));
  const one = (finding: OurFinding, isSuppressed: boolean): Problem => {
    const name = finding.package ?? '';
    const source = sources.get(finding.purl ?? '') ?? name;
    const ids = [
      finding.id,
      ...(finding.aliases ?? []),
      ...(finding.evidence === undefined ? [] : [finding.evidence.advisory]),
    ];
    return problem(ids, [name, source], finding.installed ?? '', isSuppressed);
  };
  return distinct([
    ...vulnerabilities.map((finding) => one(finding, false)),
    ...suppressed.map((finding) => one(finding, true)),
  ]);
}

export function problemsOfOsvScanner({ results = [] }: OsvReport): readonly Problem[] {
  return distinct(
    results.flatMap(({ packages }) =>
      packages.flatMap(({ package: { name, os_package_name: binary, version }, vulnerabilities = [] }) =>
        vulnerabilities.map(({ id, aliases = [] }) =>
          problem([id, ...aliases], binary === undefined ? [name] : [binary, name], version, false),
        ),
      ),
    ),
  );
}

function problem(
  ids: readonly string[],
  packageNames: readonly string[],
  version: string,
  isSuppressed: boolean,
): Problem {
  const names = new Set(ids);
  const packages = new Set(packageNames.map(plain));
  return {
    text: `${[...names].join(', ')} in ${[...new Set(packageNames)].join(' of ')} ${version}`,
    names,
    packages,
    version: version.replace(/^v/, ''),
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

/** The same version in several places is one. */
function distinct(problems: readonly Problem[]): readonly Problem[] {
  return [...new Map(problems.map((one) => [`${one.text} ${one.isSuppressed}`, one])).values()];
}
