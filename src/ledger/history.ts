import type { Digest } from '../base/digest.ts';
import type { Fingerprint } from '../model/image.ts';
import type { LedgerEntry } from '../model/ledger.ts';
import type { Tables } from './database.ts';
import { chainedEntry } from './entry.ts';
import { keys } from './index-keys.ts';
import { openLedger } from './ledger.ts';
import { ledgerFiles } from './ledger-files.ts';
import type { View } from './view.ts';
import { walkChain } from './walk.ts';

/** An image of the ledger, without its history. */
export interface ImageSummary {
  /** As its newest entry has it. */
  readonly fingerprint: Fingerprint;
  /** All that it was ever seen under, the latest first. */
  readonly names: readonly string[];
  /** The entry that a gate would be given; null where it was only seen. */
  readonly standing: LedgerEntry | null;
  readonly newest: LedgerEntry;
  /** The numbers of its entries, oldest first. */
  readonly sequences: readonly number[];
}

export interface ImageHistory extends ImageSummary {
  /** Oldest first. */
  readonly entries: readonly LedgerEntry[];
}

/** How many entries a ledger has by its signed head. Throws as a look-up does. */
export function countEntries(home: string): number {
  return over(home, 0, ({ head }) => head.sequence);
}

/** All images of a ledger, the one with the newest entry first. Throws as a look-up does. */
export function listImages(home: string): readonly ImageSummary[] {
  return over<readonly ImageSummary[]>(home, [], (view, tables) =>
    [...walked(tables, view).values()].map((image) => summary(image, view)).reverse(),
  );
}

/** The images of which a digest (config, manifest, index, ChainID) begins so, with their history. */
export function findImages(home: string, start: string): readonly ImageHistory[] {
  return over<readonly ImageHistory[]>(home, [], (view, tables) =>
    [...walked(tables, view).values()]
      .filter(({ digests }) => [...digests].some((digest) => digest.slice(digest.indexOf(':') + 1).startsWith(start)))
      .map((image) => ({ ...summary(image, view), entries: image.sequences.map(view.walkedEntry) })),
  );
}

function over<T>(home: string, none: T, work: (view: View, tables: Tables) => T): T {
  const ledger = openLedger(ledgerFiles(home));
  try {
    return ledger.read(none, work);
  } finally {
    ledger.close();
  }
}

interface Gathered {
  readonly config: Digest;
  readonly sequences: number[];
  readonly digests: Set<string>;
  readonly names: Set<string>;
}

/** Every image by its config digest, the one with the newest entry last. */
function walked(tables: Tables, { head }: View): ReadonlyMap<Digest, Gathered> {
  const images = new Map<Digest, Gathered>();
  for (const { entry } of walkChain(tables, chainedEntry, () => head)) {
    const { fingerprint, names } = entry.record;
    const { configDigest: config, manifestDigest, indexDigest, chainId } = fingerprint;
    const image = images.get(config) ?? { config, sequences: [], digests: new Set(), names: new Set() };
    images.delete(config);
    images.set(config, image);
    image.sequences.push(entry.sequence);
    for (const digest of [config, manifestDigest, indexDigest, chainId]) if (digest !== null) image.digests.add(digest);
    for (const name of names) {
      image.names.delete(name);
      image.names.add(name);
    }
  }
  return images;
}

function summary({ config, sequences, names }: Gathered, view: View): ImageSummary {
  const newest = view.walkedEntry(sequences.at(-1) ?? 0);
  const standing = view.get(keys.config(config));
  return {
    fingerprint: newest.record.fingerprint,
    names: [...names].reverse(),
    standing: standing === null ? null : view.walkedEntry(Number(standing)),
    newest,
    sequences,
  };
}
