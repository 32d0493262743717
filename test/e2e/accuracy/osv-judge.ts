import type { FeedEntry, FeedRecord, Ratings } from './feed-records.ts';
import { type Rating, rate } from './severity-judge.ts';
import type { VersionOrder } from './version-order.ts';

/**
 * Says what has to be found, from the records alone. Written from the OSV schema and from what Plimsoll promises, without its code:
 * a report that differs from this is wrong, or this is.
 */

/** Something installed, and the name and version under which records are about it. */
export interface Installed {
  readonly package: string;
  readonly version: string;
  /** Tells copies apart: the architecture, or where it lies. */
  readonly place: string;
  readonly advisoryName: string;
  readonly advisoryVersion: string;
  /** Where name and version do not tell builds apart: whether a record is about this one. */
  readonly isMeant?: (record: FeedRecord, entry: FeedEntry) => boolean;
}

/** What a report says of one problem of one package. */
export interface Row {
  /** `id package version place`. */
  readonly key: string;
  readonly status: string;
  readonly fixed: string | null;
  readonly severity: string;
  readonly score: number | null;
}

/** What it has to say. */
export interface Expected extends Rating {
  readonly status: 'affected' | 'undecidable';
  /** The same version may be written in more than one way; null where no version ends the problem. */
  readonly fixed: ReadonlySet<string | null>;
}

interface Statement {
  readonly record: FeedRecord;
  readonly status: 'affected' | 'undecidable';
  readonly fix: string | null;
}

type Place = (version: string) => number | null;

/** All rows that a report must have, by key. `order` is asked once. */
export function expectedOf(
  records: readonly FeedRecord[],
  ecosystem: string,
  installed: readonly Installed[],
  order: VersionOrder,
  ratings: Ratings,
): Map<string, Expected> {
  const names = [...new Set(installed.map((one) => one.advisoryName))];
  const about = new Map<string, { record: FeedRecord; entry: FeedEntry }[]>(names.map((name) => [name, []]));
  for (const record of records)
    for (const entry of record.affected)
      if (entry.ecosystem === ecosystem) about.get(entry.name)?.push({ record, entry });
  const known = names.filter((name) => about.get(name)!.length > 0);
  const groups = known.map((name) => [
    ...new Set([
      ...installed.filter((one) => one.advisoryName === name).map((one) => one.advisoryVersion),
      ...about.get(name)!.flatMap(({ entry }) => [...entry.versions, ...entry.ranges.flat().map((event) => event[1])]),
    ]),
  ]);
  const ordered = order(groups);
  const places = new Map<string, Place>(
    known.map((name, at) => {
      const place = new Map(groups[at]!.map((version, i) => [version, ordered[at]![i]!]));
      return [name, (version) => place.get(version) ?? null];
    }),
  );

  const expected = new Map<string, Expected>();
  for (const one of installed) {
    const place = places.get(one.advisoryName);
    if (place === undefined) continue;
    const entries = about.get(one.advisoryName)!.filter(({ record, entry }) => one.isMeant?.(record, entry) ?? true);
    const statements = entries.flatMap(({ record, entry }): Statement[] => {
      const verdict = judge(entry, one.advisoryVersion, place);
      return verdict === null ? [] : [{ record, ...verdict }];
    });
    const problems = namesOf(
      entries.map(({ record }) => record),
      new Set(statements.map(({ record }) => record.id)),
    );
    for (const id of new Set(statements.flatMap(({ record }) => problems.get(record.id)!))) {
      const all = statements.filter(({ record }) => problems.get(record.id)!.includes(id));
      const sure = all.filter(({ status }) => status === 'affected');
      const counting = sure.length > 0 ? sure : all;
      expected.set(`${id} ${one.package} ${one.version} ${one.place}`, {
        status: sure.length > 0 ? 'affected' : 'undecidable',
        fixed: highest(
          counting.map(({ fix }) => fix),
          place,
        ),
        ...rate(
          counting.filter(({ record }) => problems.get(record.id)!.length === 1).map(({ record }) => record),
          ratings[id] ?? { vectors: [], words: [] },
          counting.filter(({ record }) => problems.get(record.id)!.length > 1).map(({ record }) => record),
        ),
      });
    }
  }
  return expected;
}

