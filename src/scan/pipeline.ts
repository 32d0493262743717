import type { Digest } from '../base/digest.ts';
import { failure } from '../base/errors.ts';
import { isTimeout } from '../base/is-timeout.ts';
import { once } from '../base/once.ts';
import type { Image, Layer, LayerIntake, OpenContext, OpenOptions } from '../images/image-source.ts';
import { chainId, type Fingerprint } from '../model/image.ts';
import type { Inventory } from '../model/inventory.ts';
import type { Listing } from '../model/listing.ts';
import type { Report } from '../model/report.ts';
import { findImage } from './find-image.ts';
import type { LayersRead } from './image-reader.ts';
import { isHashedBeside } from './only-layer.ts';
import type { ListingParts, Matched, ScanCall, ScanParts } from './scanner.ts';
import { withTimeout } from './timeout.ts';

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
  return Promise.all(
    namings.map(({ ref, names, indexDigest }) => {
      const fingerprint = { ...read.listing.fingerprint, indexDigest };
      return judged({ ...read.listing, ref, names, fingerprint }, read, parts);
    }),
  );
}

interface ReadImage {
  readonly listing: Listing;
  readonly matched: Matched;
  /** Of {@link clock}. */
  readonly started: number;
  readonly read: number;
}

async function readAndMatched(call: ScanCall, parts: ScanParts): Promise<ReadImage> {
  const started = clock();
  const listing = await list(call, parts);
  const read = clock();
  return { listing, matched: await parts.match(listing.inventory), started, read };
}

async function judged(listing: Listing, { matched, started, read }: ReadImage, parts: ScanParts): Promise<Report> {
  const { ref, fingerprint, config } = listing;
  const { findings, suppressed, gaps } = parts.suppress?.(matched, listing) ?? matched;
  const inventory = { ...listing.inventory, gaps: [...listing.inventory.gaps, ...gaps] };
  const database = parts.database();
  const verdict = await parts.judge({
    ref,
    fingerprint,
    config,
    inventory,
    vulnerabilities: findings,
    database,
    now: new Date(listing.scannedAt),
  });
  const ended = clock();
  return {
    ...listing,
    inventory,
    vulnerabilities: findings,
    suppressed,
    verdict,
    database,
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
  const reading = once(async () => {
    const [{ imageReader }, plugins] = await Promise.all([import('./image-reader.ts'), parts.reading()]);
    return imageReader({
      ...plugins,
      shared: parts.shared,
      options,
      progress: call.progress,
      seen: parts.seen,
      wasRead: parts.wasRead,
    });
  });
  const intake: LayerIntake = {
    knows: async (diffId) => (await reading()).intake.knows(diffId),
    take: async (blob, how) => (await reading()).intake.take(blob, how),
  };
  const image = await opened(call, { options, intake, progress: call.progress }, parts);
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
    const { known } = parts;
    const asked = known !== undefined && mayBeKnown(image, options) ? known : null;
    const before = asked?.recall(diffIdsOf(image)) ?? null;
    const readLayers = async (): Promise<LayersRead> => {
      // Who looks at all files is not shown those below.
      const below = parts.seen === undefined ? (asked?.below(diffIdsOf(image)) ?? null) : null;
      const reader = await reading();
      return (below === null ? null : await reader.readOn(image, below)) ?? reader.read(image);
    };
    const isToInflate = (layer: Layer) => isInflated(layer) && parts.wasRead?.(layer.diffId) !== true;
    if (before === null && image.layers.some(isToInflate)) {
      const { expectStream } = await import('../formats/inflate/inflaters.ts');
      expectStream({ isHashedBeside: isHashedBeside(image.layers) });
    }
    const { inventory, diffIds, unproven, base, growth } = before === null ? await readLayers() : proven(before);
    if (before === null && unproven.size === 0 && willComeAgain(image, inventory))
      known?.keep(inventory, { base: base?.() ?? null, growth });
    return {
      ...shared,
      fingerprint: fingerprintOf(image, diffIds),
      size: inventory.layers.reduce((sum, layer) => sum + layer.size, 0),
      inventory,
      ...attached,
      unprovenLayers: [...new Set(diffIdsOf(image))].filter((diffId) => unproven.has(diffId)),
    };
  } finally {
    await image.close();
  }
}

async function opened(call: ScanCall, context: OpenContext, parts: ListingParts): Promise<Image> {
  try {
    return await findImage(call.ref, parts.sources, context);
  } catch (error) {
    if (!isTimeout(context.options.signal.reason)) throw error;
    throw failure('timeout', { limit: `${(call.timeout ?? 0) / 1000} s` });
  }
}

/** What is kept is of layers that were hashed. */
function proven(inventory: Inventory): LayersRead {
  return { inventory, diffIds: inventory.layers.map(({ diffId }) => diffId), unproven: new Set() };
}

/** Whether its layers would be taken from what was read of their diffIDs before. Those whose bytes went by are what these bytes are. */
function mayBeKnown({ layers, gaps }: Image, { signal }: OpenOptions): boolean {
  const isReopened = layers.every(({ content }) => content.kind === 'tar' || content.kind === 'unpacked');
  return isReopened && gaps.length === 0 && !signal.aborted;
}

/** Whether the same layers will come to the same: nothing was wrong with one, beyond a limit, late, or no longer to be had. */
function willComeAgain(image: Image, { gaps }: Inventory): boolean {
  const isLayered = image.layers.every(({ content }) => content.kind !== 'directory' && content.kind !== 'missing');
  const isLasting = gaps.every(({ incomplete, reason }) => !incomplete && reason !== 'link-not-followed');
  return isLayered && image.gaps.length === 0 && isLasting;
}

/** What is smaller is inflated without a thread. */
const LARGE = 128 << 10;

/** By what its manifest says, where there is one: `tar+gzip` of OCI, `diff.tar.gzip` of Docker. */
function isInflated({ content, mediaType, storedSize }: Layer): boolean {
  return content.kind === 'tar' && mediaType.endsWith('gzip') && (storedSize ?? LARGE) >= LARGE;
}

function diffIdsOf({ layers }: Image): readonly Digest[] {
  return layers.map(({ diffId }) => diffId);
}

function fingerprintOf(image: Image, diffIds: readonly Digest[]): Fingerprint {
  if (image.layers.every((layer) => layer.content.kind !== 'directory')) return image.fingerprint;
  return { ...image.fingerprint, diffIds, chainId: chainId(diffIds) };
}

/** Milliseconds since some moment, never back. `performance` is loaded when it is first asked for, which takes longer than the scan of an image that is known. */
function clock(): number {
  return Number(process.hrtime.bigint() / 1000n) / 1000;
}
