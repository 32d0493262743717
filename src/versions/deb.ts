import { InvalidVersion, type VersionScheme } from '../model/version-scheme.ts';
import { compareDebianTexts } from './debian-order.ts';
import { bytesOf, isDigit } from './numerals.ts';

/** `[epoch:]upstream[-revision]`; the texts hold one byte a character. */
export interface DebVersion {
  readonly epoch: number;
  readonly upstream: string;
  readonly revision: string;
}

const maxEpoch = 2 ** 31 - 1;

/**
 * Versions of Debian packages (deb-version(7); Debian Policy, section 5.6.12), read as `dpkg --compare-versions` reads them: what makes
 * dpkg stop is invalid, what it only warns about (a version that does not start with a digit, an unusual character) is compared,
 * because such packages can be installed.
 */
export const deb: VersionScheme<DebVersion> = {
  name: 'deb',
  parse,
  compare(a, b) {
    if (a.epoch !== b.epoch) return a.epoch < b.epoch ? -1 : 1;
    return compareDebianTexts(a.upstream, b.upstream) || compareDebianTexts(a.revision, b.revision);
  },
};

function parse(text: string): DebVersion {
  const bytes = bytesOf(trimBlanks(text));
  const colon = bytes.indexOf(':');
  const epoch = colon === -1 ? 0 : epochOf(bytes.slice(0, colon));
  const hyphen = bytes.lastIndexOf('-');
  const upstream = hyphen > colon ? bytes.slice(colon + 1, hyphen) : bytes.slice(colon + 1);
  const revision = hyphen > colon ? bytes.slice(hyphen + 1) : '';
  const bad = upstream === '' || (hyphen > colon && revision === '') || hasBlank(bytes);
  if (bad || epoch === null) throw new InvalidVersion('deb', text);
  return { epoch, upstream, revision };
}

/** dpkg reads it with strtol(3), which takes a sign. */
function epochOf(text: string): number | null {
  let at = text.startsWith('+') || text.startsWith('-') ? 1 : 0;
  if (at === text.length) return null;
  let value = 0;
  for (; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (!isDigit(code)) return null;
    value = value * 10 + code - 48;
    if (value > maxEpoch) return null;
  }
  return text.startsWith('-') && value > 0 ? null : value;
}

function isBlank(code: number): boolean {
  return code === 32 || code === 9;
}

function trimBlanks(text: string): string {
  let from = 0;
  let to = text.length;
  while (from < to && isBlank(text.charCodeAt(from))) from++;
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--;
  return text.slice(from, to);
}

function hasBlank(text: string): boolean {
  return text.includes(' ') || text.includes('\t');
}
