import { join } from 'node:path';
import { openStore } from './advisories/open.ts';
import type { ListRequest, ScanRequest, ServiceContext } from './cli/services.ts';
import type { Collector } from './collect/collector.ts';
import type { Ecosystem } from './collect/ecosystem.ts';
import { type HarvestCache, openHarvestCache } from './collect/harvest-cache.ts';
import { detectors, pickDistribution } from './detectors/all.ts';
import { ecosystems } from './ecosystems/all.ts';
import { maven, mavenWith } from './ecosystems/maven.ts';
import { imageSources } from './images/all.ts';
import type { ImageSource } from './images/image-source.ts';
import { match } from './match/match.ts';
import type { DatabaseFacts } from './model/advisory.ts';
import type { Listing } from './model/listing.ts';
import type { Report } from './model/report.ts';
import { judge } from './policy/judge.ts';
import type { Policy } from './policy/policy.ts';
import type { LayerTurns } from './scan/layer-turns.ts';
import { list, type Naming, scan, scanAs } from './scan/pipeline.ts';
import type { ListingParts, ScanCall, ScanParts } from './scan/scanner.ts';
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
  /** Who reads a layer that several scans share. */
  readonly turns?: LayerTurns;
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
  const { parts: listing, javaIndex, close } = await listingParts(request, context, ways);
  const store = await openStore(context.home.path).catch((error: unknown) => {
    close();
    throw error;
  });
  const parts: ScanParts = { ...listing, store, match, ...suppress, judge: (input) => judge(policy, input) };
  return {
    policy,
    database: store.facts,
    javaIndex,
    scan: (call) => scan(call, parts),
    scanAs: (call, namings) => scanAs(call, namings, parts),
    close: () => {
      store.close();
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

async function listingParts(
  { limits, javaIndex }: Pick<ListRequest, 'limits' | 'javaIndex'>,
  { home, version }: ServiceContext,
  { narrowed = (cache) => cache, sourced = (sources) => sources, onlooker, turns }: ScanWays = {},
): Promise<{ readonly parts: ListingParts } & Omit<OpenEcosystems, 'ecosystems'>> {
  const { ecosystems: all, ...opened } = await openEcosystems(javaIndex);
  const ownDetectors = [...detectors, ...(onlooker?.collectors ?? [])];
  const collectors = [...all.flatMap((ecosystem) => ecosystem.collectors), ...ownDetectors];
  const cache = openHarvestCache(join(home.ready(), 'harvest'), collectors, limits.maxFileSize);
  const parts: ListingParts = {
    version,
    sources: sourced(imageSources),
    ecosystems: all,
    detectors: ownDetectors,
    cache: narrowed(cache),
    pickDistribution,
    ...(turns === undefined ? {} : { turns }),
    ...(onlooker === undefined ? {} : { seen: onlooker.seen }),
  };
  return { parts, ...opened };
}

interface OpenEcosystems {
  readonly ecosystems: readonly Ecosystem[];
  readonly javaIndex: string | null;
  readonly close: () => void;
}

/** All ecosystems, that of Java with what an index knows. */
async function openEcosystems(javaIndex: string | undefined): Promise<OpenEcosystems> {
  if (javaIndex === undefined) return { ecosystems, javaIndex: null, close() {} };
  const { openJarIndex } = await import('./ecosystems/maven/jar-index.ts');
  const index = openJarIndex(javaIndex);
  const known = mavenWith(index);
  return {
    ecosystems: ecosystems.map((one) => (one === maven ? known : one)),
    javaIndex: index.edition,
    close: () => index.close(),
  };
}
