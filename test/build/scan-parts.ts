import type { Collector } from '../../src/collect/collector.ts';
import type { Ecosystem } from '../../src/collect/ecosystem.ts';
import { type HarvestCache, openHarvestCache } from '../../src/collect/harvest-cache.ts';
import type { ImageSource, OpenOptions } from '../../src/images/image-source.ts';
import type { Distribution } from '../../src/model/package.ts';
import type { Report } from '../../src/model/report.ts';
import type { KnownImages } from '../../src/scan/known-images.ts';
import { scan } from '../../src/scan/pipeline.ts';
import type { ScanParts } from '../../src/scan/scanner.ts';
import { lineCollector } from './collector.ts';

/** An ecosystem of one collector, for tests of what lies around ecosystems. */
export function lineEcosystem(collector: Collector = lineCollector()): Ecosystem {
  return {
    id: 'lines',
    title: { en: 'lines', 'zh-CN': '行' },
    kind: 'language',
    versions: {
      name: 'lines',
      parse: (text) => text,
      compare: (a, b) => (a === b ? 0 : String(a) < String(b) ? -1 : 1),
    },
    collectors: [collector],
    assemble: ({ packages }) =>
      packages.map(({ item, path, layer }) => {
        const { name, version, architecture, source, licenses, attributes } = item;
        const purl = `pkg:generic/${name}@${version}`;
        return {
          name,
          version,
          type: 'lines',
          purl,
          architecture,
          source,
          licenses,
          layer,
          path,
          ownedBy: null,
          attributes,
        };
      }),
    advisoryNames: () => [],
  };
}

export function openOptions(overrides: Partial<OpenOptions> = {}): OpenOptions {
  return {
    platform: { os: 'linux', architecture: 'amd64' },
    offline: true,
    signal: new AbortController().signal,
    limits: { maxImageSize: 1 << 30, maxFileSize: 1 << 20, maxLayers: 100 },
    registry: { ca: null, insecureHosts: [], token: null },
    trustsEngine: false,
    ...overrides,
  };
}

const noCache: HarvestCache = {
  get: async () => null,
  put: async () => {},
  withCollectors: () => noCache,
  vouchedBy: () => noCache,
};

/** Scans with the sources given and nothing else real: no advisories, a policy that allows all. */
export async function scanWith(
  sources: readonly ImageSource[],
  ref: string,
  {
    home,
    open,
    ecosystem = lineEcosystem(),
    timeout = null,
    known,
    distribution = null,
  }: {
    home?: string;
    open?: Partial<OpenOptions>;
    ecosystem?: Ecosystem;
    timeout?: number | null;
    known?: KnownImages;
    /** What every image is taken for. */
    distribution?: Distribution | null;
  } = {},
): Promise<Report> {
  const facts = { digest: 'sha256:0', builtAt: '2024-01-01T00:00:00Z', feeds: [], starter: false };
  const options = openOptions(open);
  const parts: ScanParts = {
    version: '0',
    sources,
    ...(known === undefined ? {} : { known }),
    reading: async () => ({
      ecosystems: [ecosystem],
      detectors: [],
      cache: home === undefined ? noCache : openHarvestCache(home, ecosystem.collectors, options.limits.maxFileSize),
      pickDistribution: Object.assign(() => distribution, { places: [] }),
    }),
    database: () => facts,
    match: async () => ({ findings: [], suppressed: [], gaps: [] }),
    judge: async () => ({
      decision: 'allow',
      policy: { name: 'none', digest: 'sha256:0' },
      controls: [],
      waived: [],
      expiredWaivers: [],
      base: null,
    }),
  };
  return scan({ ref, open: options, progress: { step: () => {} }, timeout }, parts);
}

/** The report without what two scans of one image may differ in. */
export function comparable(report: Report): unknown {
  const { manifestDigest: _, indexDigest: __, ...fingerprint } = report.fingerprint;
  return { ...report, ref: '', source: '', names: [], scannedAt: '', timings: null, fingerprint };
}

export function packageNames(report: Report): string[] {
  return report.inventory.packages.map((pkg) => pkg.name);
}

export function gapNames(report: Report): string[] {
  return report.inventory.gaps.map((gap) => `${gap.what}: ${gap.reason}${gap.incomplete ? ' (incomplete)' : ''}`);
}
