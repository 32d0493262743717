import { isUtf8 } from 'node:buffer';
import { reasonOf } from '../base/errors.ts';
import { jsonSprawl } from '../formats/json-sprawl.ts';
import type { Advisory, AdvisorySeverity, AffectedPackage, AffectedRange, RangeEvent } from '../model/advisory.ts';
import { sameName, withoutRegistry } from '../model/osv-ecosystems.ts';
import { builtPackages } from './built-packages.ts';
import {
  InvalidRecord,
  isObject,
  type JsonObject,
  name,
  names,
  oneLine,
  optionalList,
  optionalObject,
  optionalTimestamp,
  timestamp,
} from './osv-fields.ts';
import { isLeftAsItIs, wordOfPackage, wordOfRecord } from './severity-word.ts';

/** Bytes of one record. The largest published ones (kernel errata over many releases) have some megabytes. */
export const maxRecordSize = 16 * 2 ** 20;

const most = { affected: 100_000, ranges: 1_000, events: 20_000, versions: 200_000, ids: 20_000, references: 20_000 };
/** Of one record, over all its packages. */
const mostParts = 1_000_000;
const keptReferences = 24;

/**
 * Reads one OSV record (https://ossf.github.io/osv-schema/, 1.0 to 1.7) from its JSON bytes. Throws {@link InvalidRecord} with the reason.
 * Unknown keys, `GIT` and empty ranges and packages of which nothing else is said are dropped.
 */
export function parseOsvRecord(bytes: Uint8Array): Advisory {
  if (bytes.length > maxRecordSize) throw new InvalidRecord(`it has ${bytes.length} bytes, more than ${maxRecordSize}`);
  if (!isUtf8(bytes)) throw new InvalidRecord('it is not UTF-8');
  if (bytes.length > 2 ** 20) refuseSprawl(bytes);
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('utf8'));
  } catch (error) {
    throw new InvalidRecord(`it is not JSON: ${oneLine(reasonOf(error), 120)}`);
  }
  return readOsvRecord(value);
}

/** As {@link parseOsvRecord}, from the value that the JSON stands for. */
export function readOsvRecord(value: unknown): Advisory {
  if (!isObject(value)) throw new InvalidRecord('it is not an object');
  const severity = optionalList(value['severity'], 'severity', 100);
  const summary = oneLine(value['summary'], 500);
  const packages = optionalList(value['affected'], 'affected', most.affected);
  const affected = packages.map(affectedPackage);
  if (affected.reduce((sum, entry) => sum + partsOf(entry), 0) > mostParts) {
    throw new InvalidRecord(`it lists more than ${mostParts} versions and events`);
  }
  return {
    id: recordId(value['id']),
    modified: timestamp(value['modified'], 'modified'),
    published: optionalTimestamp(value['published'], 'published'),
    withdrawn: optionalTimestamp(value['withdrawn'], 'withdrawn'),
    aliases: names(value['aliases'], 'aliases', most.ids),
    upstream: names(value['upstream'], 'upstream', most.ids),
    related: names(value['related'], 'related', most.ids),
    summary: summary === '' ? oneLine(firstParagraph(value['details']), 200) : summary,
    severity: severity.flatMap(vector),
    severityWord: wordOfRecord(
      optionalObject(value['database_specific'], 'database_specific'),
      severity,
      summary,
      packages,
    ),
    affected: affected.filter((entry) => entry !== null),
    references: references(value['references']),
    ...(isDisputed(value) && { disputed: true }),
  };
}

/** Ids name files in a bucket and stand in reports; beyond that OSV leaves them open (`ALPINE-CVE-????-?????` occurs). */
function recordId(value: unknown): string {
  const id = name(value, 'id', 200);
  if (/[/\\\s]/.test(id) || id.startsWith('.'))
    throw new InvalidRecord('id has a slash, a space or a leading dot in it');
  return id;
}

