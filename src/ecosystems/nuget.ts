import type { Collector } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { readNugetLock, readPackagesConfig } from '../formats/lock-files/jvm-and-dotnet-locks.ts';
import { readPackagesProps } from '../formats/lock-files/packages-props.ts';
import { readPaketLock, readProjectAssets } from '../formats/lock-files/written-plans.ts';
import { nuget as nugetVersions } from '../versions/nuget.ts';
import { languagePackages } from './language-packages.ts';
import { lockFileCollector } from './lock-files.ts';
import { assembliesCollector, withoutListed } from './nuget/assemblies.ts';
import { bundlesCollector } from './nuget/bundles.ts';
import { dependenciesCollector } from './nuget/dependencies.ts';
import { purlOf } from './purl.ts';

const lockCollectors: readonly Collector[] = [
  lockFileCollector('nuget', 'nuget-lock', { names: ['packages.lock.json'] }, readNugetLock),
  lockFileCollector('nuget', 'nuget-packages-config', { names: ['packages.config'] }, readPackagesConfig),
  lockFileCollector(
    'nuget',
    'nuget-packages-props',
    { extensions: ['.Packages.props'], names: ['Packages.props', 'packages.props'] },
    readPackagesProps,
  ),
  lockFileCollector('nuget', 'nuget-paket-lock', { names: ['paket.lock'] }, readPaketLock),
  lockFileCollector('nuget', 'nuget-project-assets', { names: ['project.assets.json'] }, readProjectAssets),
];

/** .NET packages, the runtime's own among them. */
export const nuget: Ecosystem = {
  id: 'nuget',
  title: { en: '.NET packages', 'zh-CN': '.NET 软件包' },
  kind: 'language',
  versions: nugetVersions,
  collectors: [dependenciesCollector, bundlesCollector, assembliesCollector, ...lockCollectors],
  assemble: (assembly) =>
    languagePackages({ ...assembly, packages: withoutListed(assembly) }, 'nuget', (name, version) =>
      purlOf('nuget', null, name, version),
    ),
  // The program that starts `app.dll` lies beside it as `app`.
  brings: (_, packages) => packages.map(({ path }) => path.replace(/\.deps\.json$/, '')),
  advisoryNames: ({ name, version }) => [{ ecosystem: 'NuGet', name: name.toLowerCase(), version }],
};
