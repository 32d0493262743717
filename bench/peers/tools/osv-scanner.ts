import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { comparedName, comparedVersion } from '../found.ts';
import { problemsOf } from '../problems.ts';
import type { Found, Tool } from './tool.ts';

/** OSV's names of ecosystems as purl types. Of Debian's packages it names the sources. */
const types: Readonly<Record<string, string>> = {
  AlmaLinux: 'rpm',
  Alpine: 'apk',
  Bioconductor: 'cran',
  Bitnami: 'bitnami',
  ConanCenter: 'conan',
  'crates.io': 'cargo',
  CRAN: 'cran',
  Debian: 'deb source',
  Go: 'golang',
  Hackage: 'hackage',
  Hex: 'hex',
  Julia: 'julia',
  Maven: 'maven',
  npm: 'npm',
  NuGet: 'nuget',
  openSUSE: 'rpm',
  Packagist: 'composer',
  Pub: 'pub',
  PyPI: 'pypi',
  'Red Hat': 'rpm',
  'Rocky Linux': 'rpm',
  RubyGems: 'gem',
  SUSE: 'rpm',
  SwiftURL: 'swift',
  Ubuntu: 'deb source',
};

/** The end of a directory without entries (APPNOTE.TXT, section 4.3.16). */
const emptyZip = Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]);

interface Report {
  readonly results?: readonly {
    readonly source: { path: string };
    readonly packages: readonly {
      readonly package: {
        readonly name: string;
        readonly os_package_name?: string;
        readonly version: string;
        readonly ecosystem: string;
      };
      readonly vulnerabilities?: readonly { readonly id: string; readonly aliases?: readonly string[] }[];
    }[];
  }[];
}

export const osvScanner: Tool = {
  name: 'osv-scanner',
  version: { args: ['--version'], pattern: /version: v?(\S+)/ },
  prepare(state, { osv }) {
    // Its matching went into osv-scalibr, and with it the name; without records for an ecosystem it ends with an error, or (2.5.0) tells of the packages alone.
    for (const name of ['osv-scanner', 'osv-scalibr']) {
      for (const ecosystem of new Set([...(osv === null ? [] : readdirSync(osv)), ...Object.keys(types), 'GIT'])) {
        const folder = join(state, name, ecosystem);
        mkdirSync(folder, { recursive: true });
        const archive = join(osv ?? '', ecosystem, 'all.zip');
        if (osv !== null && existsSync(archive)) symlinkSync(archive, join(folder, 'all.zip'));
        else writeFileSync(join(folder, 'all.zip'), emptyZip);
      }
    }
    return osv !== null;
  },
  forget: null,
  scan: ({ kind, at }, state, output) => ({
    program: 'osv-scanner',
    args: [
      'scan',
      ...(kind === 'sources' ? ['source', '--recursive', '--no-resolve'] : ['image']),
      ...(existsSync(join(state, 'osv-scanner')) ? ['--offline'] : []),
      '--all-packages',
      '--all-vulns',
      '--format',
      'json',
      ...(kind === 'archive' ? ['--archive'] : []),
      at,
    ],
    // One that does not find its own name here looks in the user's cache, has no records there, and still exits as if all were well.
    env: { OSV_SCANNER_LOCAL_DB_CACHE_DIRECTORY: state, OSV_SCALIBR_LOCAL_DB_CACHE_DIRECTORY: state },
    // 1 says that there are findings, 128 that it knows no package, 127 that something failed.
    codes: [0, 1, 128],
    output,
  }),
  packages: (output) =>
    reportOf(output).flatMap(({ source, packages }) =>
      packages.map(({ package: { name, version, ecosystem } }): Found => {
        const family = ecosystem.split(':')[0] ?? '';
        const type = types[family] ?? family.toLowerCase();
        const path = source.path.replace(/^\//, '');
        return {
          type,
          name: comparedName(type, name),
          version: comparedVersion(type, version),
          path,
          purl: '',
          source: null,
          licenses: [],
        };
      }),
    ),
  problems: (output) =>
    problemsOf(
      reportOf(output).flatMap(({ packages }) =>
        packages.flatMap(({ package: { name, os_package_name: binary, version }, vulnerabilities = [] }) =>
          vulnerabilities.map(({ id, aliases = [] }) => ({
            ids: [id, ...aliases],
            packageNames: binary === undefined ? [name] : [binary, name],
            version,
          })),
        ),
      ),
    ),
};

/** It writes nothing where it knows no package. */
function reportOf(output: string): NonNullable<Report['results']> {
  const text = readFileSync(output, 'utf8');
  return text === '' ? [] : ((JSON.parse(text) as Report).results ?? []);
}
