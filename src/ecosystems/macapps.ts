import type { Collector, Taken } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { PlistFault } from '../formats/plist/binary-plist.ts';
import { plistTexts } from '../formats/plist/info-plist.ts';
import { XmlFault } from '../formats/xml/xml-events.ts';
import { php } from '../versions/php.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { purlOf } from './purl.ts';

const WHAT = 'Info.plist of an application';
/** A bundle of an application; those that lie in one are its parts (Apple, "Bundle Structures"). */
const place = /^(?:(?!Contents\/)[^/]+\/)*[^/]+\.app\/Contents\/Info\.plist$/;

const bundleCollector: Collector = {
  name: 'macapps-bundles',
  revision: 1,
  wants: { names: ['Info.plist'], maxSize: 8 << 20, never: (path) => !place.test(path) },
  what: WHAT,
  blinds: ['packages'],
  take: (_, content) => take(content),
};

function take(content: Buffer): Taken {
  try {
    const texts = plistTexts(content);
    const first = (...keys: readonly string[]) =>
      keys.map((key) => texts.get(key)?.trim() ?? '').find((text) => text !== '');
    const name = first('CFBundleDisplayName', 'CFBundleName', 'CFBundleExecutable', 'CFBundleIdentifier');
    const version = first('CFBundleShortVersionString', 'CFBundleVersion');
    if (name === undefined) return unparsable();
    const identifier = first('CFBundleIdentifier');
    const attributes = identifier === undefined ? {} : { identifier };
    return { items: [languagePackage('macapps', name, version ?? '(unknown)', { attributes })] };
  } catch (error) {
    if (!(error instanceof PlistFault) && !(error instanceof XmlFault)) throw error;
    return unparsable();
  }
}

function unparsable(): Taken {
  return { items: [], gaps: [{ what: WHAT, reason: 'unparsable', blinds: ['packages'] }] };
}

/** Applications of macOS. No feed speaks of them; PHP's order of versions is that of numbers and words. The type is SCALIBR's. */
export const macapps: Ecosystem = {
  id: 'macapps',
  title: { en: 'Applications of macOS', 'zh-CN': 'macOS 应用' },
  kind: 'binary',
  versions: php,
  collectors: [bundleCollector],
  assemble: (assembly) =>
    languagePackages(assembly, 'macapps', (name, version) => purlOf('macapps', null, name, version)),
  advisoryNames: () => [],
  isInert: (_, distribution) => distribution !== null,
};
