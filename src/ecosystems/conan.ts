import type { Collector, Taken } from '../collect/collector.ts';
import type { Assembly, Ecosystem } from '../collect/ecosystem.ts';
import { readConanLock, readConanReference } from '../formats/lock-files/conan-lock.ts';
import type { Package } from '../model/package.ts';
import { conan as conanVersions } from '../versions/conan.ts';
import { cacheCollector, recipeCollector, withoutListed } from './conan/cache.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { lockFileCollector } from './lock-files.ts';
import { purlOf } from './purl.ts';

/** Conan 1's cache, and what Conan 2 deploys with `--deployer=full_deploy`: the path says name and version. */
const place =
  /(?:^|\/)data\/([^/]+)\/([^/]+)\/[^/]+\/[^/]+\/package\/[0-9a-f]+\/conaninfo\.txt$|(?:^|\/)full_deploy\/host\/([^/]+)\/([^/]+)\/(?:[^/]+\/)*conaninfo\.txt$/;

/** What Conan leaves beside each binary package; under `full_requires` what it was built with, in full. */
const infoCollector: Collector = {
  name: 'conan-info',
  revision: 1,
  wants: { names: ['conaninfo.txt'], maxSize: 1 << 20 },
  what: 'conaninfo.txt',
  blinds: ['packages'],
  take: ({ path }, content) => take(path, content),
};

function take(path: string, content: Buffer): Taken {
  const [, name, version, deployed, deployedVersion] = place.exec(path) ?? [];
  const own = readConanReference(`${name ?? deployed ?? ''}/${version ?? deployedVersion ?? ''}`);
  let section = '';
  const needed = content
    .toString('utf8')
    .split('\n')
    .flatMap((line) => {
      const text = line.trim();
      if (text.startsWith('[')) section = text;
      return section === '[full_requires]' ? readConanReference(text) : [];
    });
  const packages = new Map([...own, ...needed].map((pkg) => [`${pkg.name}\0${pkg.version}`, pkg]));
  return { items: [...packages.values()].map((pkg) => languagePackage('conan', pkg.name, pkg.version)) };
}

/** Who published a package besides the center of Conan stands in its purl. */
function assemble(assembly: Assembly): readonly Package[] {
  const packages = withoutListed(assembly.packages, assembly.facts);
  const plain = (name: string, version: string) => purlOf('conan', null, name, version);
  return languagePackages({ ...assembly, packages }, 'conan', plain).map((pkg) => {
    const { user, channel, ...attributes } = pkg.attributes;
    if (user === undefined && channel === undefined) return pkg;
    const publisher = { user: user ?? null, channel: channel ?? null };
    return { ...pkg, purl: purlOf('conan', null, pkg.name, pkg.version, publisher), attributes };
  });
}

/** C and C++ packages of Conan. */
export const conan: Ecosystem = {
  id: 'conan',
  title: { en: 'Conan packages', 'zh-CN': 'Conan 软件包' },
  kind: 'language',
  versions: conanVersions,
  collectors: [
    infoCollector,
    cacheCollector,
    recipeCollector,
    lockFileCollector('conan', 'conan-lock', { names: ['conan.lock'] }, readConanLock),
  ],
  assemble,
  advisoryNames: ({ name, version }) => [{ ecosystem: 'ConanCenter', name, version }],
};
