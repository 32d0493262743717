import type { Ecosystem } from '../collect/ecosystem.ts';
import { readPodfileLock } from '../formats/lock-files/swift-locks.ts';
import { gem } from '../versions/gem.ts';
import { languagePackages } from './language-packages.ts';
import { lockFileCollector } from './lock-files.ts';
import { purlOf } from './purl.ts';

/** CocoaPods, whose versions are RubyGems'. No feed speaks of them. */
export const cocoapods: Ecosystem = {
  id: 'cocoapods',
  title: { en: 'CocoaPods', 'zh-CN': 'CocoaPods 软件包' },
  kind: 'language',
  versions: gem,
  collectors: [lockFileCollector('cocoapods', 'cocoapods-lock', { names: ['Podfile.lock'] }, readPodfileLock)],
  assemble: (assembly) =>
    languagePackages(assembly, 'cocoapods', (name, version) => purlOf('cocoapods', null, name, version)),
  advisoryNames: () => [],
};
