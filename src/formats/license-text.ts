import { hash } from 'node:crypto';

/** Longer than the text with its appendix. */
const LONGEST = 16 << 10;
/** Of its words up to its end, each once parted from the next. */
const APACHE_2 = '37599287c15c2f2ec060c3c3b55bdf69e3bc7a8aeeb9cd57e18800088789538a';

/**
 * The license that a file is the text of, or that it names by SPDX's own tag (SPDX 2.3, annex E) in one of its lines. Text: Apache-2.0 from its first to its last word, with or
 * without its appendix. Null for any other, and for a file that goes on with more: what that is about is not certain.
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
