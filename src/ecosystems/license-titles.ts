import { certainLicense, normalizedLicense } from './license-names.ts';

/**
 * Titles of licenses as people write them where a tool asks for a title and the address of the text instead of an identifier (Maven's `name` and `url`, OSGi's
 * `Bundle-License`), brought to SPDX where the meaning is certain: a title without a version is not, nor an address of several licenses.
 */

/** A license by its title and the address of its text, each empty where it is not told; as it is told where neither is certain. */
export function licenseTitled(title: string, address: string): string {
  const byTitle = titleLicense(title);
  const byAddress = addressLicense(address);
  // What contradicts itself is told as it is.
  if (byTitle !== null && byAddress !== null && familyOf(byTitle) !== familyOf(byAddress))
    return normalizedLicense(`${title} (${address})`);
  return byTitle ?? byAddress ?? normalizedLicense(title || address);
}

function titleLicense(title: string): string | null {
  return certainLicense(title) ?? titles.get(keyOf(title)) ?? gnuLicense(keyOf(title));
}

/** The same text is that of `GPL-2.0-only` and of `GPL-2.0-or-later`. */
function familyOf(expression: string): string {
  return expression.replace(/-(?:only|or-later)\b.*/, '');
}

/** The words that tell licenses apart: `The Apache Software License, Version 2.0` is `apache 2.0`, `GPL2 w/ CPE` is `gpl 2.0 w cpe`. */
function keyOf(title: string): string {
  return title
    .toLowerCase()
    .replace(/\b(a?gpl|lgpl|[aem]pl|asl?|cddl|bsd)[ -]?v?(?=\d)/g, '$1 ')
    .replace(/[^a-z0-9.+]+/g, ' ')
    .split(' ')
    .map((word) => word.replace(/^v(?:er)?\.?(?=\d|$)/, '').replace(/^(\d)(\+?)$/, '$1.0$2'))
    .map(withoutStops)
    .filter((word) => word !== '' && !fillers.has(word))
    .join(' ');
}

const fillers: ReadonlySet<string> = new Set([
  'the',
  'license',
  'licence',
  'licenses',
  'software',
  'version',
  'any',
  'a',
  'of',
]);

const gnuFamilies: Readonly<Record<string, string>> = {
  'general public': 'GPL',
  'lesser general public': 'LGPL',
  'library general public': 'LGPL',
  'affero general public': 'AGPL',
};

function gnuLicense(key: string): string | null {
  const [, family, number, later, exception] =
    /^(?:gnu )?((?:lesser |library |affero )?general public|[al]?gpl) (?:[al]?gpl )?(\d\.\d)(\+| or later| or newer| or greater| only)?( (?:with |w )(?:gnu )?(?:classpath exception|cpe))?$/.exec(
      key,
    ) ?? [];
  if (family === undefined) return null;
  const plus = later === undefined || later === ' only' ? '' : '+';
  const name = `${gnuFamilies[family] ?? family.toUpperCase()}-${number}${plus}`;
  return certainLicense(exception === undefined ? name : `${name} WITH Classpath-exception-2.0`);
}

const titles: ReadonlyMap<string, string> = new Map(
  (
    [
      ['Apache-2.0', ['apache 2.0', 'al 2.0', 'asl 2.0', 'apache 2.0 apache 2.0']],
      ['Apache-1.1', ['apache 1.1']],
      ['MIT', ['mit', 'mit mit', 'expat']],
      ['BSD-2-Clause', ['bsd 2.0 clause', '2.0 clause bsd', 'simplified bsd', 'freebsd', 'bsd 2.0 clause simplified']],
      ['BSD-3-Clause', ['bsd 3.0 clause', '3.0 clause bsd', 'new bsd', 'modified bsd', 'revised bsd', 'bsd new']],
      // SPDX's list has the text of the Eclipse Foundation's as this one.
      ['BSD-3-Clause', ['eclipse distribution 1.0', 'edl 1.0', 'eclipse distribution edl 1.0']],
      ['EPL-1.0', ['eclipse public 1.0', 'epl 1.0', 'eclipse public epl 1.0']],
      ['EPL-2.0', ['eclipse public 2.0', 'epl 2.0', 'eclipse public epl 2.0']],
      ['MPL-1.1', ['mozilla public 1.1', 'mpl 1.1', 'mozilla public mpl 1.1']],
      ['MPL-2.0', ['mozilla public 2.0', 'mpl 2.0', 'mozilla public mpl 2.0']],
      [
        'CDDL-1.0',
        ['common development and distribution 1.0', 'cddl 1.0', 'common development and distribution cddl 1.0'],
      ],
      [
        'CDDL-1.1',
        ['common development and distribution 1.1', 'cddl 1.1', 'common development and distribution cddl 1.1'],
      ],
      ['CPL-1.0', ['common public 1.0', 'cpl 1.0']],
      ['CC0-1.0', ['cc0', 'cc0 1.0', 'cc0 1.0 universal', 'public domain per creative commons cc0']],
      ['BSL-1.0', ['boost 1.0', 'boost software 1.0']],
      ['UPL-1.0', ['universal permissive 1.0', 'universal permissive upl 1.0', 'upl 1.0']],
      ['ISC', ['isc']],
      ['Unlicense', ['unlicense']],
      ['Zlib', ['zlib']],
    ] as const
  ).flatMap(([license, keys]) => keys.map((key): [string, string] => [key, license])),
);

