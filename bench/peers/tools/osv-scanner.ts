import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
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

interface Report {
  readonly results?: readonly {
    readonly source: { path: string };
    readonly packages: readonly { package: { name: string; version: string; ecosystem: string } }[];
  }[];
}

const tool: Tool = {
  name: 'osv-scanner',
  version: { args: ['--version'], pattern: /version: v?(\S+)/ },
  prepare(state, { osv }) {
    if (osv === null) return false;
    mkdirSync(join(state, 'osv-scanner'), { recursive: true });
    for (const ecosystem of readdirSync(osv)) {
      if (!existsSync(join(osv, ecosystem, 'all.zip'))) continue;
      symlinkSync(join(osv, ecosystem), join(state, 'osv-scanner', ecosystem));
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
export default tool;
