import { join } from 'node:path';
import type { Fetch } from './advisories/fetch.ts';
import type { ListRequest, OpenServices, ScanRequest, ServiceContext, Services } from './cli/services.ts';
import type { Collector } from './collect/collector.ts';
import type { Ecosystem } from './collect/ecosystem.ts';
import type { HarvestCache } from './collect/harvest-cache.ts';
import type { ImageSource } from './images/image-source.ts';
import type { DatabaseFacts } from './model/advisory.ts';
import type { Listing } from './model/listing.ts';
import type { Report } from './model/report.ts';
import type { Policy } from './policy/policy.ts';
import type { LayerTurns } from './scan/layer-turns.ts';
import type { Naming } from './scan/pipeline.ts';
import type { ListingParts, ScanCall, ScanParts } from './scan/scanner.ts';
import type { FleetMaterials } from './wiring-fleet.ts';
import { installationService } from './wiring-installation.ts';
import { ledgerService } from './wiring-ledger.ts';

/**
 * Puts Plimsoll together: the only file that knows every plugin. Each part is imported when it is first needed, so that a command pays
 * for nothing that it does not use.
 */
export const openServices: OpenServices = (context) => ({
  scan: (request) => scanned(request, context),
  list: (request) => listed(request, context),
  advisories: advisoryService(context),
  policies: policyService(),
  engines: engineService(),
  gates: gateService(context),
  fleet: fleetService(context),
  golden: goldenService(context),
  ledger: ledgerService(context.home),
  sources: async () => (await import('./images/all.ts')).imageSources,
  reporters: async () => (await import('./reports/all.ts')).reporters,
  controls: async () => (await import('./policy/controls/all.ts')).controls,
  ecosystems: async () => (await import('./ecosystems/all.ts')).ecosystems,
  schemes: async () => (await import('./versions/all.ts')).versionSchemes,
});

async function loadPolicy(files: readonly string[]): Promise<Policy> {
  return (await import('./wiring-policy.ts')).loadPolicyFiles(files);
}

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

