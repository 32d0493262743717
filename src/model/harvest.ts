import type { Digest } from '../base/digest.ts';
import type { Gap } from './gap.ts';
import type { Account, Distribution } from './package.ts';

/** What a collector took from one file. It stands until a later layer deletes or replaces that file. */
export type Harvested =
  | HarvestedPackage
  | { readonly kind: 'distribution'; readonly distribution: Distribution }
  | { readonly kind: 'accounts'; readonly accounts: readonly Account[] }
  | HarvestedProgram
  | HarvestedFact;

/** An executable file that can be started. Whose it is is known when all layers lie on one another. */
export interface HarvestedProgram {
  readonly kind: 'program';
  readonly form: 'ELF' | 'PE' | 'Mach-O' | 'WebAssembly';
  /** Permission bits, with set-user-id, set-group-id and sticky. */
  readonly mode: number;
  readonly uid: number;
}

/** A package as its own file tells of it, not yet joined with anything else. */
export interface HarvestedPackage {
  readonly kind: 'package';
  readonly ecosystem: string;
  readonly name: string;
  readonly version: string;
  readonly architecture: string | null;
  readonly source: { readonly name: string; readonly version: string } | null;
  readonly licenses: readonly string[];
  readonly attributes: Readonly<Record<string, string>>;
}

/** Something that only its own ecosystem can read, for its `assemble`: a copyright file's licences, a file list. */
export interface HarvestedFact {
  readonly kind: 'fact';
  readonly ecosystem: string;
  readonly fact: string;
  readonly key: string;
  readonly values: readonly string[];
}

/** A gap as a collector reports it; the runner adds path and layer. */
export type HarvestedGap = Pick<Gap, 'what' | 'reason' | 'blinds'>;

/** All that one collector took from one path of one layer. */
export interface HarvestedFile {
  readonly path: string;
  readonly collector: string;
  readonly items: readonly Harvested[];
  readonly gaps: readonly HarvestedGap[];
}

/** A file whose name a collector looks for, at a path where it does not want it. A link can make it one that it wants. */
export interface PassedOver {
  readonly path: string;
  readonly collector: string;
}

/** What the collectors took from one layer. Depends on that layer and the collectors' revisions alone. */
export interface Harvest {
  readonly diffId: Digest;
  /** Bytes of the uncompressed layer. */
  readonly size: number;
  readonly entries: number;
  /** In the order of the layer; a path occurs once for each collector. */
  readonly files: readonly HarvestedFile[];
  /** Paths that this layer deletes from the ones below. */
  readonly whiteouts: readonly string[];
  /** Directories whose content below this layer is hidden. The empty string is the root. */
  readonly opaques: readonly string[];
  /** Symbolic links, path to target as written. */
  readonly links: Readonly<Record<string, string>>;
  readonly passedOver: readonly PassedOver[];
  /** Which paths exist in this layer, as 64-bit hashes: see `model/path-index.ts`. */
  readonly paths: BigUint64Array;
  /** Trouble with the layer as such; `layer` is this layer's diffID. */
  readonly gaps: readonly Gap[];
}
