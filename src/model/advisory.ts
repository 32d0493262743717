/** One OSV record (https://ossf.github.io/osv-schema/), as it is after checking: what is not listed here was dropped. */
export interface Advisory {
  readonly id: string;
  readonly modified: string;
  readonly published: string | null;
  readonly withdrawn: string | null;
  readonly aliases: readonly string[];
  readonly upstream: readonly string[];
  readonly related: readonly string[];
  readonly summary: string;
  readonly severity: readonly AdvisorySeverity[];
  /** The feed's own word for how bad it is (`database_specific.severity`, an erratum's prefix), lower case; null where none. */
  readonly severityWord: string | null;
  /** Where the record lives in one feed, only the entries about that feed's own ecosystem. */
  readonly affected: readonly AffectedPackage[];
  readonly references: readonly string[];
  /** Somebody disputes that it is a vulnerability at all, and the record says so. */
  readonly disputed?: true;
}

export interface AdvisorySeverity {
  readonly type: 'CVSS_V2' | 'CVSS_V3' | 'CVSS_V4' | string;
  readonly score: string;
}

export interface AffectedPackage {
  /** As OSV writes it, release included: `Debian:11`, `Alpine:v3.18`, `npm`. */
  readonly ecosystem: string;
  readonly name: string;
  readonly ranges: readonly AffectedRange[];
  readonly versions: readonly string[];
  readonly severity: readonly AdvisorySeverity[];
  /** `ecosystem_specific.severity` or `.urgency`, `database_specific.severity`, or the band of a bare CVSS score; lower case. */
  readonly severityWord: string | null;
  /** The feed says that nobody will fix it there: the package or its release has ended, or it is left as it is on purpose. */
  readonly willNotFix?: true;
  /** Binary packages that were built from this source, where the record lists them. */
  readonly built?: readonly BuiltPackage[];
}

/** A binary package, and where its version is not its source's, one of each that belong together. */
export interface BuiltPackage {
  readonly name: string;
  readonly versions?: { readonly built: string; readonly source: string };
}

/** What the records of one ecosystem say of which sources packages were built from. */
export interface PackageBuilds {
  /**
   * The sources that a binary package may be from, with their versions. `isTold` is false where there may be more: a source of which no record lists what was built from
   * it, or a version of the package of which none says from which of the source's it was built.
   */
  sourcesOf(
    name: string,
    version: string,
  ): { readonly sources: readonly { readonly name: string; readonly version: string }[]; readonly isTold: boolean };
}

export interface AffectedRange {
  /** `GIT` ranges are dropped when a record is read. */
  readonly type: 'SEMVER' | 'ECOSYSTEM';
  readonly events: readonly RangeEvent[];
}

export type RangeEvent =
  | { readonly introduced: string }
  | { readonly fixed: string }
  | { readonly last_affected: string }
  | { readonly limit: string };

/** One advisory as far as it concerns one package of one ecosystem: what a look-up returns. */
export interface AdvisoryMatch {
  readonly feed: string;
  readonly advisory: Omit<Advisory, 'affected'>;
  readonly affected: AffectedPackage;
}

/** What is known of a CVE beyond any one feed. */
export interface CveFacts {
  /** Every vector that a record about this CVE alone carries; newest CVSS version first, then by feed and record id. */
  readonly severity: readonly AdvisorySeverity[];
  /** The worst word that a record about this CVE alone carries. */
  readonly severityWord: string | null;
  /** The earliest over all records that name the CVE. */
  readonly published: string | null;
  readonly knownExploited: boolean;
  readonly epss: number | null;
  /** The vectors of the NVD; they count where no record has any. */
  readonly nvd: readonly AdvisorySeverity[];
  /** A record about this CVE alone, or the NVD, says that it is disputed. */
  readonly disputed: boolean;
}

/** A feed in the database. */
export interface FeedFacts {
  readonly name: string;
  /** Every record, withdrawn ones included. */
  readonly records: number;
  readonly withdrawn: number;
  /** The newest record's `modified`; null where the feed does not say. */
  readonly modified: string | null;
}

export interface DatabaseFacts {
  /** Of the content, not of the file: the same records give the same digest. */
  readonly digest: string;
  /** When the content came to be what it is. */
  readonly builtAt: string;
  /** When the sources were last asked and everything that they had is in here; absent: `builtAt`. The age of a database counts from this. */
  readonly checkedAt?: string;
  readonly feeds: readonly FeedFacts[];
  readonly starter: boolean;
}

/** The advisories, read by key. Look-ups are synchronous: a local file or memory, never a network. */
export interface AdvisoryStore {
  readonly facts: DatabaseFacts;
  /** Advisories that name this package in exactly this OSV ecosystem; withdrawn ones are left out. Sorted by id. */
  lookup(ecosystem: string, name: string): readonly AdvisoryMatch[];
  /** Whether any record at all is about this ecosystem (`Debian:12`, `npm`). */
  covers(ecosystem: string): boolean;
  /** From which sources packages of this OSV ecosystem were built, for images that do not tell. */
  builds(ecosystem: string): PackageBuilds;
  /** Facts about a CVE gathered over all feeds and KEV. */
  cve(id: string): CveFacts | null;
  close(): void;
}
