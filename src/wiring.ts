import type { Fetch } from './advisories/fetch.ts';
import type { OpenServices, ScanRequest, ServiceContext, Services } from './cli/services.ts';
import type { Policy } from './policy/policy.ts';
import type { FleetMaterials } from './wiring-fleet.ts';
import { imageServices } from './wiring-images.ts';
import { installationService } from './wiring-installation.ts';
import type { ScanWays } from './wiring-scan.ts';

/**
 * Puts Plimsoll together: the only file that knows every plugin. Each part is imported when it is first needed, so that a command pays
 * for nothing that it does not use.
 */
export const openServices: OpenServices = (context) => ({
  ...imageServices(context),
  advisories: advisoryService(context),
  policies: policyService(),
  engines: engineService(),
  gates: gateService(context),
  fleet: fleetService(context),
  golden: goldenService(context),
  sources: async () => (await import('./images/all.ts')).imageSources,
  controls: async () => (await import('./policy/controls/all.ts')).controls,
  schemes: async () => (await import('./versions/all.ts')).versionSchemes,
});

async function loadPolicy(files: readonly string[]): Promise<Policy> {
  return (await import('./wiring-policy.ts')).loadPolicyFiles(files);
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
    scan: async (request: ScanRequest, ways: ScanWays) =>
      (await import('./wiring-scan.ts')).scanned(request, context, ways),
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
    openScanner: async (request, ways) => (await import('./wiring-scan.ts')).openScanner(request, context, ways),
  };
  return { open: async (request) => (await import('./wiring-fleet.ts')).openFleet(request, materials) };
}

function goldenService(context: ServiceContext): Services['golden'] {
  return {
    look: async (request, knownAs) => {
      const [{ goldenCollectors, imageFacts }, { renamedSources }, { scanned }] = await Promise.all([
        import('./golden/image-facts.ts'),
        import('./golden/renamed-sources.ts'),
        import('./wiring-scan.ts'),
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
