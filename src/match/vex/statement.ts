import type { Digest } from '../../base/digest.ts';
import type { Purl } from '../../formats/purl.ts';
import type { SignedBy } from '../../model/finding.ts';

/** `will_not_fix` is affected, and stays so. */
export type VexStatus = 'not_affected' | 'fixed' | 'affected' | 'under_investigation' | 'will_not_fix';

/** What one statement says of one product, whatever format it was written in. */
export interface Statement {
  /** Names of the problem, upper case. */
  readonly problems: ReadonlySet<string>;
  readonly status: VexStatus;
  /** A justification's name or an impact statement in words; null where there is neither. */
  readonly because: string | null;
  readonly product: Product;
  /** When it was said: milliseconds since 1970. Of several the newest counts. */
  readonly at: number;
  /** The day or time as written. */
  readonly when: string;
  readonly author: string;
  readonly file: string;
  /** Only of versions of the source package from this one on. */
  readonly from?: string;
  /** By whom, where it lay beside the image; left out for a file that the user gave. */
  readonly signed?: SignedBy;
}

/** What a statement is about. */
export interface Product {
  readonly item: Item;
  /** The parts of the item that are meant; empty for the item itself. */
  readonly parts: readonly Item[];
}

/** A thing by whatever tells which one it is. What it was called by that tells nothing is in none of these. */
export interface Item {
  readonly purls: readonly Purl[];
  /** Of the thing itself. */
  readonly digests: readonly Digest[];
  /** Platforms by CPE: `cpe:/o:redhat:enterprise_linux:9`. */
  readonly cpes: readonly string[];
  /** Serial number of the SBOM that has it. */
  readonly bom: string | null;
}

export const unknownItem: Item = { purls: [], digests: [], cpes: [], bom: null };
