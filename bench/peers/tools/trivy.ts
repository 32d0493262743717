import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { fromPurl } from '../found.ts';
import type { Tool } from './tool.ts';

interface Report {
  readonly Results?: readonly {
    readonly Target: string;
    readonly Packages?: readonly { Identifier?: { PURL?: string }; FilePath?: string }[];
  }[];
}

export const trivy: Tool = {
  name: 'trivy',
  version: { args: ['--version'], pattern: /Version: v?(\S+)/ },
  prepare(state, { own }) {
    const given = own !== null && existsSync(join(own, 'trivy', 'db'));
    if (given) cpSync(join(own, 'trivy'), state, { recursive: true });
    if (!existsSync(join(state, 'java-db'))) emptyJavaIndex(join(state, 'java-db'));
    return given;
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
