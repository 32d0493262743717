import type { Ecosystem } from '../collect/ecosystem.ts';
import { readPackageResolved } from '../formats/lock-files/swift-locks.ts';
import { semver } from '../versions/semver.ts';
import { languagePackages } from './language-packages.ts';
import { lockFileCollector } from './lock-files.ts';
import { purlOf } from './purl.ts';

/** Swift packages are compiled into programs; what they were is known from the lock file alone. */
export const swift: Ecosystem = {
  id: 'swift',
  title: { en: 'Swift packages', 'zh-CN': 'Swift 软件包' },
  kind: 'language',
  versions: semver,
  collectors: [
    lockFileCollector(
      'swift',
      'swift-resolved',
      { names: ['Package.resolved', '.package.resolved'] },
      readPackageResolved,
    ),
  ],
  assemble: (assembly) => languagePackages(assembly, 'swift', swiftPurl),
  // Feeds write the repository with and without the parts of its address that mean nothing.
  advisoryNames: ({ name, version }) =>
    [name, `https://${name}`, `https://${name}.git`].map((url) => ({ ecosystem: 'SwiftURL', name: url, version })),
};

function swiftPurl(name: string, version: string): string {
  const slash = name.lastIndexOf('/');
  return purlOf('swift', slash === -1 ? null : name.slice(0, slash), name.slice(slash + 1), version);
}
