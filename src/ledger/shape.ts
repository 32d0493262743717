import { type Digest, isDigest } from '../base/digest.ts';
import { fill } from '../base/text.ts';
import { faultWords } from '../messages/ledger-faults.ts';
import { Fault } from './fault.ts';

/** The members of a JSON object, each read as what it has to be. Throws {@link Fault} with the member's name. */
export interface Shape {
  text(name: string): string;
  textOrNull(name: string): string | null;
  oneOf<const T extends string>(name: string, words: readonly T[]): T;
  count(name: string): number;
  digest(name: string): Digest;
  digestOrNull(name: string): Digest | null;
  /** RFC 3339 in UTC, as `Date.toISOString` writes it. */
  time(name: string): string;
  timeOrNull(name: string): string | null;
  list<T>(name: string, read: (value: unknown, name: string) => T): readonly T[];
  shape(name: string): Shape;
  value(name: string): unknown;
}

export function shapeOf(value: unknown, what: string): Shape {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw wrong(what);
  const members = new Map(Object.entries(value));
  const full = (name: string) => `${what}.${name}`;
  const get = (name: string): unknown => members.get(name);
  const orNull = <T>(name: string, read: (name: string) => T): T | null => (get(name) === null ? null : read(name));
  const text = (name: string) => textOf(get(name), full(name));
  const digest = (name: string) => digestOf(get(name), full(name));
  const time = (name: string) => {
    const written = text(name);
    if (!timePattern.test(written) || Number.isNaN(Date.parse(written))) throw wrong(full(name));
    return written;
  };
  return {
    text,
    textOrNull: (name) => orNull(name, text),
    oneOf: (name, words) => {
      const found = words.find((word) => word === get(name));
      if (found === undefined) throw wrong(full(name));
      return found;
    },
    count: (name) => {
      const number = get(name);
      if (typeof number !== 'number' || !Number.isSafeInteger(number) || number < 0) throw wrong(full(name));
      return number;
    },
    digest,
    digestOrNull: (name) => orNull(name, digest),
    time,
    timeOrNull: (name) => orNull(name, time),
    list: (name, read) => {
      const list = get(name);
      if (!Array.isArray(list)) throw wrong(full(name));
      return list.map((item) => read(item, full(name)));
    },
    shape: (name) => shapeOf(get(name), full(name)),
    value: get,
  };
}

const timePattern = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/;

export function textOf(value: unknown, name: string): string {
  if (typeof value !== 'string') throw wrong(name);
  return value;
}

export function digestOf(value: unknown, name: string): Digest {
  if (!isDigest(value)) throw wrong(name);
  return value;
}

function wrong(field: string): Fault {
  return new Fault(fill(faultWords.badShape, { field }));
}
