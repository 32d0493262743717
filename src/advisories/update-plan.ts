import { failure } from '../base/errors.ts';
import { imageEcosystems } from '../model/osv-ecosystems.ts';
import { bucketEcosystems } from './osv-bucket.ts';
import type { SourceAccess } from './source-document.ts';
import { locationText, type SourceLocation, sourceLocation } from './source-location.ts';

/** Where advisories come from when nobody said: the public OSV bucket and CISA's catalogue. */
const publicSources = {
  osv: 'https://osv-vulnerabilities.storage.googleapis.com',
  kev: 'https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json',
} as const;

/** What an update will ask for. */
export interface UpdatePlan {
  /** As they are remembered. */
  readonly sources: readonly string[];
  readonly feeds: readonly { readonly base: SourceLocation; readonly ecosystem: string }[];
  readonly kev: readonly SourceLocation[];
  readonly epss: readonly SourceLocation[];
  readonly nvd: readonly SourceLocation[];
  /** Whether an ecosystem would be taken if a source had it. */
  wants(ecosystem: string): boolean;
  /** Ecosystems that the sources have and that are not taken. */
  readonly skipped: readonly string[];
}

export interface PlanOptions {
  readonly sources: readonly string[];
  readonly kev: readonly string[];
  readonly epss: readonly string[];
  readonly nvd: readonly string[];
  readonly ecosystems: readonly string[];
}

/** Settles what to ask for, before anything is changed. Throws `source-invalid`, `feed-unknown` and what asking can fail with. */
export async function planUpdate(options: PlanOptions, access: SourceAccess): Promise<UpdatePlan> {
  const byDefault = options.sources.length === 0;
  const bases = distinct((byDefault ? [publicSources.osv] : options.sources).map(sourceLocation));
  const kev = distinct((byDefault && options.kev.length === 0 ? [publicSources.kev] : options.kev).map(sourceLocation));
  const epss = distinct(options.epss.map(sourceLocation));
  const nvd = distinct(options.nvd.map(sourceLocation));
  const wanted = new Set(options.ecosystems.length > 0 ? options.ecosystems : imageEcosystems);
  const feeds: { base: SourceLocation; ecosystem: string }[] = [];
  const skipped = new Set<string>();
  const available = new Set<string>();
  for (const base of bases) {
    for (const ecosystem of await bucketEcosystems(base, access)) {
      available.add(ecosystem);
      if (wanted.has(ecosystem)) feeds.push({ base, ecosystem });
      else skipped.add(ecosystem);
    }
  }
  const source = bases.map(locationText).join(', ');
  const unknown = options.ecosystems.find((ecosystem) => !available.has(ecosystem));
  if (unknown !== undefined)
    throw failure('feed-unknown', { given: unknown, source, available: [...available].join(', ') });
  if (feeds.length === 0)
    throw failure('source-invalid', {
      given: source,
      reason: { en: 'it has no ecosystem that an image can hold', 'zh-CN': '其中没有镜像可能包含的生态' },
    });
  return {
    sources: bases.map(locationText),
    feeds,
    kev,
    epss,
    nvd,
    wants: (ecosystem) => wanted.has(ecosystem),
    skipped: options.ecosystems.length > 0 ? [] : [...skipped].sort(),
  };
}

function distinct(locations: readonly SourceLocation[]): SourceLocation[] {
  return [...new Map(locations.map((location) => [locationText(location), location])).values()];
}
