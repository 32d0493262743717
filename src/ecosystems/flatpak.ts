import type { Collector, Taken } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { readAppMetainfo } from '../formats/app-metainfo.ts';
import { XmlFault } from '../formats/xml/xml-events.ts';
import type { HarvestedGap } from '../model/harvest.ts';
import { php } from '../versions/php.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { normalizedLicense } from './license-names.ts';
import { purlOf } from './purl.ts';

const WHAT = 'Flatpak application';
/**
 * A deployed application or runtime: `flatpak/app/ID/ARCH/BRANCH/COMMIT/` with what it shows to the system in `export`, what is in it in `files` (flatpak(1), "Layout"). The metainfo
 * of programs that came as packages (`usr/share/metainfo`) is none of it.
 */
const place =
  /^(.*\/)?flatpak\/(?:app|runtime)\/([^/]+)\/[^/]+\/[^/]+\/[^/]+\/(?:export|files)\/share\/(?:metainfo|appdata)\/([^/]+)\.(?:metainfo|appdata)\.xml$/;
const deployment = /^(?:.*\/)?flatpak\/(?:app|runtime)\/[^/]+\/[^/]+\/[^/]+\/[^/]+(?=\/)/;

const metainfoCollector: Collector = {
  name: 'flatpak-metainfo',
  revision: 1,
  wants: { extensions: ['.metainfo.xml', '.appdata.xml'], maxSize: 16 << 20, unless: ({ path }) => !isOfItself(path) },
  what: WHAT,
  blinds: ['packages'],
  take: ({ path }, content) => take(path, content),
};

/** Beside its own an application may have the metainfo of what was built into it. */
function isOfItself(path: string): boolean {
  const [, , id, named] = place.exec(path) ?? [];
  return id !== undefined && id === named?.replace(/\.desktop$/, '');
}

function take(path: string, content: Buffer): Taken {
  const gap: HarvestedGap = { what: WHAT, reason: 'unparsable', blinds: ['packages'] };
  try {
    const { version, license } = readAppMetainfo(content);
    const id = place.exec(path)?.[2];
    if (id === undefined || version === '') return { items: [], gaps: [gap] };
    const licenses = license === '' ? [] : [normalizedLicense(license)];
    // The directory is named by what Flatpak installed; the file by what it likes.
    return { items: [languagePackage('flatpak', id, version, { licenses })] };
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error;
    return { items: [], gaps: [gap] };
  }
}

/** Applications of Flatpak. No feed speaks of them; PHP's order of versions is that of numbers and words. */
export const flatpak: Ecosystem = {
  id: 'flatpak',
  title: { en: 'Flatpak applications', 'zh-CN': 'Flatpak 应用' },
  kind: 'binary',
  versions: php,
  collectors: [metainfoCollector],
  assemble: (assembly) => {
    const found = languagePackages(assembly, 'flatpak', (name, version) => purlOf('flatpak', null, name, version));
    // What is exported is a link to what is in it, or a copy of that.
    const distinct = new Map(found.map((pkg) => [`${deploymentOf(pkg.path)}\0${pkg.version}`, pkg]));
    return [...distinct.values()];
  },
  brings: (_, packages) => packages.flatMap(({ path }) => deploymentOf(path) ?? []),
  advisoryNames: () => [],
};

function deploymentOf(path: string): string | null {
  return deployment.exec(path)?.[0] ?? null;
}
