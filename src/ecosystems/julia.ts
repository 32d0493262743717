import type { Collector, Taken } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { readJuliaManifest } from '../formats/lock-files/toml-locks.ts';
import { tomlTables } from '../formats/toml-tables.ts';
import { julia as juliaVersions } from '../versions/julia.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { lockFileCollector } from './lock-files.ts';
import { purlOf } from './purl.ts';

/** Packages lie in each depot by name and a short hash of their content: `packages/JSON/93Ea8/Project.toml`. */
const projectCollector: Collector = {
  name: 'julia-packages',
  revision: 1,
  wants: {
    names: ['Project.toml'],
    maxSize: 1 << 20,
    unless: ({ path }) => !/(?:^|\/)packages\/[^/]+\/[A-Za-z0-9]{4,6}\/Project\.toml$/.test(path),
  },
  what: 'Project.toml',
  blinds: ['packages'],
  take: (_, content) => take(content),
};

const keys = ['name', 'version', 'uuid'];

function take(content: Buffer): Taken {
  const [top] = tomlTables(content, new Set(keys));
  const [name, version, uuid] = keys.map((key) => top?.values.get(key));
  if (!name || !version || uuid === undefined)
    return { items: [], gaps: [{ what: 'Project.toml', reason: 'unparsable', blinds: ['packages'] }] };
  return { items: [languagePackage('julia', name, version, { attributes: { uuid: uuid.slice(0, 100) } })] };
}

/** Julia packages. */
export const julia: Ecosystem = {
  id: 'julia',
  title: { en: 'Julia packages', 'zh-CN': 'Julia 软件包' },
  kind: 'language',
  versions: juliaVersions,
  collectors: [
    projectCollector,
    lockFileCollector('julia', 'julia-manifest', { names: ['Manifest.toml', 'JuliaManifest.toml'] }, readJuliaManifest),
  ],
  // Names may be the same in several registries: a purl has to tell the UUID (purl-spec, type `julia`).
  assemble: (assembly) =>
    languagePackages(assembly, 'julia', (name, version, { uuid = null }) =>
      purlOf('julia', null, name, version, { uuid }),
    ),
  advisoryNames: ({ name, version }) => [{ ecosystem: 'Julia', name, version }],
};