/** OSV schema, "Evaluation". */
function judge(entry: FeedEntry, version: string, place: Place): Omit<Statement, 'record'> | null {
  const at = place(version);
  if (at === null) {
    if (entry.versions.includes(version)) return { status: 'affected', fix: null };
    const fixes = entry.ranges.flat().filter(([kind]) => kind === 'fixed');
    return {
      status: 'undecidable',
      fix:
        [
          ...highest(
            fixes.map(([, text]) => text),
            place,
          ),
        ][0] ?? null,
    };
  }
  const isReadable = (range: FeedEntry['ranges'][number]) =>
    range.every(([kind, text]) => (kind === 'introduced' && text === '0') || place(text) !== null);
  const readable = entry.ranges.filter(isReadable);
  const ranges = readable.flatMap((range) => [
    range,
    ...asWritten(
      range,
      ([kind]) => kind,
      (from, to) => sorted([from, to], place)[0]?.[0] === 'introduced',
    ),
  ]);
  if (ranges.some((range) => isInside(range, at, place))) return { status: 'affected', fix: wayOut(ranges, at, place) };
  if (entry.versions.some((listed) => listed === version || place(listed) === at))
    return { status: 'affected', fix: null };
  return readable.length < entry.ranges.length ? { status: 'undecidable', fix: null } : null;
}

/** Each `introduced` with the end that a record writes behind it; none where its events do not come in that way. */
export function asWritten<Event>(
  events: readonly Event[],
  kindOf: (event: Event) => string,
  isForwards: (from: Event, to: Event) => boolean,
): readonly (readonly Event[])[] {
  const ranges = events.flatMap((_, at) => (at % 2 === 0 ? [events.slice(at, at + 2)] : []));
  const isWell = ranges.every(
    ([from, to]) =>
      kindOf(from!) === 'introduced' && (to === undefined || (kindOf(to) !== 'introduced' && isForwards(from!, to))),
  );
  return isWell ? ranges : [];
}

function isInside(range: FeedEntry['ranges'][number], at: number, place: Place): boolean {
  let vulnerable = false;
  for (const [kind, , position] of sorted(range, place)) {
    if (kind === 'introduced' && at >= position) vulnerable = true;
    else if (kind === 'fixed' && at >= position) vulnerable = false;
    else if (kind === 'last_affected' && at > position) vulnerable = false;
  }
  return vulnerable;
}

/** The first `fixed` version above that is in none of the ranges, unless a range on the way ends without one. */
function wayOut(ranges: FeedEntry['ranges'], at: number, place: Place): string | null {
  let position = at;
  let text: string | null = null;
  for (;;) {
    const here = position;
    const around = ranges.filter((range) => isInside(range, here, place));
    if (around.length === 0) return text;
    for (const range of around) {
      const end = sorted(range, place).find(
        ([kind, , where]) => (kind === 'fixed' && where > here) || (kind === 'last_affected' && where >= here),
      );
      if (end === undefined || end[0] !== 'fixed') return null;
      if (end[2] > position) [, text, position] = end;
    }
  }
}

function sorted(range: FeedEntry['ranges'][number], place: Place): [kind: string, text: string, place: number][] {
  return range
    .map(([kind, text]): [string, string, number] => [
      kind,
      text,
      text === '0' && kind === 'introduced' ? -1 : place(text)!,
    ])
    .sort((a, b) => a[2] - b[2]);
}

/** The highest, in every way it is written; null alone where there is none. */
function highest(fixes: readonly (string | null)[], place: Place): Set<string | null> {
  const known = fixes.filter((fix) => fix !== null && place(fix) !== null);
  if (known.length === 0) return new Set([null]);
  const top = Math.max(...known.map((fix) => place(fix!)!));
  return new Set(known.filter((fix) => place(fix!) === top));
}

/**
 * By record: the CVEs that it says it is about; an erratum is also about those that it calls related. A record without one is named
 * by the CVEs of its aliases' records, or else all records that are aliases of each other by the first of the ids that matter.
 */
function namesOf(records: readonly FeedRecord[], present: ReadonlySet<string>): Map<string, readonly string[]> {
  const names = new Map<string, readonly string[]>();
  for (const record of records) {
    const own = statedCves(record);
    if (own.length > 0) {
      names.set(record.id, own);
      continue;
    }
    const same = new Set([record.id, ...record.aliases]);
    for (let size = 0; size !== same.size; ) {
      size = same.size;
      for (const other of records)
        if ([other.id, ...other.aliases].some((name) => same.has(name)))
          for (const name of [other.id, ...other.aliases]) same.add(name);
    }
    const cves = [...same].filter(isCve).sort();
    names.set(
      record.id,
      cves.length > 0 ? cves : [[...same].filter((name) => present.has(name)).sort()[0] ?? record.id],
    );
  }
  return names;
}

function statedCves({ id, aliases, upstream, related }: FeedRecord): readonly string[] {
  const isErratum = /^(AL[SBE]A|DSA|DLA)-/.test(id);
  return [...new Set([id, ...aliases, ...upstream, ...(isErratum ? related : [])].filter(isCve))];
}

function isCve(name: string): boolean {
  return /^CVE-\d{4}-\d{4,}$/.test(name);
}
