import type { Digest } from '../base/digest.ts';
import type { Attached } from './attached.ts';
import type { Fingerprint, ImageConfig } from './image.ts';
import type { Inventory } from './inventory.ts';

/** What an image is and what is in it, before anybody compares that with advisories. */
export interface Listing {
  readonly tool: { readonly name: 'plimsoll'; readonly version: string };
  /** RFC 3339, UTC. */
  readonly scannedAt: string;
  readonly ref: string;
  readonly source: string;
  /** Names of the image in full, as its source has them: for the ledger. No report shows them, as they are no part of what the image is. */
  readonly names: readonly string[];
  readonly fingerprint: Fingerprint;
  readonly config: ImageConfig;
  /** Bytes: the sum of the uncompressed layers. */
  readonly size: number;
  readonly inventory: Inventory;
  /** Layers that were taken at the word of the engine that unpacked them, unhashed, and read where they lie. */
  readonly unprovenLayers: readonly Digest[];
  /** The serial number or namespace of the SBOM that it was read from, where it has one. */
  readonly bom?: string;
  /** What lies beside it, where somebody wanted that looked for. */
  readonly attached?: Attached;
}
