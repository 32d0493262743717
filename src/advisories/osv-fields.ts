/** Why a record cannot be used; whoever reads a feed adds which file and which record. */
export class InvalidRecord extends Error {
  override readonly name = 'InvalidRecord';
}

export type JsonObject = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** An object that may be missing; null counts as missing, as the services that write OSV do it. */
export function optionalObject(value: unknown, what: string): JsonObject {
  if (value === undefined || value === null) return {};
  if (!isObject(value)) throw new InvalidRecord(`${what} is not an object`);
  return value;
}

/** A list that may be missing, of at most `most` entries. */
export function optionalList(value: unknown, what: string, most: number): readonly unknown[] {
  if (value === undefined || value === null) return [];
  if (!Array.isArray(value)) throw new InvalidRecord(`${what} is not a list`);
  if (value.length > most) throw new InvalidRecord(`${what} has ${value.length} entries, more than ${most}`);
  return value;
}

/** A list of names: strings of one line each. */
export function names(value: unknown, what: string, most: number): string[] {
  return optionalList(value, what, most).map((entry) => name(entry, what, 512));
}

/** A text of one line, neither empty nor longer than `longest`. */
export function name(value: unknown, what: string, longest: number): string {
  if (typeof value !== 'string') throw new InvalidRecord(`${what} is not a text`);
  if (value === '') throw new InvalidRecord(`${what} is empty`);
  if (value.length > longest) throw new InvalidRecord(`${what} is longer than ${longest} characters`);
  if (/[\x00-\x1f\x7f]/.test(value)) throw new InvalidRecord(`${what} has a control character in it`);
  return value;
}

/**
 * RFC 3339, as OSV wants it; in UTC. A time with an offset is converted to milliseconds; one in UTC keeps its digits. Published records
 * also have the year 1 without its zeros (`1-01-01T00:00:00Z`), which is taken for what it means: not known.
 */
export function timestamp(value: unknown, what: string): string {
  const given = name(value, what, 64);
  const text = given.replace(/^\d{1,3}(?=-)/, (year) => year.padStart(4, '0'));
  const match = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,12})?(Z|[+-]\d\d:\d\d)$/.exec(text);
  const time = match === null ? Number.NaN : Date.parse(text);
  if (Number.isNaN(time)) throw new InvalidRecord(`${what} "${given}" is not a time (RFC 3339)`);
  return match?.[1] === 'Z' ? text : new Date(time).toISOString();
}

export function optionalTimestamp(value: unknown, what: string): string | null {
  return value === undefined || value === null || value === '' ? null : timestamp(value, what);
}

/** Free text on one line: control characters and line ends become spaces, the rest is cut off at `longest`. */
export function oneLine(value: unknown, longest: number): string {
  if (typeof value !== 'string') return '';
  const text = value
    .slice(0, longest * 4)
    .replace(/[\s\x00-\x1f\x7f]+/g, ' ')
    .trim();
  return text.length > longest ? `${text.slice(0, longest - 1).trimEnd()}…` : text;
}
