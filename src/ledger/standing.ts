import type { Digest } from '../base/digest.ts';
import type { LedgerEntry, LedgerRecord } from '../model/ledger.ts';

/**
 * What is found by what: a map of texts that is kept in a {@link NodeStore}. Its values name entries by their numbers, and are only ever
 * a way to an entry; what counts is what the entry says.
 */
export interface Index {
  get(key: string): string | null;
  set(key: string, value: string): void;
}

export const keys = {
  /** → the digest of the entry of that number. */
  entry: (sequence: number) => `entry ${sequence}`,
  /** → the entry that stands for the image. */
  config: (digest: Digest) => `config ${digest}`,
  /** → the config digests of the images that were seen with this manifest: one, unless somebody lies. */
  manifest: (digest: Digest) => `manifest ${digest}`,
  /** → of each image with these layers its config digest, the entry that stands for it, and of which kind that is. */
  layers: (chainId: Digest) => `layers ${chainId}`,
  /** → the newest entry that claims this name. */
  name: (name: string) => `name ${name}`,
  /** → the newest entry of the image that claims this name for it. */
  nameOf: (config: Digest, name: string) => `name of ${config} ${name}`,
  /** → the entry into which this one of another ledger was taken over. */
  imported: (digest: Digest) => `imported ${digest}`,
  /** → how far another ledger was imported: the number and digest of its last entry taken over. */
  ledger: (first: Digest) => `ledger ${first}`,
} as const;

/** How an entry weighs where only the layers of an image are known. */
export const kinds = { revocation: 'r', deny: 'd', authorization: 'o', allow: 'a' } as const;
export type Kind = (typeof kinds)[keyof typeof kinds];

export interface LayersItem {
  readonly config: Digest;
  readonly sequence: number;
  readonly kind: Kind;
}

/** Notes an entry in the index. `load` reads an earlier one. */
export function noteEntry(entry: LedgerEntry, index: Index, load: (sequence: number) => LedgerEntry): void {
  const { sequence, record, origin } = entry;
  index.set(keys.entry(sequence), entry.digest);
  for (const name of claimsNames(record) ? record.names : []) {
    index.set(keys.nameOf(record.fingerprint.configDigest, name), String(sequence));
    const before = index.get(keys.name(name));
    if (before === null || isLater(entry, load(Number(before)))) index.set(keys.name(name), String(sequence));
  }
  if (origin !== undefined) {
    index.set(keys.imported(origin.digest), String(sequence));
    index.set(keys.ledger(origin.ledger), `${origin.sequence} ${origin.digest}`);
  }
  const kind = kindOf(entry);
  if (kind === null) return;
  const { configDigest, manifestDigest, chainId } = record.fingerprint;
  // A manifest stays known even where the entry itself does not come to count.
  if (manifestDigest !== null) noteManifest(index, manifestDigest, configDigest);
  const standing = index.get(keys.config(configDigest));
  if (standing !== null && !supersedes(entry, load(Number(standing)))) return;
  index.set(keys.config(configDigest), String(sequence));
  if (chainId !== null) noteLayers(index, chainId, { config: configDigest, sequence, kind });
}

/**
 * Whether an entry binds its names to its image, so that other content under them is poisoned. What was refused binds nothing: else whoever
 * brings bad content under a good name would have the right image refused for it, and be no stranger there himself later on.
 */
function claimsNames(record: LedgerRecord): boolean {
  switch (record.kind) {
    case 'verdict':
      return record.decision === 'allow';
    case 'authorization':
    case 'sighting':
      return true;
    case 'revocation':
      return false;
  }
}

/**
 * Whether an entry takes the place of the one that stands for its image. The later one does; but between a revocation and a verdict the
 * revocation stands, whatever the order: who takes an image back does not mean until the next nightly scan.
 */
function supersedes(entry: LedgerEntry, standing: LedgerEntry): boolean {
  if (standing.record.kind === 'revocation' && entry.record.kind === 'verdict') return false;
  if (standing.record.kind === 'verdict' && entry.record.kind === 'revocation') return true;
  return isLater(entry, standing);
}

/** An entry that was just written is the latest; one of another ledger is by its time, as it may come long after it was written. */
function isLater(entry: LedgerEntry, before: LedgerEntry): boolean {
  if (entry.origin === undefined || entry.origin.ledger === before.origin?.ledger) return true;
  return Date.parse(entry.at) > Date.parse(before.at);
}

/** Null for what decides nothing. */
function kindOf({ record }: LedgerEntry): Kind | null {
  switch (record.kind) {
    case 'revocation':
      return kinds.revocation;
    case 'authorization':
      return kinds.authorization;
    case 'verdict':
      return record.decision === 'allow' ? kinds.allow : kinds.deny;
    case 'sighting':
      return null;
  }
}

function noteManifest(index: Index, manifest: Digest, config: Digest): void {
  const configs = index.get(keys.manifest(manifest))?.split(' ') ?? [];
  if (!configs.includes(config)) index.set(keys.manifest(manifest), [...configs, config].join(' '));
}

function noteLayers(index: Index, chainId: Digest, item: LayersItem): void {
  const others = readLayers(index.get(keys.layers(chainId))).filter(({ config }) => config !== item.config);
  const items = [...others, item];
  index.set(keys.layers(chainId), items.map(({ config, sequence, kind }) => `${config} ${sequence} ${kind}`).join(','));
}

/** The images with these layers, the one noted last at the end. */
export function readLayers(value: string | null): readonly LayersItem[] {
  return (value?.split(',') ?? []).map((text) => {
    const [config = '', sequence = '', kind = ''] = text.split(' ');
    return { config: config as Digest, sequence: Number(sequence), kind: kind as Kind };
  });
}
