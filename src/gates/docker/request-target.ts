import type { Text } from '../../base/text.ts';
import type { Query } from './engine-request.ts';
import { ambiguous } from './refusals.ts';

/** A request target, taken apart. */
export interface Target {
  /** As it was written, without the query. */
  readonly rawPath: string;
  /** Decoded. No segment is empty (but perhaps the last one), `.` or `..`, and no character is a control character. */
  readonly path: string;
  readonly query: Query;
}

/** What may stand in a path as it is (RFC 3986, section 3.3), and nothing else. */
const pathShape = /^(?:\/(?:[A-Za-z0-9\-._~!$&'()*+,=:@]|%[0-9A-Fa-f]{2})*)+$/;

/**
 * Reads the target of a request line as Go's net/url does, and refuses whatever Go or somebody else could read differently: absolute
 * URLs, `*`, authorities, fragments, `//`, dots, `;` and bad escapes.
 */
export function parseTarget(target: string): Target {
  if (!target.startsWith('/')) throw ambiguous(texts.notOrigin);
  if (target.includes('#')) throw ambiguous(texts.fragment);
  const mark = target.indexOf('?');
  const rawPath = mark < 0 ? target : target.slice(0, mark);
  if (!pathShape.test(rawPath)) throw ambiguous(texts.path);
  const path = decoded(rawPath, texts.path);
  const segments = path.slice(1).split('/');
  const isOdd = segments.some(
    (segment, at) => segment === '.' || segment === '..' || (segment === '' && at < segments.length - 1),
  );
  if (isOdd) throw ambiguous(texts.path);
  return { rawPath, path, query: mark < 0 ? [] : parseQuery(target.slice(mark + 1)) };
}

/** Pairs in their order. What Go reports as an error is refused; so is what it forgives. */
function parseQuery(text: string): Query {
  if (text.includes(';')) throw ambiguous(texts.semicolon);
  return text
    .split('&')
    .filter((pair) => pair !== '')
    .map((pair) => {
      const sign = pair.indexOf('=');
      const [key, value] = sign < 0 ? [pair, ''] : [pair.slice(0, sign), pair.slice(sign + 1)];
      return [formDecoded(key), formDecoded(value)] as const;
    });
}

function formDecoded(text: string): string {
  return decoded(text.replaceAll('+', ' '), texts.query);
}

/** Percent-decoding to strict UTF-8 without control characters. */
function decoded(text: string, reason: Text): string {
  let plain: string;
  try {
    plain = decodeURIComponent(text);
  } catch (error) {
    throw ambiguous(reason, error);
  }
  // A query may carry a message with line breaks (`comment=`); a zero byte ends a text for some readers, and is in none.
  const banned = reason === texts.path ? /[\x00-\x1f\x7f]/ : /\x00/;
  if (banned.test(plain)) throw ambiguous(reason);
  return plain;
}

/** The path as it is forwarded: every character that is not plainly itself is escaped. */
export function encodePath(path: string): string {
  return path.split('/').map(encodeSegment).join('/');
}

function encodeSegment(segment: string): string {
  return encodeURIComponent(segment).replaceAll('%3A', ':').replaceAll('%40', '@');
}

/** The query as it is forwarded, with its `?`; empty where there is none. */
export function encodeQuery(query: Query): string {
  if (query.length === 0) return '';
  return `?${query.map(([key, value]) => `${encodeURIComponent(key)}=${encodeURIComponent(value)}`).join('&')}`;
}

const texts = {
  notOrigin: { en: 'its target is not a path', 'zh-CN': '请求目标不是路径' },
  fragment: { en: 'its target has a fragment', 'zh-CN': '请求目标含有片段' },
  path: { en: 'its path is written oddly', 'zh-CN': '路径写法异常' },
  query: { en: 'its query is written oddly', 'zh-CN': '查询串写法异常' },
  semicolon: { en: 'its query has a semicolon', 'zh-CN': '查询串含有分号' },
} as const satisfies Record<string, Text>;
