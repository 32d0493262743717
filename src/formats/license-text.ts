import { hash } from 'node:crypto';

/** Longer than the text with its appendix. */
const LONGEST = 16 << 10;
/** Of its words up to its end, each once parted from the next. */
const APACHE_2 = '37599287c15c2f2ec060c3c3b55bdf69e3bc7a8aeeb9cd57e18800088789538a';
/** How the terms of shorter licenses begin, and the digests of their words, without numbers of a list and with nobody's name. */
const shorter: readonly (readonly [begins: string, digests: Readonly<Record<string, string>>])[] = [
  [
    'permission is hereby granted free of charge',
    { '0cf21bdfd1964a97a8615e128534845826afbc887edc95aa5c925cbf64386b5c': 'MIT' },
  ],
  [
    'redistribution and use in source and binary forms',
    {
      '986c3c3199a93b916c8f2e0aeed57819bcbdcb2cd9d99902dcc9d74b53f93a74': 'BSD-2-Clause',
      '17a825e6304fde60846ec86db0d1e24f86ed8dae2c0dee1636cf296b2c7708d5': 'BSD-3-Clause',
    },
  ],
];
/** Words of titles, which stand in front of the terms beside whose they are. */
const titles = /\b(?:the )?(?:mit|expat|bsd [23] clause|[23] clause bsd|(?:new|modified|simplified) bsd) license\b/g;
const LONGEST_HEAD = 1000;

/**
 * The license that a file is the text of, or that it names by SPDX's own tag (SPDX 2.3, annex E) in one of its lines. Text: Apache-2.0, MIT, BSD-2-Clause or BSD-3-Clause from its first to its last word, with or
 * without an appendix, a title and whose it is. Null for any other, and for a file that goes on with more: what that is about is not certain.
 */
export function licenseOfText(content: Buffer): string | null {
  if (content.length > LONGEST) return null;
  const text = content.toString('utf8');
  const tags = [...text.matchAll(/^[ \t#*/]*SPDX-License-Identifier:[ \t]*(\S[^\r\n]{0,300})$/gm)];
  if (tags.length > 0) return tags.length === 1 ? (tags[0]?.[1]?.trim() ?? null) : null;
  const words = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, ' ')
    .replaceAll('https www apache org', 'http www apache org')
    .trim();
  const short = shorterLicense(words);
  if (short !== null) return short;
  const [terms = '', rest = ''] = words.split(' end of terms and conditions', 2);
  return hash('sha256', terms, 'hex') === APACHE_2 && (rest === '' || isAppendix(rest.trim())) ? 'Apache-2.0' : null;
}

/** How to apply it, with the owner's name filled in or not. */
function isAppendix(words: string): boolean {
  return (
    words.length < 1400 &&
    words.startsWith('appendix how to apply the apache license to your work') &&
    words.endsWith('see the license for the specific language governing permissions and limitations under the license')
  );
}

function shorterLicense(words: string): string | null {
  for (const [begins, digests] of shorter) {
    const at = words.indexOf(begins);
    if (at === -1 || at > LONGEST_HEAD) continue;
    const head = words.slice(0, at).replace(titles, '');
    // Who speaks of a license there speaks of more than whose it is.
    if (/\b(?:licen[cs]e[ds]?|licen[cs]ing|under|except)\b/.test(head)) return null;
    const terms = words
      .slice(at)
      .replace(/\b[1-3] (?=redistributions|neither)/g, '')
      .replace(/neither the name of .{1,80}? nor the names of/, 'neither the name of X nor the names of');
    return digests[hash('sha256', terms, 'hex')] ?? null;
  }
  return null;
}
