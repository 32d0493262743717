import type { Digest } from '../base/digest.ts';
import { failure } from '../base/errors.ts';
import type { Image, OpenContext, OpenOptions } from '../images/image-source.ts';
import { squash } from '../images/squash.ts';
import type { Gap } from '../model/gap.ts';
import type { Harvest } from '../model/harvest.ts';
import { chainId, type Fingerprint } from '../model/image.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Listing } from '../model/listing.ts';
import type { Report } from '../model/report.ts';
import { findImage } from './find-image.ts';
import { followWantedLinks } from './follow-links.ts';
import { emptyHarvest } from './harvest-gaps.ts';
import { assembleInventory } from './inventory.ts';
import { isTimeout, type LayerReader, layerReader } from './layer-reader.ts';
import { layerTurns } from './layer-turns.ts';
import type { ListingParts, Matched, ScanCall, ScanParts } from './scanner.ts';
import { TOGETHER } from './side-by-side.ts';

/** The way an image takes: reference → image → harvests → inventory → findings → verdict → report. */
export async function scan(call: ScanCall, parts: ScanParts): Promise<Report> {
  const read = await readAndMatched(call, parts);
  return judged(read.listing, read, parts);
}

/** A name that an image is judged under, and the index that the name led to it through. */
export interface Naming {
  readonly ref: string;
  /** In full, for the ledger. */
  readonly names: readonly string[];
  readonly indexDigest: Digest | null;
}

/** As {@link scan}, of one image under several names: it is read once and judged under each, as waivers may be for some of them. */
export async function scanAs(call: ScanCall, namings: readonly Naming[], parts: ScanParts): Promise<readonly Report[]> {
  const indexes = namings.map(({ indexDigest }) => indexDigest).filter((digest) => digest !== null);
  const read = await readAndMatched({ ...call, indexes }, parts);
  return namings.map(({ ref, names, indexDigest }) => {
    const fingerprint = { ...read.listing.fingerprint, indexDigest };
    return judged({ ...read.listing, ref, names, fingerprint }, read, parts);
  });
}

interface ReadImage {
  readonly listing: Listing;
  readonly matched: Matched;
  /** Of `performance.now()`. */
  readonly started: number;
  readonly read: number;
}

async function readAndMatched(call: ScanCall, parts: ScanParts): Promise<ReadImage> {
  const started = performance.now();
  const listing = await list(call, parts);
  const read = performance.now();
  return { listing, matched: parts.match(listing.inventory, parts.store, parts.ecosystems), started, read };
}

function judged(listing: Listing, { matched, started, read }: ReadImage, parts: ScanParts): Report {
  const { ref, fingerprint, config } = listing;
  const { findings, suppressed, gaps } = parts.suppress?.(matched, listing) ?? matched;
  const inventory = { ...listing.inventory, gaps: [...listing.inventory.gaps, ...gaps] };
  const verdict = parts.judge({
    ref,
    fingerprint,
    config,
    inventory,
    vulnerabilities: findings,
    database: parts.store.facts,
    now: new Date(listing.scannedAt),
    schemeOf: (type) => parts.ecosystems.find((ecosystem) => ecosystem.id === type)?.versions,
  });
  const ended = performance.now();
  return {
    ...listing,
    inventory,
    vulnerabilities: findings,
    suppressed,
    verdict,
    database: parts.store.facts,
    timings: {
      total: Math.round(ended - started),
      read: Math.round(read - started),
      match: Math.round(ended - read),
    },
  };
}

/** The first half of that way: what an image is and what is in it. */
export async function list(call: ScanCall, parts: ListingParts): Promise<Listing> {
  const { options, settle } = withTimeout(call.open, call.timeout);
  try {
    return await listed(call, parts, options);
  } finally {
    settle();
  }
}

