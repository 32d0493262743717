import type { AffectedPackage, AffectedRange, RangeEvent } from '../model/advisory.ts';
import { InvalidVersion, orderToBound, type VersionScheme } from '../model/version-scheme.ts';

/** What a record says about one version of a package. */
export type Evaluation =
  | { readonly outcome: 'unaffected' }
  | {
      readonly outcome: 'affected' | 'undecidable';
      /** The version that ends the range in which the version lies. */
      readonly fixed: string | null;
      /** What decided, in OSV's words: `introduced 0, fixed 1.2.3`. */
      readonly range: string;
    };

type Kind = 'introduced' | 'fixed' | 'last_affected';

interface Event {
  readonly kind: Kind;
  readonly text: string;
  /** null is below every version (`introduced: "0"`). */
  readonly version: unknown;
}

interface Range {
  readonly events: readonly Event[];
  /** null is above every version (`limit: "*"`). Empty where nothing is limited. */
  readonly limits: readonly unknown[];
}

interface Fix {
  readonly text: string;
  readonly version: unknown;
}

interface Hit {
  readonly from: string;
  readonly end: Event | null;
}

const unaffected: Evaluation = { outcome: 'unaffected' };
const longest = 200;
/** Ranges that follow on one another, as far as anybody goes from one fix to the next. */
const mostRounds = 100;

/**
 * One affected entry of a record, ready to be asked about many versions. Follows the OSV schema, "Evaluation", with these readings of what it leaves open:
 *
 * - Events of the same version keep their order in the record.
 * - What a record writes as one range after the other, `introduced` and its end, is affected in each of them, even where they lie over one another and putting all events in order would take one
 *   range's end for another's.
 * - A range that names no `introduced` is meant from the beginning.
 * - `SEMVER` and `ECOSYSTEM` ranges are both read in the ecosystem's own scheme, which orders semantic versions as SemVer does.
 * - A version is in `versions` when it is written the same or is the same by the scheme.
 * - What a builder put behind a version (PEP 440's local versions: `2.6.0+cu124`) counts only against what a record names with such a thing itself.
 * - A range with an event that is no version in the scheme decides nothing; nor does any range where the asked version is none. The
 *   outcome is then `undecidable`, unless another range or the list says `affected`.
 */
export function affectedVersions(
  affected: AffectedPackage,
  scheme: VersionScheme,
): (text: string, version: unknown) => Evaluation {
  const readable: Range[] = [];
  const unreadable: AffectedRange[] = [];
  for (const range of affected.ranges) {
    const read = readRange(range, scheme);
    if (read === null) unreadable.push(range);
    else readable.push(...read);
  }
  const texts = new Set(affected.versions);
  let listed: readonly unknown[] | undefined;
  const isListed = (text: string, version: unknown) => {
    if (texts.size === 0 || texts.has(text)) return texts.has(text);
    listed ??= affected.versions.map((entry) => parseOrNull(entry, scheme)).filter((entry) => entry !== null);
    return version !== null && listed.some((entry) => orderToBound(scheme, version, entry) === 0);
  };

  return (text, version) => {
    const hit = version === null ? null : firstHit(readable, version, scheme);
    if (hit !== null) {
      return { outcome: 'affected', fixed: fixFor(readable, version, scheme)?.text ?? null, range: wordsOf(hit) };
    }
    if (isListed(text, version)) return { outcome: 'affected', fixed: null, range: short(`version ${text} is listed`) };
    if (version === null) {
      const words = affected.ranges.map((range) => range.events.map(eventWords).join(', ')).join('; ');
      return { outcome: 'undecidable', fixed: highestFix(readable, scheme), range: short(words) || 'listed versions' };
    }
    const [first] = unreadable;
    if (first === undefined) return unaffected;
    return { outcome: 'undecidable', fixed: null, range: short(first.events.map(eventWords).join(', ')) };
  };
}

/** Letters; a version is compared with those of each advisory of its package. */
const LONGEST_VERSION = 1000;

/** null instead of {@link InvalidVersion}, and for what is longer than any version: the caller's outcome is then `undecidable`. */
export function parseOrNull(text: string, scheme: VersionScheme): unknown {
  if (text.length > LONGEST_VERSION) return null;
  try {
    return scheme.parse(text);
  } catch (error) {
    if (error instanceof InvalidVersion) return null;
    throw error;
  }
}

