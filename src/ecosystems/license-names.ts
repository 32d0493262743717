/**
 * Names of licences as distributions and languages write them, brought to SPDX expressions (spdx.dev, licence list 3.x) where the
 * meaning is certain. What is not certain stays as it was declared: a wrong licence is worse than an unusual name.
 */

const MAX_LENGTH = 300;

/** A declared expression as an SPDX one; as declared where any of its terms is not certain. */
export function normalizedLicense(declared: string): string {
  const text = tidied(declared);
  return certainOf(text) ?? text;
}

/** A declared expression as an SPDX one; null where any of its terms is not certain. */
export function certainLicense(declared: string): string | null {
  return certainOf(tidied(declared));
}

function tidied(declared: string): string {
  return declared.trim().replace(/\s+/g, ' ').slice(0, MAX_LENGTH);
}

function certainOf(text: string): string | null {
  return byName.get(text.toLowerCase()) ?? expressionOf(text);
}

/** Several declarations, each normalized, each once, empty ones left out. */
export function normalizedLicenses(declared: readonly string[]): readonly string[] {
  return [...new Set(declared.map(normalizedLicense))].filter((license) => license !== '');
}

/**
 * Terms joined by `and` and `or` in any case. Debian's comma (`A or B, and C`: the comma binds weaker) and `|` or `&` of older rpm and
 * language files are understood where no brackets are needed to say the same.
 */
function expressionOf(text: string): string | null {
  if (text === '' || text.includes(',')) return null;
  const words = text.replace(/[()]/g, ' $& ').trim().split(/\s+/);
  const out: string[] = [];
  let term: string[] = [];
  const finish = (): boolean => {
    if (term.length === 0) return true;
    const id = termOf(term.join(' '));
    term = [];
    if (id === null) return false;
    out.push(id);
    return true;
  };
  for (const word of words) {
    const operator = operators.get(word.toLowerCase());
    if (operator === undefined) term.push(word);
    else if (!finish()) return null;
    else out.push(operator);
  }
  if (!finish() || !isWellFormed(out)) return null;
  return out.join(' ').replaceAll('( ', '(').replaceAll(' )', ')');
}

const operators: ReadonlyMap<string, string> = new Map([
  ['and', 'AND'],
  ['or', 'OR'],
  ['&', 'AND'],
  ['|', 'OR'],
  ['(', '('],
  [')', ')'],
]);

/** Operands and operators take turns, brackets are paired. */
function isWellFormed(tokens: readonly string[]): boolean {
  let depth = 0;
  let wantsOperand = true;
  for (const token of tokens) {
    if (token === '(') {
      if (!wantsOperand) return false;
      depth += 1;
    } else if (token === ')') {
      depth -= 1;
      if (wantsOperand || depth < 0) return false;
    } else if (token === 'AND' || token === 'OR') {
      if (wantsOperand) return false;
      wantsOperand = true;
    } else {
      if (!wantsOperand) return false;
      wantsOperand = false;
    }
  }
  return depth === 0 && !wantsOperand;
}

function termOf(term: string): string | null {
  const [name = '', exception, ...more] = term.split(/ with /i);
  const license = nameOf(name.trim());
  if (license === null || more.length > 0) return null;
  if (exception === undefined) return license;
  const known = exceptions.get(exception.trim().toLowerCase());
  return known === undefined ? null : `${license} WITH ${known}`;
}

function nameOf(name: string): string | null {
  const lower = name.toLowerCase();
  return byName.get(lower) ?? gnuName(lower);
}

/** `GPL-2+`, `GPLv2+`, `LGPL-2.1`, `GFDL-1.3+`: Debian's and Fedora's ways to write the GNU licences. */
function gnuName(lower: string): string | null {
  const parts = /^(a?gpl|lgpl|gfdl)[- ]?v?([0-9](?:\.[0-9])?)(\+|-only|-or-later)?$/.exec(lower);
  if (parts === null) return null;
  const [, family = '', written = '', later = ''] = parts;
  const number = written.includes('.') ? written : `${written}.0`;
  if (!(gnuVersions[family] ?? []).includes(number)) return null;
  return `${family.toUpperCase()}-${number}-${later === '+' || later === '-or-later' ? 'or-later' : 'only'}`;
}

const gnuVersions: Readonly<Record<string, readonly string[]>> = {
  gpl: ['1.0', '2.0', '3.0'],
  lgpl: ['2.0', '2.1', '3.0'],
  agpl: ['1.0', '3.0'],
  gfdl: ['1.1', '1.2', '1.3'],
};

