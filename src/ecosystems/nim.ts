import type { Collector } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { php } from '../versions/php.ts';
import { languagePackage, languagePackages } from './language-packages.ts';
import { purlOf } from './purl.ts';

/**
 * Nimble installs each package in a directory of its name and version: `pkgs/NAME-VERSION`, from 0.14 on `pkgs2/NAME-VERSION-CHECKSUM`. In place of a version there may be what was
 * asked for (`#head`).
 */
const place = /(?:^|\/)pkgs2?\/([^/]+?)-(\d[^-/]*|#[^/]+?)(?:-[0-9a-f]{40})?\/[^/]+\.nimble$/;

const packagesCollector: Collector = {
  name: 'nim-packages',
  revision: 1,
  wants: { extensions: ['.nimble'], maxSize: 4 << 20, unless: ({ path }) => !place.test(path) },
  what: 'Nimble package',
  blinds: ['packages'],
  take: ({ path }, content) => {
    const [, name, version] = place.exec(path) ?? [];
    if (name === undefined || version === undefined) return { items: [] };
    // A program of Nim's scripting, which nobody runs here: the one field is written as a text.
    const [, license] =
      /^license[ \t]{0,20}[=:][ \t]{0,20}"([^"\n]{1,100})"/m.exec(content.toString('utf8', 0, 65_536)) ?? [];
    return { items: [languagePackage('nim', name, version, { licenses: license === undefined ? [] : [license] })] };
  },
};

/** Nim packages. No feed speaks of them; PHP's order of versions is that of numbers and words. */
export const nim: Ecosystem = {
  id: 'nim',
  title: { en: 'Nim packages', 'zh-CN': 'Nim 软件包' },
  kind: 'language',
  versions: php,
  collectors: [packagesCollector],
  assemble: (assembly) => languagePackages(assembly, 'nim', (name, version) => purlOf('nim', null, name, version)),
  advisoryNames: () => [],
};