/** In order, and then, where they were not, range by range as they are written. Null where an event is no version. */
function readRange(range: AffectedRange, scheme: VersionScheme): readonly Range[] | null {
  const events: Event[] = [];
  const limits: unknown[] = [];
  for (const entry of range.events) {
    const [kind, text] = partsOf(entry);
    const version = kind === 'introduced' && text === '0' ? null : parseOrNull(text, scheme);
    if (kind === 'limit') {
      if (version === null && !text.includes('*')) return null;
      limits.push(version);
    } else {
      if (version === null && !(kind === 'introduced' && text === '0')) return null;
      events.push({ kind, text, version });
    }
  }
  if (!events.some(({ kind }) => kind === 'introduced'))
    events.unshift({ kind: 'introduced', text: '0', version: null });
  const inOrder = events.toSorted((a, b) => order(a.version, b.version, scheme));
  const written = events.every((event, at) => event === inOrder[at]) ? [] : rangesAsWritten(events, scheme);
  return [inOrder, ...written].map((part) => ({ events: part, limits }));
}

/** Each `introduced` with the end that follows it; none where the events do not come in that way. */
function rangesAsWritten(events: readonly Event[], scheme: VersionScheme): readonly (readonly Event[])[] {
  const ranges: Event[][] = [];
  for (let at = 0; at < events.length; at += 2) {
    const [from, to] = events.slice(at, at + 2);
    if (from?.kind !== 'introduced' || to?.kind === 'introduced') return [];
    if (to !== undefined && order(from.version, to.version, scheme) > 0) return [];
    ranges.push(to === undefined ? [from] : [from, to]);
  }
  return ranges;
}

function firstHit(ranges: readonly Range[], version: unknown, scheme: VersionScheme): Hit | null {
  for (const range of ranges) {
    const hit = hitOf(range, version, scheme);
    if (hit !== null) return hit;
  }
  return null;
}

function hitOf(range: Range, version: unknown, scheme: VersionScheme): Hit | null {
  const { events, limits } = range;
  if (limits.length > 0 && !limits.some((limit) => limit === null || orderToBound(scheme, version, limit) < 0))
    return null;
  let from: string | null = null;
  for (const event of events) {
    const place = placeOf(version, event, scheme);
    if (event.kind === 'introduced' && place >= 0) from ??= event.text;
    if (event.kind === 'fixed' && place >= 0) from = null;
    if (event.kind === 'last_affected' && place > 0) from = null;
  }
  if (from === null) return null;
  const end = events.find((event) => {
    if (event.kind === 'introduced') return false;
    const place = placeOf(version, event, scheme);
    return event.kind === 'fixed' ? place < 0 : place <= 0;
  });
  return { from, end: end ?? null };
}

/** The lowest version outside of all ranges that comes after this one by their `fixed` events; null where one of the ranges has no such event. */
function fixFor(ranges: readonly Range[], version: unknown, scheme: VersionScheme): Fix | null {
  let fix: Fix = { text: '', version };
  for (let round = 0; round < mostRounds; round++) {
    const hits = ranges.map((range) => hitOf(range, fix.version, scheme)).filter((hit) => hit !== null);
    if (hits.length === 0) return fix;
    for (const { end } of hits) {
      if (end?.kind !== 'fixed') return null;
      if (scheme.compare(end.version, fix.version) > 0) fix = end;
    }
  }
  return null;
}

function highestFix(ranges: readonly Range[], scheme: VersionScheme): string | null {
  const fixes = ranges.flatMap(({ events }) => events.filter(({ kind }) => kind === 'fixed'));
  return fixes.sort((a, b) => scheme.compare(b.version, a.version))[0]?.text ?? null;
}

/** Of an asked version, as against the order of events among themselves. */
function placeOf(version: unknown, { version: at }: Event, scheme: VersionScheme): number {
  return at === null ? 1 : orderToBound(scheme, version, at);
}

function order(a: unknown, b: unknown, scheme: VersionScheme): number {
  if (a === null || b === null) return (a === null ? 0 : 1) - (b === null ? 0 : 1);
  return scheme.compare(a, b);
}

function wordsOf({ from, end }: Hit): string {
  return short(end === null ? `introduced ${from}` : `introduced ${from}, ${kindWords[end.kind]} ${end.text}`);
}

function eventWords(event: RangeEvent): string {
  const [kind, text] = partsOf(event);
  return `${kindWords[kind]} ${text}`;
}

const kindWords = { introduced: 'introduced', fixed: 'fixed', last_affected: 'last affected', limit: 'limit' } as const;

function partsOf(event: RangeEvent): [Kind | 'limit', string] {
  if ('introduced' in event) return ['introduced', event.introduced];
  if ('fixed' in event) return ['fixed', event.fixed];
  return 'last_affected' in event ? ['last_affected', event.last_affected] : ['limit', event.limit];
}

function short(words: string): string {
  return words.length > longest ? `${words.slice(0, longest)}…` : words;
}
