import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Found, Tool } from './tool.ts';

/** OSV's names of ecosystems as purl types. */
const types: Readonly<Record<string, string>> = {
  Alpine: 'apk',
  'crates.io': 'cargo',
  CRAN: 'cran',
  Debian: 'deb',
  Go: 'golang',
  Hex: 'hex',
  Maven: 'maven',
  npm: 'npm',
  NuGet: 'nuget',
  Packagist: 'composer',
  PyPI: 'pypi',
  RubyGems: 'gem',
  Ubuntu: 'deb',
};

/** The end of a directory without entries (APPNOTE.TXT, section 4.3.16). */
const emptyZip = Buffer.concat([Buffer.from('PK\x05\x06'), Buffer.alloc(18)]);

interface Report {
  readonly results?: readonly {
    readonly source: { path: string };
    readonly packages: readonly { package: { name: string; version: string; ecosystem: string } }[];
  }[];
}

export const osvScanner: Tool = {
  name: 'osv-scanner',
  version: { args: ['--version'], pattern: /version: v?(\S+)/ },
  prepare(state, { osv }) {
    if (osv === null) return false;
    // It has changed its mind about the name, and without records for an ecosystem it ends with an error.
    for (const name of ['osv-scanner', 'osv-scalibr']) {
      for (const ecosystem of new Set([...readdirSync(osv), ...Object.keys(types), 'GIT'])) {
        const folder = join(state, name, ecosystem);
        mkdirSync(folder, { recursive: true });
        const archive = join(osv, ecosystem, 'all.zip');
        if (existsSync(archive)) symlinkSync(archive, join(folder, 'all.zip'));
        else writeFileSync(join(folder, 'all.zip'), emptyZip);
      }
    }
    return true;
  },
  forget: null,
  scan: ({ kind, at }, state, output) => ({
    program: 'osv-scanner',
    args: [
      'scan',
      'image',
      ...(existsSync(join(state, 'osv-scanner')) ? ['--offline'] : []),
      '--all-packages',
      '--all-vulns',
      '--format',
      'json',
      ...(kind === 'archive' ? ['--archive'] : []),
      at,
    ],
    env: { OSV_SCANNER_LOCAL_DB_CACHE_DIRECTORY: state },
    // 1 says that there are findings, 127 and 128 that something failed.
    codes: [0, 1],
    output,
  }),
  packages: (output) => {
    const { results = [] } = JSON.parse(readFileSync(output, 'utf8')) as Report;
    return results.flatMap(({ source, packages }) =>
      packages.map(({ package: { name, version, ecosystem } }): Found => {
        const family = ecosystem.split(':')[0] ?? '';
        return { type: types[family] ?? family.toLowerCase(), name, version, path: source.path.replace(/^\//, '') };
      }),
    );
  },
};
