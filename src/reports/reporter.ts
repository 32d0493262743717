import type { Language, Text } from '../base/text.ts';
import type { Severity } from '../model/finding.ts';
import type { Listing } from '../model/listing.ts';
import type { Report } from '../model/report.ts';
import type { VersionScheme } from '../model/version-scheme.ts';

/** How a report is shown. What is left out of sight here stays in the verdict. */
export interface ReportView {
  readonly language: Language;
  /** Escape sequences for colour may be used. */
  readonly color: boolean;
  /** Written for an eye (a terminal), not for a pipe. */
  readonly interactive: boolean;
  /** Columns of the terminal. */
  readonly width: number;
  readonly verbose: boolean;
  readonly ignoreUnfixed: boolean;
  readonly severities: readonly Severity[] | null;
  /** The scheme of a package type: which of several fixed versions is the highest, only it can say. */
  readonly schemeOf: (type: string) => VersionScheme | undefined;
}

/** Writes a report. Pure: the same report and view give the same text. */
export type Render = (report: Report, view: ReportView) => Iterable<string>;

/** Writes what is in an image, without a word about what is known of it. */
export type RenderListing = (listing: Listing) => Iterable<string>;

/** One output format. */
export interface Reporter {
  readonly format: string;
  readonly title: Text;
  readonly mediaType: string;
  readonly extension: string;
  /** It says what to do, for which it asks for `schemeOf`. */
  readonly advises?: true;
  /** What writes it: loaded where a report is to be written in this format. */
  load(): Promise<Render>;
  /** As {@link load}, for the inventory alone: formats that are SBOMs have it. */
  loadListing?(): Promise<RenderListing>;
}
