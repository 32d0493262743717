import { type ByteStream, readWhole, TooLong, tapped } from '../../base/byte-stream.ts';
import { sizeWords } from '../../base/size.ts';
import type { Text } from '../../base/text.ts';
import type { Endpoint, Method } from './endpoint.ts';
import { type EngineRequest, headerValue, type Query, type RequestBody } from './engine-request.ts';
import { parseJsonBody } from './json-body.ts';
import type { Limits } from './limits.ts';
import { ambiguous, refuse } from './refusals.ts';
import type { RequestHead } from './request-head.ts';
import { parseTarget } from './request-target.ts';
import { findRoute, type Route } from './routes.ts';
import type { Room } from './shared-room.ts';
import { within } from './within.ts';

/** What a request is, once its head is read, but for its body. */
export type Announced = Omit<EngineRequest, 'body'>;

/** Reads what the head says beyond its own form: the route, and whether this body and this upgrade have a place there. */
export function announce(head: RequestHead): Announced {
  const route = routeOf(head.method, head.target);
  requirePlace(head, route.endpoint);
  requirePlainType(head, route.endpoint);
  return {
    method: head.method,
    ...route,
    headers: head.headers,
  };
}

/** The route and the query of a request target. Throws a refusal for what two readers could understand differently. */
export function routeOf(method: Method, text: string): Route & Pick<EngineRequest, 'query'> {
  const target = parseTarget(text);
  const route = findRoute(method, target);
  return { ...route, query: understood(target.query, route.endpoint) };
}

function requirePlace({ upgrade, framing, method }: RequestHead, endpoint: Endpoint | null): void {
  if (upgrade !== null && upgrade !== endpoint?.connection) throw ambiguous(texts.upgrade);
  if (endpoint === null && framing.kind !== 'none' && (method === 'GET' || method === 'HEAD'))
    throw ambiguous(texts.body);
}

/**
 * What the engine reads of a query, on a guarded route. Some clients repeat all of their body in the query, which nobody reads there: that
 * is left out. A key that differs from one that is read by its case alone is refused: some engines read it all the same.
 */
function understood(query: Query, endpoint: Endpoint | null): Query {
  if (endpoint?.meaning.kind !== 'guarded') return query;
  const { keys } = endpoint.meaning;
  const known = new Set([...keys.keys()].map((key) => key.toLowerCase()));
  const seen = new Set<string>();
  return query.filter(([key]) => {
    if (!keys.has(key) && known.has(key.toLowerCase())) throw ambiguous(texts.queryCase);
    if (keys.get(key) === 'single' && seen.has(key)) throw ambiguous(texts.queryTwice);
    seen.add(key);
    return keys.has(key);
  });
}

/** `type/subtype` with parameters (RFC 9110, section 8.3.1), strictly. */
const mediaType =
  /^([a-z0-9!#$&^_.+-]+\/[a-z0-9!#$&^_.+-]+)(?:[ \t]*;[ \t]*[a-z0-9!#$&^_.+-]+=(?:[a-z0-9!#$%&'*+.^_`|~:-]+|"[^"\\]*"))*$/i;

/**
 * Go reads forms from bodies where the type says so, and lets them speak louder than the query: a form in a body is a second query that
 * nobody decided about, and no client of an engine sends one.
 */
function requirePlainType({ headers, framing }: RequestHead, endpoint: Endpoint | null): void {
  const type = headerValue(headers, 'content-type');
  if (type === undefined || framing.kind === 'none') return;
  const base = mediaType.exec(type)?.[1]?.toLowerCase();
  if (base === undefined) throw ambiguous(texts.type);
  if (base === 'application/x-www-form-urlencoded' || base.startsWith('multipart/')) throw ambiguous(texts.form);
  if (endpoint?.body === 'json' && base !== 'application/json') throw ambiguous(texts.notJson);
}

/** Reads the body as far as the route wants it known. `bytes` is read to its end, unless it is a stream's. */
export async function readBody(
  { framing }: RequestHead,
  endpoint: Endpoint | null,
  bytes: ByteStream,
  limits: Limits,
  room: Room,
): Promise<RequestBody> {
  if (framing.kind === 'none') return { kind: 'none' };
  switch (endpoint?.body ?? 'stream') {
    case 'stream':
      return { kind: 'stream', length: framing.kind === 'length' ? framing.length : null, bytes };
    case 'json': {
      const whole = await bounded(bytes, limits.json, limits.jsonTime, room);
      return whole.length === 0 ? { kind: 'none' } : { kind: 'json', value: parseJsonBody(whole) };
    }
    case 'unread':
    case 'none': {
      // Some clients send an empty object or null with every POST, or all that is in the query once more.
      const whole = await bounded(bytes, limits.unreadBody, limits.jsonTime, room);
      const said = whole.toString('latin1').trim();
      const isEmpty = said === '' || said === 'null' || /^\{\s*\}$/.test(said);
      if (!isEmpty && endpoint?.body === 'none') throw ambiguous(texts.body);
      if (!isEmpty) parseJsonBody(whole);
      return { kind: 'none' };
    }
  }
}

async function bounded(bytes: ByteStream, limit: number, time: number, room: Room): Promise<Buffer> {
  try {
    const counted = tapped(bytes, (chunk) => room.take(chunk.length));
    return await within(time, () => refuse('too-slow'), readWhole(counted, limit));
  } catch (error) {
    if (error instanceof TooLong) throw refuse('body-too-large', { limit: sizeWords(limit) }, error);
    throw error;
  }
}

const texts = {
  upgrade: { en: 'it asks for an upgrade that its route does not have', 'zh-CN': '该路径不支持所请求的协议升级' },
  body: { en: 'it has a body, and its route takes none', 'zh-CN': '该路径不接受请求体' },
  queryTwice: { en: 'a key stands in its query twice', 'zh-CN': '查询串中同一键出现两次' },
  queryCase: { en: 'a key of its query is written oddly', 'zh-CN': '查询串中有写法异常的键' },
  type: { en: 'its content type is not plain', 'zh-CN': '内容类型表述不明确' },
  form: { en: 'its body is a form', 'zh-CN': '请求体是表单' },
  notJson: { en: 'its content type is not application/json', 'zh-CN': '内容类型不是 application/json' },
} as const satisfies Record<string, Text>;
