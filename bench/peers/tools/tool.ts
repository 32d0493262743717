import type { Call } from '../../process-cost.ts';
import type { Problem } from '../problems.ts';

/** Where a tool finds an image. */
export interface Place {
  readonly kind: 'archive' | 'engine' | 'registry' | 'sources';
  /** A path (of `sources`: a folder of projects that were not built), a name at the local engine, or `HOST/REPO:TAG` of a registry that speaks plain HTTP. */
  readonly at: string;
}

/** What a tool is given beside the image. */
export interface Advisories {
  /** An OSV bucket as a directory, `ecosystems.txt` in it; null where there is none. */
  readonly osv: string | null;
  /** A directory with databases in the peers' own forms, as a user's cache has them: `trivy/db`, `trivy/java-db`, `grype/db`; null where there is none. */
  readonly own: string | null;
}

/** A scanner as its users call it: packages and vulnerabilities as JSON, nothing else is looked for, without a network. */
export interface Tool {
  readonly name: string;
  readonly version: { readonly args: readonly string[]; readonly pattern: RegExp };
  /** Puts advisories into `state`, an empty directory. Returns whether there were any: without, it lists packages alone. */
  prepare(state: string, advisories: Advisories): Promise<boolean> | boolean;
  /** It does nothing without advisories. */
  readonly onlyMatches?: true;
  /** Makes it forget the images that it read, not the advisories. Null for a tool that remembers nothing. */
  readonly forget: ((state: string) => void) | null;
  scan(place: Place, state: string, output: string): Call;
  packages(output: string): readonly Found[];
  /** What it says of vulnerabilities; nothing where it had no advisories. */
  problems(output: string): readonly Problem[];
}

/** A package that a tool reports. */
export interface Found {
  /** The purl type. */
  readonly type: string;
  /** With its namespace where the type has one, as the purl has it; of a distribution's package the name alone. */
  readonly name: string;
  readonly version: string;
  /** Inside the image, without a leading slash; '' where the tool does not say. */
  readonly path: string;
  /** '' where the tool has none. */
  readonly purl: string;
  /** The source package, `NAME VERSION`; null where the tool does not say. */
  readonly source: string | null;
  /** As the tool writes them, sorted. */
  readonly licenses: readonly string[];
}
