import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fromPurl } from '../found.ts';
import { problemsOf } from '../problems.ts';
import type { Tool } from './tool.ts';

interface Report {
  readonly Results?: readonly {
    readonly Target: string;
    readonly Packages?: readonly {
      readonly Name: string;
      readonly SrcName?: string;
      readonly Identifier?: { readonly PURL?: string };
      readonly FilePath?: string;
    }[];
    readonly Vulnerabilities?: readonly {
      readonly VulnerabilityID: string;
      readonly VendorIDs?: readonly string[];
      readonly PkgName: string;
      readonly InstalledVersion: string;
    }[];
  }[];
}

export const trivy: Tool = {
  name: 'trivy',
  version: { args: ['--version'], pattern: /Version: v?(\S+)/ },
  prepare(state, { own }) {
    // Not its whole cache: it may know the images already.
    const parts = own === null ? [] : ['db', 'java-db'].filter((part) => existsSync(join(own, 'trivy', part)));
    for (const part of parts) cpSync(join(own ?? '', 'trivy', part), join(state, part), { recursive: true });
    if (!existsSync(join(state, 'java-db'))) emptyJavaIndex(join(state, 'java-db'));
    return parts.includes('db');
  },
  forget: (state) => rmSync(join(state, 'fanal'), { recursive: true, force: true }),
  scan: ({ kind, at }, state, output) => ({
    program: 'trivy',
    args: [
      ...(kind === 'sources'
        ? ['fs', at]
        : [
            'image',
            ...(kind === 'archive' ? ['--input', at] : ['--image-src', kind === 'engine' ? 'docker' : 'remote', at]),
          ]),
      '--cache-dir',
      state,
      '--offline-scan',
      '--skip-java-db-update',
      '--skip-version-check',
      '--quiet',
      ...(existsSync(join(state, 'db'))
        ? ['--scanners', 'vuln', '--skip-db-update', '--list-all-pkgs', '--format', 'json']
        : ['--format', 'cyclonedx']),
    ],
    env: { TRIVY_INSECURE: 'true', TRIVY_NON_SSL: 'true', TRIVY_DISABLE_TELEMETRY: 'true' },
    output,
  }),
  packages: (output) => {
    const text = JSON.parse(readFileSync(output, 'utf8')) as Report & Bom;
    if (text.components !== undefined) return text.components.flatMap(fromComponent);
    return (text.Results ?? []).flatMap(({ Target, Packages = [] }) =>
      Packages.flatMap(({ Identifier, FilePath }) =>
        Identifier?.PURL === undefined ? [] : [fromPurl(Identifier.PURL, FilePath ?? Target)],
      ),
    );
  },
  problems: (output) => {
    const { Results = [] } = JSON.parse(readFileSync(output, 'utf8')) as Report;
    return problemsOf(
      Results.flatMap(({ Packages = [], Vulnerabilities = [] }) => {
        const sources = new Map(Packages.map(({ Name, SrcName }) => [Name, SrcName]));
        return Vulnerabilities.map(({ VulnerabilityID, VendorIDs = [], PkgName, InstalledVersion }) => {
          const source = sources.get(PkgName);
          return {
            ids: [VulnerabilityID, ...VendorIDs],
            packageNames: source === undefined ? [PkgName] : [PkgName, source],
            version: InstalledVersion,
          };
        });
      }),
    );
  },
};

interface Bom {
  readonly components?: readonly Component[];
}

interface Component {
  readonly purl?: string;
  readonly properties?: readonly { name: string; value: string }[];
  readonly licenses?: readonly { expression?: string; license?: { id?: string; name?: string } }[];
}

function fromComponent({ purl, properties = [], licenses = [] }: Component) {
  const told = new Map(properties.map(({ name, value }) => [name.slice(name.lastIndexOf(':') + 1), value]));
  const names = licenses.map(({ expression, license }) => expression ?? license?.id ?? license?.name ?? '').sort();
  const [source, release, epoch] = ['SrcName', 'SrcRelease', 'SrcEpoch'].map((key) => told.get(key));
  const version = `${epoch === undefined ? '' : `${epoch}:`}${told.get('SrcVersion') ?? ''}${release === undefined ? '' : `-${release}`}`;
  return purl === undefined
    ? []
    : [
        fromPurl(purl, told.get('FilePath') ?? '', {
          licenses: names,
          source: source === undefined ? null : `${source} ${version}`,
        }),
      ];
}

/** It refuses to read jars without an index of digests: an empty one lets it read what the jars say. */
function emptyJavaIndex(folder: string): void {
  mkdirSync(folder, { recursive: true });
  const index = new DatabaseSync(join(folder, 'trivy-java.db'));
  index.exec(`
    CREATE TABLE artifacts(id INTEGER PRIMARY KEY, group_id TEXT, artifact_id TEXT);
    CREATE TABLE indices(artifact_id INTEGER, version TEXT, sha1 BLOB, archive_type TEXT);
  `);
  index.close();
  const far = new Date(Date.now() + 365 * 86_400_000).toISOString();
  const metadata = {
    Version: 1,
    NextUpdate: far,
    UpdatedAt: new Date().toISOString(),
    DownloadedAt: new Date().toISOString(),
  };
  writeFileSync(join(folder, 'metadata.json'), JSON.stringify(metadata));
}
