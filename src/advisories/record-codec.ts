import { hash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { Advisory, AdvisorySeverity, AffectedPackage, RangeEvent } from '../model/advisory.ts';
import { packBuilt, unpackBuilt } from './built-packages.ts';

/** What is stored of a record besides its id and `modified`, in few letters: 500,000 of them lie in one file. */
interface StoredHead {
  p?: string;
  w?: string;
  a?: readonly string[];
  u?: readonly string[];
  r?: readonly string[];
  s?: string;
  v?: readonly StoredSeverity[];
  k?: string;
  f?: readonly string[];
  d?: 1;
}

interface StoredEntry {
  /** Ranges: `E` or `S`, then key and version of each event in turn; keys by their first letter. */
  r?: readonly (readonly string[])[];
  v?: readonly string[];
  c?: readonly StoredSeverity[];
  k?: string;
  n?: 1;
}

type StoredSeverity = readonly [type: string, score: string];

/** As stored: text, or deflated where that is worth it. */
export type Stored = string | Uint8Array;

export interface PackedRecord {
  readonly head: Stored;
  /** `built` is null where the record does not list what was built from the package. */
  readonly entries: readonly {
    readonly ecosystem: string;
    readonly name: string;
    readonly body: Stored;
    readonly built: string | null;
  }[];
  /** Of the content before compression, so that it is the same whatever zlib wrote it. 32 bytes. */
  readonly digest: Uint8Array;
}

export function packRecord(advisory: Advisory): PackedRecord {
  const head = JSON.stringify(storedHead(advisory));
  const entries = advisory.affected.map((entry) => ({
    ecosystem: entry.ecosystem,
    name: entry.name,
    body: JSON.stringify(storedEntry(entry)),
    built: entry.built === undefined ? null : packBuilt(entry.built),
  }));
  const content = JSON.stringify([
    advisory.id,
    advisory.modified,
    head,
    entries.map((e) => [e.ecosystem, e.name, e.body, ...(e.built === null ? [] : [e.built])]),
  ]);
  return {
    head: squeeze(head),
    entries: entries.map((entry) => ({ ...entry, body: squeeze(entry.body) })),
    digest: hash('sha256', content, 'buffer'),
  };
}

export function unpackHead(id: string, modified: string, stored: Stored): Omit<Advisory, 'affected'> {
  const head = JSON.parse(expand(stored)) as StoredHead;
  return {
    id,
    modified,
    published: head.p ?? null,
    withdrawn: head.w ?? null,
    aliases: head.a ?? [],
    upstream: head.u ?? [],
    related: head.r ?? [],
    summary: head.s ?? '',
    severity: (head.v ?? []).map(severity),
    severityWord: head.k ?? null,
    references: head.f ?? [],
    ...(head.d === 1 && { disputed: true }),
  };
}

/** @param built as it stands in its own column */
export function unpackEntry(
  ecosystem: string,
  name: string,
  stored: Stored,
  built: string | null = null,
): AffectedPackage {
  const entry = JSON.parse(expand(stored)) as StoredEntry;
  return {
    ecosystem,
    name,
    ranges: (entry.r ?? []).map(([type, ...events]) => ({
      type: type === 'S' ? 'SEMVER' : 'ECOSYSTEM',
      events: eventsOf(events),
    })),
    versions: entry.v ?? [],
    severity: (entry.c ?? []).map(severity),
    severityWord: entry.k ?? null,
    ...(entry.n === 1 && { willNotFix: true }),
    ...(built !== null && { built: unpackBuilt(built) }),
  };
}

/** Vectors as they stand in a column of their own. */
export function packVectors(vectors: readonly AdvisorySeverity[]): string {
  return JSON.stringify(vectors.map(pair));
}

export function unpackVectors(text: string): AdvisorySeverity[] {
  return (JSON.parse(text) as StoredSeverity[]).map(severity);
}

function storedHead(advisory: Advisory): StoredHead {
  return {
    ...(advisory.published !== null && { p: advisory.published }),
    ...(advisory.withdrawn !== null && { w: advisory.withdrawn }),
    ...(advisory.aliases.length > 0 && { a: advisory.aliases }),
    ...(advisory.upstream.length > 0 && { u: advisory.upstream }),
    ...(advisory.related.length > 0 && { r: advisory.related }),
    ...(advisory.summary !== '' && { s: advisory.summary }),
    ...(advisory.severity.length > 0 && { v: advisory.severity.map(pair) }),
    ...(advisory.severityWord !== null && { k: advisory.severityWord }),
    ...(advisory.references.length > 0 && { f: advisory.references }),
    ...(advisory.disputed === true && { d: 1 }),
  };
}

function storedEntry(entry: AffectedPackage): StoredEntry {
  return {
    ...(entry.ranges.length > 0 && {
      r: entry.ranges.map(({ type, events }) => [type === 'SEMVER' ? 'S' : 'E', ...events.flatMap(keyAndVersion)]),
    }),
    ...(entry.versions.length > 0 && { v: entry.versions }),
    ...(entry.severity.length > 0 && { c: entry.severity.map(pair) }),
    ...(entry.severityWord !== null && { k: entry.severityWord }),
    ...(entry.willNotFix === true && { n: 1 }),
  };
}

function keyAndVersion(event: RangeEvent): [string, string] {
  if ('introduced' in event) return ['i', event.introduced];
  if ('fixed' in event) return ['f', event.fixed];
  return 'last_affected' in event ? ['l', event.last_affected] : ['m', event.limit];
}

function eventsOf(flat: readonly string[]): RangeEvent[] {
  const events: RangeEvent[] = [];
  for (let at = 0; at + 1 < flat.length; at += 2) {
    const version = flat[at + 1] ?? '';
    const key = flat[at];
    if (key === 'i') events.push({ introduced: version });
    else if (key === 'f') events.push({ fixed: version });
    else if (key === 'l') events.push({ last_affected: version });
    else events.push({ limit: version });
  }
  return events;
}

function pair({ type, score }: AdvisorySeverity): StoredSeverity {
  return [type, score];
}

function severity([type, score]: StoredSeverity): AdvisorySeverity {
  return { type, score };
}

/** A small window: records are small, and the memory that a large one takes is taken anew for each of them. */
const packing = { level: 6, windowBits: 12, memLevel: 6, chunkSize: 4096 } as const;

function squeeze(text: string): Stored {
  if (text.length < 400) return text;
  const packed = deflateRawSync(text, packing);
  return packed.length < text.length * 0.8 ? packed : text;
}

function expand(stored: Stored): string {
  return typeof stored === 'string' ? stored : inflateRawSync(stored).toString('utf8');
}
