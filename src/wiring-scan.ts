import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import { openAdvisories } from './advisories/open.ts';
import { buildId } from './base/build-id.ts';
import { once } from './base/once.ts';
import { remembered } from './base/remembered.ts';
import { keepWithin } from './base/sealed-folder.ts';
import type { ListRequest, ScanRequest, ServiceContext } from './cli/services.ts';
import type { Collector } from './collect/collector.ts';
import { type HarvestCache, openHarvestCache, wasHarvested } from './collect/harvest-cache.ts';
import { imageSources } from './images/all.ts';
import type { ImageSource } from './images/image-source.ts';
import type { DatabaseFacts } from './model/advisory.ts';
import type { Inventory } from './model/inventory.ts';
import type { Listing } from './model/listing.ts';
import type { Report } from './model/report.ts';
import { judge } from './policy/judge.ts';
import type { Policy } from './policy/policy.ts';
import { openKnownImages } from './scan/known-images.ts';
import { openLayerThread } from './scan/layer-thread.ts';
import { list, type Naming, scan, scanAs } from './scan/pipeline.ts';
import type { ListingParts, ScanCall, ScanParts } from './scan/scanner.ts';
import type { SharedWork } from './scan/shared-work.ts';
import { loadPolicyFiles } from './wiring-policy.ts';

/** What is particular about one scan. */
export interface ScanWays {
  /** What of the cached readings of layers it may know. */
  readonly narrowed?: (cache: HarvestCache) => HarvestCache;
  readonly sourced?: (sources: readonly ImageSource[]) => readonly ImageSource[];
  /** Who looks at the image along with it. */
  readonly onlooker?: { readonly collectors: readonly Collector[]; readonly seen: NonNullable<ScanParts['seen']> };
  /** To judge by, whatever the files say. */
  readonly policy?: Policy;
  /** With what else goes on in this process. */
  readonly shared?: SharedWork;
}

/** One image, judged. */
export async function scanned(request: ScanRequest, context: ServiceContext, ways: ScanWays = {}): Promise<Report> {
  const scanner = await openScanner(request, context, ways);
  try {
    return await scanner.scan(callOf(request));
  } finally {
    scanner.close();
  }
}

/** What judges any number of images by the same policy and the same advisories. */
export interface Scanner {
  readonly policy: Pick<Policy, 'name' | 'digest'>;
  readonly database: DatabaseFacts;
  /** Which index of Java archives it knows; null for none. */
  readonly javaIndex: string | null;
  scan(call: ScanCall): Promise<Report>;
  scanAs(call: ScanCall, namings: readonly Naming[]): Promise<readonly Report[]>;
  close(): void;
}

/** @param request what is common to all images: `ref` is not looked at */
export async function openScanner(
  request: Omit<ScanRequest, 'ref' | 'progress'>,
  context: ServiceContext,
  ways: ScanWays,
): Promise<Scanner> {
  // What the call itself may be wrong about comes first: nothing is read before that is known.
  const policy = ways.policy ?? (await loadPolicyFiles(request.policyFiles));
  const suppress = await suppression(request);
  const { parts: listing, plugins, javaIndex, close } = await listingParts(request, context, ways);
  const givingUp = (error: unknown): never => {
    close();
    throw error;
  };
  const advisories = await openAdvisories(
    context.home.path,
    // A checkout changes under what it remembers.
    buildId === null ? remembered('database', null) : remembered(`database-${buildId}`),
    buildId,
  ).catch(givingUp);
  // Of many images the first would ask for them; what they are judged by is to be one thing from the beginning.
  if (ways.shared !== undefined) await advisories.store().catch(givingUp);
  const matching = once(async () => {
    const [{ ecosystems, matcher, matchedOn }, store] = await Promise.all([plugins(), advisories.store()]);
    const match = matcher(store);
    return (inventory: Inventory, below: Parameters<typeof matchedOn>[0] | null) =>
      (below === null ? null : matchedOn(below, match({ ...inventory, packages: below.added }, ecosystems))) ??
      match(inventory, ecosystems);
  });
  const parts: ScanParts = {
    ...listing,
    database: advisories.facts,
    match: async (inventory) => {
      const edition = advisories.edition();
      const before = edition === null ? null : (listing.known?.matched(inventory, edition) ?? null);
      if (before !== null) return before;
      const match = await matching();
      const opened = advisories.edition();
      const below = opened === null ? null : (listing.known?.matchedBelow(inventory, opened) ?? null);
      const matched = match(inventory, below);
      if (opened !== null) listing.known?.keepMatched(inventory, opened, matched);
      return matched;
    },
    ...suppress,
    judge: async (input) => {
      // Only a control asks for versions.
      const ecosystems = policy.controls.length === 0 ? [] : (await plugins()).ecosystems;
      const schemeOf = (type: string) => ecosystems.find(({ id }) => id === type)?.versions;
      return judge(policy, { ...input, schemeOf });
    },
  };
  return {
    policy,
    get database() {
      return advisories.facts();
    },
    javaIndex,
    scan: (call) => scan(call, parts),
    scanAs: (call, namings) => scanAs(call, namings, parts),
    close: () => {
      advisories.close();
      close();
    },
  };
}

