/** One well-known CVE, as a row of the starter tables. Its public sources follow from what stands in it: see `starter.ts`. */
export interface StarterAdvisory {
  readonly cve: `CVE-${number}-${number}`;
  /** Day of disclosure, or of the first advisory where that is not known; left out where neither is sure. */
  readonly published?: `${number}-${number}-${number}`;
  /** The base vector that NVD or the issuer of the advisory gave; left out where it is not sure. */
  readonly cvss?: `CVSS:3.${0 | 1}/AV:${string}`;
  /** The record of GitHub's advisory database that says so: there for every package of npm and PyPI. */
  readonly advisory?: `GHSA-${string}`;
  /** One sentence in our own words. */
  readonly summary: string;
  readonly affected: readonly [StarterAffected, ...StarterAffected[]];
}

/** Ecosystem, package (of Debian the source package, of Alpine the origin), then each affected interval. */
export type StarterAffected = readonly [StarterEcosystem, string, AffectedInterval, ...AffectedInterval[]];

/** As OSV names them. */
export type StarterEcosystem = `Debian:${number}` | `Alpine:v3.${number}` | 'npm' | 'PyPI';

/** Where it was fixed, or where it was introduced and where fixed. */
export type AffectedInterval = string | readonly [introduced: string, fixed: string];
