import type { Digest } from '../base/digest.ts';

export const severities = ['critical', 'high', 'medium', 'low', 'negligible', 'unknown'] as const;
export type Severity = (typeof severities)[number];

/** Higher is worse; `unknown` ranks below everything (it is never at or above `low`). */
export function severityRank(severity: Severity): number {
  return severities.length - 1 - severities.indexOf(severity);
}

/** Whether an advisory says of a package that it is malware (https://github.com/ossf/malicious-packages), by its id. */
export function isMalice(id: string): boolean {
  return id.startsWith('MAL-');
}

/** One problem in one installed package. */
export interface VulnerabilityFinding {
  readonly kind: 'vulnerability';
  /** The CVE where there is one, else the advisory's own id. */
  readonly id: string;
  /** All other names of the problem, the advisories' ids included. Sorted. */
  readonly aliases: readonly string[];
  readonly package: string;
  readonly purl: string;
  readonly type: string;
  readonly installed: string;
  readonly fixed: string | null;
  readonly severity: Severity;
  readonly score: number | null;
  readonly vector: string | null;
  readonly epss: number | null;
  readonly knownExploited: boolean;
  readonly published: string | null;
  readonly status: 'affected' | 'undecidable' | 'wont-fix' | 'under-investigation';
  readonly summary: string;
  /** How certain it is that the package is there: null where its own installer says so, else `lock file`, `file name`, `SBOM in the image`. */
  readonly certainty: string | null;
  /** Somebody disputes that it is a vulnerability at all. It counts like any other: whoever agrees waives it. */
  readonly disputed?: true;
  readonly evidence: {
    readonly advisory: string;
    readonly feed: string;
    readonly range: string;
    readonly severityFrom: string;
    /** Who says score and vector, where it is somebody else. */
    readonly scoreFrom?: string;
  };
  readonly layer: Digest;
  readonly path: string;
}

/** A finding that was taken out, and why. */
export interface Suppressed {
  readonly id: string;
  readonly package: string;
  readonly by: 'vex' | 'distribution' | 'waiver';
  readonly why: string;
  /** Who signed what took it out, where that lay beside the image. */
  readonly signed?: SignedBy;
}

/** A signed attestation beside an image, and whose signature it was believed for. */
export interface SignedBy {
  /** Of the manifest under which it lies. */
  readonly attestation: Digest;
  /** The SHA-256 of the public key in SPKI form, as hex. */
  readonly key: string;
}