/** By the address of the license's text at those who wrote it, or at those whose lists name it by its identifier. */
function addressLicense(address: string): string | null {
  const [, place = ''] = /^https?:\/\/(?:www\.)?(\S{1,200}?)\/?$/i.exec(address.trim()) ?? [];
  const key = place.toLowerCase().replace(/\.(?:txt|html?|php|md)$/, '');
  const known = addresses.get(key);
  if (known !== undefined) return known;
  const [, id] = /^(?:opensource|spdx)\.org\/licenses?\/([\w.-]+)$/.exec(key) ?? [];
  return id === undefined ? null : certainLicense(id.replace(/^mit-license$/, 'mit'));
}

const gplWithClasspath = 'GPL-2.0-only WITH Classpath-exception-2.0';

const addresses: ReadonlyMap<string, string> = new Map([
  ['apache.org/licenses/license-2.0', 'Apache-2.0'],
  ['apache.org/licenses/license-1.1', 'Apache-1.1'],
  ['repository.jboss.org/licenses/apache-2.0', 'Apache-2.0'],
  ['repository.jboss.org/licenses/lgpl-2.1', 'LGPL-2.1-only'],
  ['repository.jboss.org/licenses/gpl-2.0-ce', gplWithClasspath],
  ['eclipse.org/legal/epl-v10', 'EPL-1.0'],
  ['eclipse.org/legal/epl-2.0', 'EPL-2.0'],
  ['eclipse.org/legal/epl-v20', 'EPL-2.0'],
  ['eclipse.org/org/documents/epl-2.0/epl-2.0', 'EPL-2.0'],
  ['eclipse.org/org/documents/epl-v10', 'EPL-1.0'],
  ['eclipse.org/org/documents/edl-v10', 'BSD-3-Clause'],
  ['projects.eclipse.org/license/epl-2.0', 'EPL-2.0'],
  ['projects.eclipse.org/license/secondary-gpl-2.0-cp', gplWithClasspath],
  ['gnu.org/licenses/gpl-2.0', 'GPL-2.0-only'],
  ['gnu.org/licenses/gpl-3.0', 'GPL-3.0-only'],
  ['gnu.org/licenses/lgpl-2.1', 'LGPL-2.1-only'],
  ['gnu.org/licenses/lgpl-3.0', 'LGPL-3.0-only'],
  ['gnu.org/licenses/agpl-3.0', 'AGPL-3.0-only'],
  ['gnu.org/licenses/old-licenses/gpl-2.0', 'GPL-2.0-only'],
  ['gnu.org/licenses/old-licenses/lgpl-2.1', 'LGPL-2.1-only'],
  ['mozilla.org/mpl/mpl-1.1', 'MPL-1.1'],
  ['mozilla.org/mpl/1.1', 'MPL-1.1'],
  ['mozilla.org/mpl/2.0', 'MPL-2.0'],
  ['mozilla.org/en-us/mpl/2.0', 'MPL-2.0'],
  ['creativecommons.org/publicdomain/zero/1.0', 'CC0-1.0'],
  ['oss.oracle.com/licenses/cddl+gpl-1.1', `CDDL-1.1 OR ${gplWithClasspath}`],
  ['oss.oracle.com/licenses/upl', 'UPL-1.0'],
  ['unlicense.org', 'Unlicense'],
]);

function withoutStops(word: string): string {
  let end = word.length;
  while (word[end - 1] === '.') end -= 1;
  return word.slice(0, end);
}
