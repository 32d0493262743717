import type { Collector } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { php } from '../versions/php.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { purlOf } from './purl.ts';

/** Homebrew keeps each formula in its cellar by name and version, with a receipt of its installation. */
const place = /(?:^|\/)Cellar\/([^/]+)\/([^/]+)\/INSTALL_RECEIPT\.json$/;

const receiptCollector: Collector = {
  name: 'brew-receipts',
  revision: 1,
  wants: { names: ['INSTALL_RECEIPT.json'], unless: ({ path }) => !place.test(path) },
  what: 'Homebrew receipt',
  blinds: ['packages'],
  take: ({ path }) => {
    const [, name, version] = place.exec(path) ?? [];
    return name === undefined || version === undefined
      ? { items: [] }
      : { items: [languagePackage('brew', name, version)] };
  },
};

/** Formulae of Homebrew. No feed speaks of them. Of its versions PHP's order is the nearest: numbers and words, and `_1` behind a version is later. */
export const brew: Ecosystem = {
  id: 'brew',
  title: { en: 'Homebrew formulae', 'zh-CN': 'Homebrew 软件包' },
  kind: 'binary',
  versions: php,
  collectors: [receiptCollector],
  assemble: (assembly) => languagePackages(assembly, 'brew', (name, version) => purlOf('brew', null, name, version)),
  advisoryNames: () => [],
};
