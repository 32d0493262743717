import type { Digest } from '../base/digest.ts';
import type { FileItem } from './file-item.ts';
import type { Gap } from './gap.ts';
import type { Account, Distribution, Package } from './package.ts';

/** What is in an image as it would run: the harvests squashed in layer order. */
export interface Inventory {
  readonly distribution: Distribution | null;
  /** Sorted by type, name, version, architecture, path. */
  readonly packages: readonly Package[];
  /** The image's own passwd; null where it has none. */
  readonly accounts: readonly Account[] | null;
  /** Sorted by path. */
  readonly files: readonly FileItem[];
  readonly gaps: readonly Gap[];
  readonly layers: readonly LayerFacts[];
}

export interface LayerFacts {
  readonly diffId: Digest;
  /** Bytes, uncompressed. */
  readonly size: number;
  readonly entries: number;
}
