import type { Collector, Taken } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { readNuspec } from '../formats/nuspec.ts';
import { XmlFault } from '../formats/xml/xml-events.ts';
import type { HarvestedGap } from '../model/harvest.ts';
import { nuget } from '../versions/nuget.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { normalizedLicenses } from './license-names.ts';
import { purlOf } from './purl.ts';

const WHAT = 'Chocolatey package';
/** Chocolatey unpacks each package into a directory of its own (docs.chocolatey.org, "lib"). */
const place = /(?:^|\/)chocolatey\/lib\/[^/]+\/[^/]+\.nuspec$/i;

const nuspecCollector: Collector = {
  name: 'chocolatey-packages',
  revision: 1,
  wants: { extensions: ['.nuspec'], maxSize: 4 << 20, unless: ({ path }) => !place.test(path) },
  what: WHAT,
  blinds: ['packages'],
  take: (_, content) => take(content),
};

function take(content: Buffer): Taken {
  const gap: HarvestedGap = { what: WHAT, reason: 'unparsable', blinds: ['packages'] };
  try {
    const { id, version, license } = readNuspec(content);
    if (id === '' || version === '') return { items: [], gaps: [gap] };
    return { items: [languagePackage('chocolatey', id, version, { licenses: normalizedLicenses([license]) })] };
  } catch (error) {
    if (!(error instanceof XmlFault)) throw error;
    return { items: [], gaps: [gap] };
  }
}

/** Packages of Chocolatey, in images of Windows. No feed speaks of them. Names do not tell capitals. */
export const chocolatey: Ecosystem = {
  id: 'chocolatey',
  title: { en: 'Packages of Chocolatey', 'zh-CN': 'Chocolatey 软件包' },
  kind: 'binary',
  versions: nuget,
  collectors: [nuspecCollector],
  assemble: (assembly) =>
    languagePackages(assembly, 'chocolatey', (name, version) =>
      purlOf('chocolatey', null, name.toLowerCase(), version),
    ),
  advisoryNames: () => [],
  isInert: (_, distribution) => distribution !== null,
};
