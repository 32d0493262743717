import type { ByteStream } from '../../base/byte-stream.ts';
import type { Endpoint, Method } from './endpoint.ts';

/**
 * A request to the engine, read once. What is decided about is this, and what is forwarded is written anew from this: the bytes that
 * came in are never sent on. Whatever two readers could understand differently has been refused before there is one of these.
 */
export interface EngineRequest {
  readonly method: Method;
  /** `1.41` of `/v1.41/…`; null where the path has none. */
  readonly version: string | null;
  /** Null for a route that the table does not have; those are GET or HEAD, without a body. */
  readonly endpoint: Endpoint | null;
  /** Decoded, without the version, canonical: no empty, `.` or `..` segment. */
  readonly path: string;
  /** What stands in the places of the route's template, decoded. */
  readonly parameters: Readonly<Record<string, string>>;
  readonly query: Query;
  readonly headers: HeaderList;
  readonly body: RequestBody;
}

/**
 * The query in its order, decoded. On a guarded route it holds the keys that its endpoint names and no others, each once unless it is a
 * list. Keys differ by case, as they do for the engine.
 */
export type Query = readonly (readonly [key: string, value: string])[];

/** Headers in their order, names in lower case. Those that steer the message (length, transfer, host, upgrade) are not among them. */
export type HeaderList = readonly (readonly [name: string, value: string])[];

export type RequestBody =
  | { readonly kind: 'none' }
  /** Parsed; no object in it has a key twice, or two keys that the engine would take for one. Numbers that JavaScript would round are raw JSON. */
  | { readonly kind: 'json'; readonly value: unknown }
  /** To be read once. It ends with an error where the client goes away. */
  | { readonly kind: 'stream'; readonly length: number | null; readonly bytes: ByteStream };

/** The first value of a key; undefined where it is not there. */
export function queryValue(query: Query, key: string): string | undefined {
  return query.find(([name]) => name === key)?.[1];
}

/** The query with one value for a key, in the place of the first one; undefined takes the key out. */
export function withQuery(query: Query, key: string, value: string | undefined): Query {
  const at = query.findIndex(([name]) => name === key);
  const rest = query.filter(([name]) => name !== key);
  if (value === undefined) return rest;
  return at < 0 ? [...rest, [key, value]] : [...rest.slice(0, at), [key, value], ...rest.slice(at)];
}

/** The value of a header, by its name in lower case; undefined where it is not there. */
export function headerValue(headers: HeaderList, name: string): string | undefined {
  return headers.find(([one]) => one === name)?.[1];
}
