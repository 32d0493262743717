import type { Digest } from '../base/digest.ts';
import type { LedgerEntry, LedgerRecord } from '../model/ledger.ts';
import { type Index, keys, revisions } from './index-keys.ts';
import { type Kind, kinds, noteSharer, readSharer, type Sharer } from './layer-sharers.ts';

/** Notes an entry in an index of some revision. `load` reads an earlier one. */
export function noteEntry(
  entry: LedgerEntry,
  index: Index,
  load: (sequence: number) => LedgerEntry,
  revision: number,
): void {
  const { sequence, record, origin } = entry;
  const { configDigest, manifestDigest, chainId } = record.fingerprint;
  const isListing = revision === revisions.lists;
  index.set(keys.entry(sequence), entry.digest);
  for (const name of claimsNames(record) ? record.names : []) {
    index.set(keys.nameOf(configDigest, name), String(sequence));
    if (chainId !== null && !isListing) index.set(keys.nameOfLayers(chainId, name), String(sequence));
    const before = index.get(keys.name(name));
    if (before === null || isLater(entry, load(Number(before)))) index.set(keys.name(name), String(sequence));
  }
  if (origin !== undefined) {
    index.set(keys.imported(origin.digest), String(sequence));
    index.set(keys.ledger(origin.ledger), `${origin.sequence} ${origin.digest}`);
  }
  const kind = kindOf(entry);
  if (kind === null) return;
  // A manifest stays known even where the entry itself does not come to count.
  if (manifestDigest !== null) noteManifest(index, manifestDigest, configDigest, isListing ? Infinity : 2);
  const standing = index.get(keys.config(configDigest));
  if (standing !== null && !supersedes(entry, load(Number(standing)))) return;
  index.set(keys.config(configDigest), String(sequence));
  if (chainId === null) return;
  const expires = record.kind === 'authorization' ? record.expires : null;
  (isListing ? listSharer : noteSharer)(index, chainId, { config: configDigest, sequence, kind, expires });
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

/** Two configs are as good as any number of them: a manifest names one. */
function noteManifest(index: Index, manifest: Digest, config: Digest, most: number): void {
  const configs = index.get(keys.manifest(manifest))?.split(' ') ?? [];
  if (configs.includes(config) || configs.length >= most) return;
  index.set(keys.manifest(manifest), [...configs, config].join(' '));
}

function listSharer(index: Index, chainId: Digest, item: Sharer): void {
  const others = readSharers(index.get(keys.layers(chainId))).filter(({ config }) => config !== item.config);
  const items = [...others, item];
  index.set(keys.layers(chainId), items.map(({ config, sequence, kind }) => `${config} ${sequence} ${kind}`).join(','));
}

/** The first of the images with the same layers; of an index that lists them, all. */
export function readSharers(value: string | null): readonly Sharer[] {
  return value?.split(',').map(readSharer) ?? [];
}
