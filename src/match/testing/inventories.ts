import { memoryStore } from '../../advisories/memory-store.ts';
import { verbatim } from '../../base/text.ts';
import type { Ecosystem } from '../../collect/ecosystem.ts';
import type { Advisory, AdvisoryStore, AffectedPackage } from '../../model/advisory.ts';
import type { Inventory } from '../../model/inventory.ts';
import type { Package } from '../../model/package.ts';
import type { VersionScheme } from '../../model/version-scheme.ts';
import { deb } from '../../versions/deb.ts';
import { npm } from '../../versions/npm.ts';

const digest = `sha256:${'0'.repeat(64)}` as const;

export function ecosystem(id: string, versions: VersionScheme, rest: Partial<Ecosystem> = {}): Ecosystem {
  return {
    id,
    title: verbatim(id),
    kind: 'language',
    versions,
    collectors: [],
    assemble: () => [],
    advisoryNames: (pkg) => [{ ecosystem: id, name: pkg.name, version: pkg.version }],
    ...rest,
  };
}

/** `npm:left-pad@1.0.0`, with whatever else of a package matters. */
export function pkg(spec: string, rest: Partial<Package> = {}): Package {
  const [, type = '', name = '', version = ''] = /^([^:]+):(.+)@(.+)$/.exec(spec) ?? [];
  return {
    name,
    version,
    type,
    purl: `pkg:${type}/${name}@${version}`,
    architecture: null,
    source: null,
    licenses: [],
    layer: digest,
    path: `${type}/${name}`,
    ownedBy: null,
    attributes: {},
    ...rest,
  };
}

export function inventory(packages: readonly Package[], rest: Partial<Inventory> = {}): Inventory {
  return { distribution: null, packages, accounts: null, files: [], gaps: [], layers: [], ...rest };
}

/** A record about one package: `npm/left-pad`, from `introduced` to `fixed`. */
export function advisory(
  id: string,
  about: string,
  [introduced, fixed]: readonly [string, string | null],
  rest: Partial<Advisory> & { readonly entry?: Partial<AffectedPackage> } = {},
): Advisory {
  const at = about.lastIndexOf('/');
  const { entry, ...head } = rest;
  return {
    id,
    modified: '2024-01-01T00:00:00Z',
    published: null,
    withdrawn: null,
    aliases: [],
    upstream: [],
    related: [],
    summary: '',
    severity: [],
    severityWord: null,
    affected: [
      {
        ecosystem: about.slice(0, at),
        name: about.slice(at + 1),
        ranges: [{ type: 'ECOSYSTEM', events: fixed === null ? [{ introduced }] : [{ introduced }, { fixed }] }],
        versions: [],
        severity: [],
        severityWord: null,
        ...entry,
      },
    ],
    references: [],
    ...head,
  };
}

export const js = ecosystem('npm', npm);
export const debian = ecosystem('deb', deb, {
  kind: 'distribution',
  advisoryNames: (found, distribution) =>
    distribution === null
      ? 'unknown'
      : [
          {
            ecosystem: 'Debian:12',
            name: found.source?.name ?? found.name,
            version: found.source?.version ?? found.version,
          },
        ],
});
export const bookworm = { id: 'debian', versionId: '12', name: 'Debian 12', like: [], codename: 'bookworm' };

export function store(records: readonly Advisory[], exploited: readonly string[] = []): AdvisoryStore {
  return memoryStore(records, { builtAt: '2024-01-01T00:00:00Z', starter: false, exploited });
}