async function scanned(request: ScanRequest, context: ServiceContext, ways: ScanWays = {}): Promise<Report> {
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
async function openScanner(
  request: Omit<ScanRequest, 'ref' | 'progress'>,
  context: ServiceContext,
  ways: ScanWays,
): Promise<Scanner> {
  // What the call itself may be wrong about comes first: nothing is read before that is known.
  const policy = ways.policy ?? (await loadPolicy(request.policyFiles));
  const suppress = await suppression(request);
  const [{ scan, scanAs }, { parts: listing, javaIndex, close }, { match }, { judge }, { openStore }] =
    await Promise.all([
      import('./scan/pipeline.ts'),
      listingParts(request, context, ways),
      import('./match/match.ts'),
      import('./policy/judge.ts'),
      import('./advisories/open.ts'),
    ]);
  const store = await openStore(context.home.path);
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

async function listed(request: ListRequest, context: ServiceContext): Promise<Listing> {
  const [{ list }, { parts, close }] = await Promise.all([
    import('./scan/pipeline.ts'),
    listingParts(request, context),
  ]);
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
  const [{ imageSources }, { ecosystems, ...opened }, { detectors, pickDistribution }, { openHarvestCache }] =
    await Promise.all([
      import('./images/all.ts'),
      openEcosystems(javaIndex),
      import('./detectors/all.ts'),
      import('./collect/harvest-cache.ts'),
    ]);
  const ownDetectors = [...detectors, ...(onlooker?.collectors ?? [])];
  const collectors = [...ecosystems.flatMap((ecosystem) => ecosystem.collectors), ...ownDetectors];
  const cache = openHarvestCache(join(home.ready(), 'harvest'), collectors, limits.maxFileSize);
  const parts: ListingParts = {
    version,
    sources: sourced(imageSources),
    ecosystems,
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
  const { ecosystems } = await import('./ecosystems/all.ts');
  if (javaIndex === undefined) return { ecosystems, javaIndex: null, close() {} };
  const [{ openJarIndex }, { maven, mavenWith }] = await Promise.all([
    import('./ecosystems/maven/jar-index.ts'),
    import('./ecosystems/maven.ts'),
  ]);
  const index = openJarIndex(javaIndex);
  const known = mavenWith(index);
  return {
    ecosystems: ecosystems.map((one) => (one === maven ? known : one)),
    javaIndex: index.edition,
    close: () => index.close(),
  };
}

function policyService(): Services['policies'] {
  const load = (file: string) => loadPolicy([file]);
  return {
    check: async (file) => (await import('./policy/policy-facts.ts')).policyFacts(await load(file), new Date()),
    explain: async (file) => (await import('./policy/explain.ts')).explainPolicy(await load(file), new Date()),
    schema: async () => {
      const { policySchema } = await import('./policy/policy-schema.ts');
      return policySchema((await import('./policy/controls/all.ts')).controls);
    },
    approvedBases: async (files) => {
      const { approvedBases } = await import('./policy/approved-bases.ts');
      return files.length === 0 ? [] : approvedBases(await loadPolicy(files));
    },
  };
}

function advisoryService(context: ServiceContext): Services['advisories'] {
  const { home, version } = context;
  const status = async () => (await import('./advisories/status.ts')).databaseStatus(home.path);
  return {
    status,
    update: async ({ feeds, offline, ...request }) => {
      const { updateDatabase } = await import('./advisories/update.ts');
      const { changed, dropped, skipped, notes } = await fetching(offline, version, (fetch) =>
        updateDatabase({ ...request, home: home.ready(), ecosystems: feeds, fetch }),
      );
      return { changed, dropped, skipped, notes, status: await status() };
    },
    build: async ({ feeds, offline, ...request }) => {
      const { buildDatabase } = await import('./advisories/build.ts');
      return fetching(offline, version, (fetch) => buildDatabase({ ...request, ecosystems: feeds, fetch }));
    },
    push: async (request) => (await import('./wiring-publishing.ts')).pushed(request, context),
    pull: async (request) => (await import('./wiring-publishing.ts')).pulled(request, context),
  };
}

/** Does something with a way to the sources of advisories, which is closed afterwards. */
async function fetching<T>(offline: boolean, version: string, use: (fetch: Fetch) => Promise<T>): Promise<T> {
  const [{ fetchOver }, { httpClient }, { systemTrust }, { proxyChoice }] = await Promise.all([
    import('./advisories/fetch.ts'),
    import('./base/http.ts'),
    import('./base/http/trust.ts'),
    import('./base/http/proxy.ts'),
  ]);
  const client = httpClient({
    userAgent: `plimsoll/${version}`,
    offline,
    trust: systemTrust,
    insecureHosts: [],
    proxyFor: proxyChoice(process.env),
  });
  try {
    return await use(fetchOver(client));
  } finally {
    client.close();
  }
}

function engineService(): Services['engines'] {
  const engines = () => import('./images/docker/local-images.ts');
  return {
    probe: async (access) => (await engines()).probeEngines({ ...access, environment: process.env }),
    images: async (access) => (await (await engines()).listImages({ ...access, environment: process.env })).images,
    credentials: async () => (await import('./images/registry/login-facts.ts')).loginFacts(process.env),
  };
}

function gateService(context: ServiceContext): Services['gates'] {
  const materials = {
    home: context.home,
    loadPolicy,
    scan: (request: ScanRequest, ways: ScanWays) => scanned(request, context, ways),
    sources: async () => (await import('./images/all.ts')).imageSources,
  };
  return {
    docker: async (request) => (await import('./wiring-gates.ts')).openDockerGate(materials, request),
    runtime: async (request) => (await import('./wiring-runtime.ts')).askRuntime(context.home, request),
    installation: installationService(materials, context),
  };
}

function fleetService(context: ServiceContext): Services['fleet'] {
  const materials: FleetMaterials = {
    version: context.version,
    openScanner: (request, ways) => openScanner(request, context, ways),
  };
  return { open: async (request) => (await import('./wiring-fleet.ts')).openFleet(request, materials) };
}

function goldenService(context: ServiceContext): Services['golden'] {
  return {
    look: async (request, knownAs) => {
      const [{ goldenCollectors, imageFacts }, { renamedSources }] = await Promise.all([
        import('./golden/image-facts.ts'),
        import('./golden/renamed-sources.ts'),
      ]);
      let facts = imageFacts([]);
      const report = await scanned(request, context, {
        ...(knownAs === null ? {} : { sourced: (sources) => renamedSources(sources, knownAs) }),
        onlooker: {
          collectors: goldenCollectors,
          seen: (files) => {
            facts = imageFacts(files);
          },
        },
      });
      return { report, facts };
    },
    engine: async (access) =>
      (await import('./golden/build/golden-engine.ts')).goldenEngine({ ...access, environment: process.env }),
    proxies: async () => (await import('./golden/build/proxies.ts')).buildProxies(process.env),
  };
}
