import type { Distribution } from '../../model/package.ts';
import type { Mark } from '../../model/sbom-marks.ts';
import type { Fields } from './fields.ts';
import type { PackageDrafts } from './package-drafts.ts';

/** What an SBOM says of itself and the whole, whatever its format. */
export interface BomFacts {
  /** By what it calls itself; null where it does not. */
  readonly id: string | null;
  /** What it is about. */
  readonly subject: Subject;
  readonly distribution: Distribution | null;
}

/** What an SBOM says: claims. */
export interface Bom extends BomFacts {
  readonly drafts: PackageDrafts;
}

/** Hears a document of one format while it is read. Which format it is may be said at its end. */
export interface FormatReader {
  /** The list of its components, by which the formats are told apart before that. */
  readonly list: string;
  /** Hears an object in any list of the document. */
  item(list: string, fields: Fields): void;
  /** Hears a text in any list of the document. */
  text?(list: string, text: string): void;
  /** Once all is heard. @param members those of the document that are no lists */
  facts(members: Fields): BomFacts;
}

export interface Subject {
  readonly name: string;
  /** What Plimsoll wrote about the image; empty where somebody else wrote the document. */
  readonly marks: readonly Mark[];
  /** Digests of the image as the document's own tool knows them. */
  readonly configDigest: string;
  readonly manifestDigest: string;
  readonly diffIds: readonly string[];
}

/** A package as a document lists it. Texts are empty where nothing is said. */
export interface BomComponent {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
  readonly licenses: readonly string[];
  readonly marks: readonly Mark[];
  readonly architecture: string;
  readonly source: { readonly name: string; readonly version: string } | null;
  readonly layer: string;
  readonly path: string;
  /** The purl of the package that brought it. */
  readonly ownedBy: string;
  /** rpm's `name:stream:…`. */
  readonly module: string;
}

export const emptySubject: Subject = { name: '', marks: [], configDigest: '', manifestDigest: '', diffIds: [] };

export const emptyComponent: BomComponent = {
  name: '',
  version: '',
  purl: '',
  licenses: [],
  marks: [],
  architecture: '',
  source: null,
  layer: '',
  path: '',
  ownedBy: '',
  module: '',
};

/** More than any image holds. A document that lists more is read up to here, and says so. */
export const MOST_COMPONENTS = 250_000;

/** What Plimsoll writes has its name before it. */
export function ownMarks(pairs: readonly (readonly [string, string])[]): readonly Mark[] {
  return pairs.filter(([name]) => name.startsWith('plimsoll:'));
}

export function markValue(marks: readonly Mark[], name: string): string | undefined {
  return marks.find(([key]) => key === name)?.[1];
}