function affectedPackage(value: unknown): AffectedPackage | null {
  if (!isObject(value)) throw new InvalidRecord('an entry of affected is not an object');
  const ranges = optionalList(value['ranges'], 'ranges', most.ranges).flatMap(range);
  const versions = optionalList(value['versions'], 'versions', most.versions).map((version) =>
    name(version, 'a version', 1024),
  );
  // Only commits are known, or nothing: no version of a package can be compared with that.
  if (value['package'] === undefined || value['package'] === null || (ranges.length === 0 && versions.length === 0))
    return null;
  const about = optionalObject(value['package'], 'package');
  const within = withoutRegistry(name(about['ecosystem'], 'the ecosystem of a package', 200));
  const ecosystem = optionalObject(value['ecosystem_specific'], 'ecosystem_specific');
  const database = optionalObject(value['database_specific'], 'database_specific');
  const built = builtPackages(value, within);
  return {
    ecosystem: within,
    name: sameName(within, name(about['name'], 'the name of a package', 512)),
    ranges,
    versions,
    severity: optionalList(value['severity'], 'severity', 100).flatMap(vector),
    severityWord: wordOfPackage(ecosystem, database),
    ...(isLeftAsItIs(ecosystem, database) && { willNotFix: true }),
    ...(built !== null && { built }),
  };
}

function partsOf(entry: AffectedPackage | null): number {
  if (entry === null) return 0;
  return (
    entry.versions.length +
    (entry.built?.length ?? 0) +
    entry.ranges.reduce((sum, { events }) => sum + events.length, 0)
  );
}

function range(value: unknown): AffectedRange[] {
  if (!isObject(value)) throw new InvalidRecord('an entry of ranges is not an object');
  const type = value['type'];
  if (type === 'GIT') return [];
  if (type !== 'SEMVER' && type !== 'ECOSYSTEM')
    throw new InvalidRecord('a range is neither SEMVER nor ECOSYSTEM nor GIT');
  const events = optionalList(value['events'], 'events', most.events).flatMap(rangeEvents);
  // Occurs, and holds no version.
  return events.length === 0 ? [] : [{ type, events }];
}

/** One event an object since OSV 1.1; before that one object could hold several. */
function rangeEvents(value: unknown): RangeEvent[] {
  if (!isObject(value)) throw new InvalidRecord('an event of a range is not an object');
  return Object.keys(value).map((key) => {
    const version = name(value[key], `the version of "${oneLine(key, 40)}"`, 1024);
    if (key === 'introduced') return { introduced: version };
    if (key === 'fixed') return { fixed: version };
    if (key === 'last_affected') return { last_affected: version };
    if (key === 'limit') return { limit: version };
    throw new InvalidRecord(`"${oneLine(key, 40)}" is not an event of a range`);
  });
}

function vector(value: unknown): AdvisorySeverity[] {
  if (!isObject(value)) throw new InvalidRecord('an entry of severity is not an object');
  const type = name(value['type'], 'the type of a severity', 40);
  const score = name(value['score'], 'the score of a severity', 1024);
  return [{ type, score }];
}

/** The advisory itself first, then as given; only addresses that a person can open, and not hundreds of them. */
function references(value: unknown): string[] {
  const found: { url: string; first: boolean }[] = [];
  for (const entry of optionalList(value, 'references', most.references)) {
    const { url, type }: JsonObject = isObject(entry) ? entry : {};
    if (typeof url === 'string' && url.length <= 2048 && /^https?:\/\/[^\s\x00-\x1f\x7f]+$/i.test(url)) {
      found.push({ url, first: type === 'ADVISORY' });
    }
  }
  const sorted = [...found.filter(({ first }) => first), ...found.filter(({ first }) => !first)];
  return [...new Set(sorted.map(({ url }) => url))].slice(0, keptReferences);
}

/** As CVE descriptions were marked before they had tags (CNA rules), GitHub's titles, and what OSV makes of CVE 5 tags. */
function isDisputed(value: JsonObject): boolean {
  const specific = value['database_specific'];
  if (isObject(specific) && specific['isDisputed'] === true) return true;
  return [value['summary'], value['details']].some(
    (text) => typeof text === 'string' && /^\s*(?:\*\*|\[)\s*DISPUTED\s*(?:\*\*|\])/i.test(text.slice(0, 100)),
  );
}

function firstParagraph(details: unknown): string {
  if (typeof details !== 'string') return '';
  return (
    details
      .slice(0, 4000)
      .trimStart()
      .replace(/^#+\s.*\n+/, '')
      .split(/\n\s*\n/)[0] ?? ''
  );
}

/** Refuses what would blow up while it is parsed: nesting without end, millions of tiny containers. */
function refuseSprawl(bytes: Uint8Array): void {
  const sprawl = jsonSprawl(bytes, { depth: 64, containers: mostParts });
  if (sprawl === 'deep') throw new InvalidRecord('it is nested more than 64 levels deep');
  if (sprawl === 'many') throw new InvalidRecord(`it holds more than ${mostParts} lists and objects`);
}