async function listed(call: ScanCall, parts: ListingParts, options: OpenOptions): Promise<Listing> {
  const now = new Date();
  const collectors = [...parts.ecosystems.flatMap((ecosystem) => ecosystem.collectors), ...parts.detectors];
  const reader = layerReader({
    collectors,
    cache: parts.cache,
    turns: parts.turns ?? layerTurns(),
    // Scans that go on side by side have their layers read one after the other.
    together: parts.turns === undefined ? TOGETHER : 1,
    options,
    progress: call.progress,
  });
  const image = await opened(call, { options, intake: reader.intake, progress: call.progress }, parts);
  const { ref, source, names, config, told } = image;
  const shared = {
    tool: { name: 'plimsoll', version: parts.version },
    scannedAt: now.toISOString(),
    ref,
    source,
    names,
    config,
  } as const;
  try {
    const attached =
      parts.findAttached === undefined ? {} : { attached: await parts.findAttached(image, call.indexes ?? []) };
    if (told !== undefined) {
      const { inventory, size, bom } = told;
      return {
        ...shared,
        unprovenLayers: [],
        fingerprint: image.fingerprint,
        size,
        inventory,
        ...attached,
        ...(bom === null ? {} : { bom }),
      };
    }
    const harvests = await readLayers(image, reader, options);
    const inventory = await inventoryOf(image, harvests, reader, parts);
    const diffIds = new Set(image.layers.map(({ diffId }) => diffId));
    return {
      ...shared,
      fingerprint: fingerprintOf(image, harvests),
      size: harvests.reduce((sum, harvest) => sum + harvest.size, 0),
      inventory,
      ...attached,
      unprovenLayers: [...diffIds].filter((diffId) => reader.unproven.has(diffId)),
    };
  } finally {
    await image.close();
  }
}

/** The same options with a time by which all is over; `settle` when it was needed no more. */
function withTimeout(options: OpenOptions, timeout: number | null): { options: OpenOptions; settle: () => void } {
  if (timeout === null) return { options, settle() {} };
  // Node.js forgets a signal of time that only `AbortSignal.any` knows of, and it never comes.
  const ending = new AbortController();
  const { signal } = options;
  const follow = () => ending.abort(signal.reason);
  if (signal.aborted) follow();
  signal.addEventListener('abort', follow, { once: true });
  const clock = setTimeout(() => ending.abort(new DOMException('time ran out', 'TimeoutError')), timeout);
  clock.unref();
  const settle = () => {
    clearTimeout(clock);
    signal.removeEventListener('abort', follow);
  };
  return { options: { ...options, signal: ending.signal }, settle };
}

async function opened(call: ScanCall, context: OpenContext, parts: ListingParts): Promise<Image> {
  try {
    return await findImage(call.ref, parts.sources, context);
  } catch (error) {
    if (!isTimeout(context.options.signal.reason)) throw error;
    throw failure('timeout', { limit: `${(call.timeout ?? 0) / 1000} s` });
  }
}

async function readLayers(image: Image, reader: LayerReader, options: OpenOptions): Promise<readonly Harvest[]> {
  const { layers } = image;
  const { maxLayers } = options.limits;
  const past = layers.slice(maxLayers).map(({ diffId }) => emptyHarvest(diffId, 'limit-crossed'));
  return [...(await reader.readAll(layers.slice(0, maxLayers), layers.length)), ...past];
}

async function inventoryOf(
  image: Image,
  harvests: readonly Harvest[],
  reader: LayerReader,
  { ecosystems, detectors, pickDistribution, seen }: ListingParts,
): Promise<Inventory> {
  const collectors = [...ecosystems.flatMap((ecosystem) => ecosystem.collectors), ...detectors];
  const squashed = squash(harvests);
  const behindLinks = await followWantedLinks(squashed, image.layers, harvests, collectors, reader);
  const gaps: readonly Gap[] = [...image.gaps, ...squashed.gaps, ...behindLinks.gaps];
  const files = [...squashed.files, ...behindLinks.files];
  seen?.(files);
  return assembleInventory(files, squashed.links, harvests, gaps, ecosystems, pickDistribution);
}

/** A directory's diffID is known only once it was read. */
function fingerprintOf(image: Image, harvests: readonly Harvest[]): Fingerprint {
  if (image.layers.every((layer) => layer.content.kind !== 'directory')) return image.fingerprint;
  const diffIds = harvests.map((harvest) => harvest.diffId);
  return { ...image.fingerprint, diffIds, chainId: chainId(diffIds) };
}
