import type { Collector, Taken } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { jsonObject } from '../formats/json-object.ts';
import { php } from '../versions/php.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { purlOf } from './purl.ts';

const WHAT = 'manifest of a browser extension';
/** A profile of Chromium and of the browsers made of it keeps each extension by its id and version. */
const place = /(?:^|\/)Extensions\/([a-p]{32})\/[^/]+\/manifest\.json$/;
/** Of what may stand in `version`: one to four numbers (developer.chrome.com, "Manifest - Version"). */
const version = /^\d{1,10}(?:\.\d{1,10}){0,3}$/;
const LONGEST_TITLE = 200;

const manifestCollector: Collector = {
  name: 'chrome-extensions',
  revision: 1,
  wants: { names: ['manifest.json'], maxSize: 4 << 20, never: (path) => !place.test(path) },
  what: WHAT,
  blinds: ['packages'],
  take: ({ path }, content) => take(path, content),
};

function take(path: string, content: Buffer): Taken {
  const manifest = jsonObject(content);
  const id = place.exec(path)?.[1];
  const told = manifest?.['version'];
  if (id === undefined || typeof told !== 'string' || !version.test(told))
    return { items: [], gaps: [{ what: WHAT, reason: 'unparsable', blinds: ['packages'] }] };
  const name = manifest?.['name'];
  // In other languages it stands in a file of its own, and here where to look.
  const hasTitle = typeof name === 'string' && name.trim() !== '' && !name.startsWith('__MSG_');
  const attributes = hasTitle ? { title: name.trim().slice(0, LONGEST_TITLE) } : {};
  return { items: [languagePackage('chrome-extension', id, told, { attributes })] };
}

/** Extensions of Chrome, Chromium and their relatives, in the profiles of users. No feed speaks of them; PHP's order of versions is that of numbers. */
export const chromeExtension: Ecosystem = {
  id: 'chrome-extension',
  title: { en: 'Extensions of Chromium browsers', 'zh-CN': 'Chromium 浏览器扩展' },
  kind: 'language',
  versions: php,
  collectors: [manifestCollector],
  assemble: (assembly) =>
    languagePackages(assembly, 'chrome-extension', (name, number) => purlOf('chrome-extension', null, name, number)),
  advisoryNames: () => [],
};
