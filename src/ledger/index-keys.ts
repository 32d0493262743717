import type { Digest } from '../base/digest.ts';

/**
 * What is found by what: a map of texts that is kept in a {@link NodeStore}. Its values name entries by their numbers, and are only ever
 * a way to an entry; what counts is what the entry says. No value grows with the number of entries, since it is read and written whole.
 */
export interface Index {
  get(key: string): string | null;
  set(key: string, value: string): void;
}

/** How an index is made of its entries. In the first one, a value for each layers and manifest listed all of their images. */
export const revisions = { lists: 1, now: 2 } as const;

export const keys = {
  /** → the digest of the entry of that number. */
  entry: (sequence: number) => `entry ${sequence}`,
  /** → the entry that stands for the image. */
  config: (digest: Digest) => `config ${digest}`,
  /** → the config digests of the images that were seen with this manifest: one, and where somebody lies a second one. */
  manifest: (digest: Digest) => `manifest ${digest}`,
  /**
   * → of an image with these layers its config digest, the entry that stands for it, of which kind that is, and when it ends. On the first
   * place is the image that stands for the layers.
   */
  layers: (chainId: Digest, place = 0) => (place === 0 ? `layers ${chainId}` : `layers ${chainId} ${place}`),
  /** → how many images have these layers, where it is more than one. */
  layersCount: (chainId: Digest) => `layers count ${chainId}`,
  /** → the place of an image, where it is not the first. One that came to be first keeps its last one. */
  layersPlace: (chainId: Digest, config: Digest) => `layers place ${chainId} ${config}`,
  /** → the newest entry that claims this name. */
  name: (name: string) => `name ${name}`,
  /** → the newest entry of the image that claims this name for it. */
  nameOf: (config: Digest, name: string) => `name of ${config} ${name}`,
  /** → the newest entry that claims this name for an image with these layers. */
  nameOfLayers: (chainId: Digest, name: string) => `name of layers ${chainId} ${name}`,
  /** → the entry into which this one of another ledger was taken over. */
  imported: (digest: Digest) => `imported ${digest}`,
  /** → how far another ledger was imported: the number and digest of its last entry taken over. */
  ledger: (first: Digest) => `ledger ${first}`,
} as const;