/** What VEX files say, and whose attestations count, read before anything of the image is. */
async function suppression({
  vexFiles = [],
  vexKeys = [],
  signal,
}: Pick<ScanRequest, 'vexFiles' | 'vexKeys' | 'signal'>): Promise<Pick<ScanParts, 'suppress' | 'findAttached'>> {
  if (vexFiles.length + vexKeys.length === 0) return {};
  return (await import('./wiring-vex.ts')).vexParts(vexFiles, vexKeys, signal);
}

/** What is in one image. */
export async function listed(request: ListRequest, context: ServiceContext): Promise<Listing> {
  const { parts, close } = await listingParts(request, context);
  try {
    return await list(callOf(request), parts);
  } finally {
    close();
  }
}

function callOf(request: ListRequest): ScanCall {
  const { ref, platform, offline, limits, registry, signal, progress, timeout, trustsEngine = false } = request;
  const containerd = request.containerd === undefined ? {} : { containerd: request.containerd };
  const open = { platform, offline, signal, limits, registry, trustsEngine, ...containerd };
  return { ref, open, progress, timeout };
}

/** Bytes: the readings of some ten thousand layers. */
const HARVEST_ROOM = 4 * 2 ** 30;

type Plugins = typeof import('./wiring-plugins.ts');

interface OpenParts {
  readonly parts: ListingParts;
  /** Those of Java know what an index knows. */
  readonly plugins: () => Promise<Plugins>;
  readonly javaIndex: string | null;
  readonly close: () => void;
}

async function listingParts(
  { limits, javaIndex }: Pick<ListRequest, 'limits' | 'javaIndex'>,
  { home, version, layerThread }: ServiceContext,
  ways: ScanWays = {},
): Promise<OpenParts> {
  const { narrowed = (cache) => cache, sourced = (sources) => sources, onlooker, shared } = ways;
  const { plugins, ...opened } = await openPlugins(javaIndex);
  // A cache that cannot be written to makes the next scan slower, and keeps nobody from this one.
  const harvests = join(home.ready(true), 'harvest');
  // Whoever knows less or looks for more finds out by himself.
  const isPlain = javaIndex === undefined && Object.keys(ways).length === 0;
  let hasRead = false;
  const parts: ListingParts = {
    version,
    sources: sourced(imageSources),
    ...(buildId === null || !isPlain
      ? {}
      : { known: openKnownImages(join(harvests, 'images'), JSON.stringify([buildId, limits])) }),
    wasRead: (diffId) => wasHarvested(harvests, diffId),
    reading: once(async () => {
      const { ecosystems, detectors: all, pickDistribution } = await plugins();
      const detectors = [...all, ...(onlooker?.collectors ?? [])];
      const collectors = [...ecosystems.flatMap((ecosystem) => ecosystem.collectors), ...detectors];
      hasRead = true;
      const cache = narrowed(openHarvestCache(harvests, collectors, limits.maxFileSize));
      const beside =
        isPlain && layerThread !== undefined && takesFiles(home.path)
          ? { beside: openLayerThread(layerThread, harvests) }
          : {};
      return { ecosystems, detectors, cache, scratch: harvests, ...beside, pickDistribution };
    }),
    ...(shared === undefined ? {} : { shared }),
    ...(onlooker === undefined ? {} : { seen: onlooker.seen }),
  };
  const close = () => {
    opened.close();
    if (hasRead) keepWithin(harvests, HARVEST_ROOM);
  };
  return { parts, plugins, javaIndex: opened.javaIndex, close };
}

/** Whether what a thread beside has read would come to lie in the cache, which is where it is taken from. */
function takesFiles(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

async function openPlugins(javaIndex: string | undefined): Promise<Omit<OpenParts, 'parts'>> {
  const load = () => import('./wiring-plugins.ts');
  if (javaIndex === undefined) return { plugins: load, javaIndex: null, close() {} };
  const [{ openJarIndex }, all] = await Promise.all([import('./ecosystems/maven/jar-index.ts'), load()]);
  const index = openJarIndex(javaIndex);
  const known = all.mavenWith(index);
  const plugins = { ...all, ecosystems: all.ecosystems.map((one) => (one === all.maven ? known : one)) };
  return { plugins: async () => plugins, javaIndex: index.edition, close: () => index.close() };
}
