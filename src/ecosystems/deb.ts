import type { Assembly, Ecosystem } from '../collect/ecosystem.ts';
import type { Package } from '../model/package.ts';
import { deb as debVersions } from '../versions/deb.ts';
import { chiselCollector, withoutSourceless } from './deb/chisel.ts';
import { copyrightCollector } from './deb/copyright.ts';
import { diversionsCollector } from './deb/diversions.ts';
import { listsCollector } from './deb/lists.ts';
import { checksumsCollector } from './deb/md5sums.ts';
import { keeps, ownedFiles } from './deb/owned-files.ts';
import { statusCollector } from './deb/status.ts';
import { strayedLists } from './deb/strayed-lists.ts';
import { distributionAdvisoryNames, keepsPackages, purlDistro, purlNamespace } from './distribution-names.ts';
import { isForeign } from './foreign-builders.ts';
import { purlOf } from './purl.ts';
import { withoutTwice } from './told-twice.ts';

/** Packages of dpkg: Debian, Ubuntu and what is made of them, distroless images too. */
export const deb: Ecosystem = {
  id: 'deb',
  title: { en: 'Debian packages', 'zh-CN': 'Debian 软件包' },
  kind: 'distribution',
  versions: debVersions,
  collectors: [
    statusCollector,
    chiselCollector,
    copyrightCollector,
    checksumsCollector,
    listsCollector,
    diversionsCollector,
  ],
  database: { what: statusCollector.what, isKeptBy: keepsPackages('deb') },
  assemble,
  doubts: strayedLists,
  ownedFiles,
  keeps,
  advisoryNames: distributionAdvisoryNames,
  isForeign,
};

function assemble({ packages, facts, distribution, resolve }: Assembly): readonly Package[] {
  const licenses = new Map(facts.filter(({ item }) => item.fact === 'licenses').map((f) => [f.path, f.item.values]));
  const licensesOf = (name: string): readonly string[] => {
    // The directory is often a link to that of another package built from the same source.
    const path = `usr/share/doc/${name}/copyright`;
    return licenses.get(path) ?? licenses.get(resolve(path)) ?? [];
  };
  const namespace = purlNamespace(distribution);
  const distro = purlDistro(distribution);
  return withoutTwice(withoutSourceless(packages)).map(({ item, path, layer }) => ({
    name: item.name,
    version: item.version,
    type: 'deb',
    purl: purlOf('deb', namespace, item.name, item.version, { arch: item.architecture, distro }),
    architecture: item.architecture,
    source: item.source,
    licenses: licensesOf(item.name),
    layer,
    path,
    ownedBy: null,
    attributes: item.attributes,
  }));
}