/** Identifiers of SPDX that are taken as they are, whatever the case they are written in. */
const identifiers = [
  '0BSD',
  'AFL-2.0',
  'AFL-2.1',
  'AFL-3.0',
  'Apache-1.0',
  'Apache-1.1',
  'Apache-2.0',
  'Artistic-1.0',
  'Artistic-1.0-Perl',
  'Artistic-2.0',
  'BlueOak-1.0.0',
  'BSD-1-Clause',
  'BSD-2-Clause',
  'BSD-2-Clause-Patent',
  'BSD-3-Clause',
  'BSD-4-Clause',
  'BSD-4-Clause-UC',
  'BSL-1.0',
  'bzip2-1.0.6',
  'CC-BY-3.0',
  'CC-BY-4.0',
  'CC-BY-SA-3.0',
  'CC-BY-SA-4.0',
  'CC0-1.0',
  'CDDL-1.0',
  'CDDL-1.1',
  'curl',
  'EPL-1.0',
  'EPL-2.0',
  'EUPL-1.2',
  'FSFAP',
  'FSFUL',
  'FSFULLR',
  'FTL',
  'HPND',
  'ICU',
  'IJG',
  'ISC',
  'Libpng',
  'libtiff',
  'LPPL-1.3c',
  'MIT',
  'MIT-0',
  'MPL-1.1',
  'MPL-2.0',
  'MS-PL',
  'NCSA',
  'OFL-1.1',
  'OLDAP-2.8',
  'OpenSSL',
  'PHP-3.01',
  'PostgreSQL',
  'PSF-2.0',
  'Python-2.0',
  'Ruby',
  'SGI-B-2.0',
  'Sleepycat',
  'SSPL-1.0',
  'TCL',
  'Unicode-3.0',
  'Unicode-DFS-2016',
  'Unlicense',
  'UPL-1.0',
  'Vim',
  'W3C',
  'WTFPL',
  'X11',
  'Zlib',
  'ZPL-2.1',
];

/** Other names for one licence each: Debian copyright format 1.0 ("Short name"), Fedora's older short names, PyPI's classifiers. */
const synonyms: readonly (readonly [string, string])[] = [
  ['expat', 'MIT'],
  ['mit license', 'MIT'],
  ['mit/expat', 'MIT'],
  ['apache 2', 'Apache-2.0'],
  ['apache 2.0', 'Apache-2.0'],
  ['apache-2', 'Apache-2.0'],
  ['apache license 2.0', 'Apache-2.0'],
  ['apache license, version 2.0', 'Apache-2.0'],
  ['apache license version 2.0', 'Apache-2.0'],
  ['asl 2.0', 'Apache-2.0'],
  ['bsd 3-clause', 'BSD-3-Clause'],
  ['3-clause bsd', 'BSD-3-Clause'],
  ['3-clause bsd license', 'BSD-3-Clause'],
  ['bsd 3-clause license', 'BSD-3-Clause'],
  ['new bsd license', 'BSD-3-Clause'],
  ['bsd 2-clause', 'BSD-2-Clause'],
  ['bsd 2-clause license', 'BSD-2-Clause'],
  ['2-clause bsd license', 'BSD-2-Clause'],
  ['simplified bsd license', 'BSD-2-Clause'],
  ['bsl-1', 'BSL-1.0'],
  ['isc license', 'ISC'],
  ['isc license (iscl)', 'ISC'],
  ['mplv1.1', 'MPL-1.1'],
  ['mplv2.0', 'MPL-2.0'],
  ['mozilla public license 2.0 (mpl 2.0)', 'MPL-2.0'],
  ['psf-2', 'PSF-2.0'],
  ['psfl', 'PSF-2.0'],
  ['python software foundation license', 'PSF-2.0'],
  ['cc0', 'CC0-1.0'],
  ['cc0-1', 'CC0-1.0'],
  ['the unlicense (unlicense)', 'Unlicense'],
  ['zlib/libpng license', 'Zlib'],
  ['gnu general public license v2 (gplv2)', 'GPL-2.0-only'],
  ['gnu general public license v2 or later (gplv2+)', 'GPL-2.0-or-later'],
  ['gnu general public license v3 (gplv3)', 'GPL-3.0-only'],
  ['gnu general public license v3 or later (gplv3+)', 'GPL-3.0-or-later'],
  ['gnu lesser general public license v2 (lgplv2)', 'LGPL-2.0-only'],
  ['gnu lesser general public license v2 or later (lgplv2+)', 'LGPL-2.0-or-later'],
  ['gnu lesser general public license v3 (lgplv3)', 'LGPL-3.0-only'],
  ['gnu lesser general public license v3 or later (lgplv3+)', 'LGPL-3.0-or-later'],
  ['gnu affero general public license v3', 'AGPL-3.0-only'],
  ['gnu affero general public license v3 or later (agplv3+)', 'AGPL-3.0-or-later'],
];

const byName: ReadonlyMap<string, string> = new Map([
  ...identifiers.map((id): [string, string] => [id.toLowerCase(), id]),
  ...synonyms,
]);

const exceptions: ReadonlyMap<string, string> = new Map(
  [
    'Autoconf-exception-2.0',
    'Autoconf-exception-3.0',
    'Bison-exception-2.2',
    'Classpath-exception-2.0',
    'Font-exception-2.0',
    'GCC-exception-2.0',
    'GCC-exception-3.1',
    'Libtool-exception',
    'Linux-syscall-note',
    'LLVM-exception',
    'Qt-GPL-exception-1.0',
    'u-boot-exception-2.0',
  ].map((id): [string, string] => [id.toLowerCase(), id]),
);
