import type { Text } from '../../base/text.ts';
import type { ConnectionKind, Method } from './endpoint.ts';
import type { HeaderList } from './engine-request.ts';
import { ambiguous } from './refusals.ts';
import type { Framing } from './wire/body.ts';
import { headFields } from './wire/head-reader.ts';

/** The head of a request, as far as it is understood without knowing its route. */
export interface RequestHead {
  readonly method: Method;
  readonly target: string;
  /** 0 for HTTP/1.0. */
  readonly minor: 0 | 1;
  /** Those that steer the message are taken out. */
  readonly headers: HeaderList;
  readonly framing: Framing;
  /** What the client wants the connection to become; null for nothing. */
  readonly upgrade: Exclude<ConnectionKind, 'plain'> | null;
  readonly keepAlive: boolean;
  /** The client waits for `100 Continue` before it sends the body. */
  readonly expectsContinue: boolean;
}

const methods: readonly Method[] = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS'];

/** What a message may not say twice: the two readers would believe one each. */
const single = new Set([
  'authorization',
  'connection',
  'content-encoding',
  'content-length',
  'content-type',
  'expect',
  'host',
  'origin',
  'sec-websocket-key',
  'sec-websocket-version',
  'te',
  'transfer-encoding',
  'upgrade',
  'user-agent',
  'x-registry-auth',
  'x-registry-config',
]);

/** What steers this connection or this message, and is written anew for the next one. */
const steering = new Set([
  'connection',
  'content-length',
  'expect',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
]);

/** Headers by which some readers take another method, path or host than the request line says. No engine reads them, so nobody means them. */
const overriding =
  /^(x-http-method|x-http-method-override|x-method-override|x-original-url|x-rewrite-url|http2-settings|trailer)$/;

const requestLine = /^([A-Z]+) ([\x21-\x7e]+) HTTP\/1\.([01])$/;

/** Refuses a first line that is none, as soon as it is there. */
export function checkRequestLine(line: string): void {
  const match = requestLine.exec(line);
  if (match === null) throw ambiguous(texts.requestLine);
  if (!methods.some((method) => method === match[1])) throw ambiguous(texts.method);
}

/** Reads the lines of a head. Throws {@link ambiguous} and `BadHead`. */
export function parseRequestHead([line = '', ...rest]: readonly string[]): RequestHead {
  checkRequestLine(line);
  const [, method = '', target = '', minorText] = requestLine.exec(line) ?? [];
  const minor = minorText === '0' ? 0 : 1;
  const fields = headFields(rest).map(([name, value]) => [name.toLowerCase(), value] as const);
  const values = new Map<string, string>();
  for (const [name, value] of fields) {
    if (overriding.test(name)) throw ambiguous(texts.override);
    if (single.has(name) && values.has(name)) throw ambiguous(texts.twice);
    values.set(name, value);
  }
  if (!values.has('host') && minor === 1) throw ambiguous(texts.host);
  const options = connectionOptions(values.get('connection'));
  return {
    method: method as Method,
    target,
    minor,
    headers: fields.filter(([name]) => !steering.has(name)),
    framing: framingOf(values, minor),
    upgrade: upgradeOf(values.get('upgrade'), options, minor),
    keepAlive: minor === 1 ? !options.has('close') : options.has('keep-alive'),
    expectsContinue: expectation(values.get('expect'), minor),
  };
}

/** Only what this gate understands: any other word would name a header that the next reader is not to see (RFC 9110, section 7.6.1). */
function connectionOptions(value: string | undefined): ReadonlySet<string> {
  const options = new Set((value ?? '').split(',').map((word) => word.trim().toLowerCase()));
  options.delete('');
  for (const option of options)
    if (!['close', 'keep-alive', 'upgrade', 'te'].includes(option)) throw ambiguous(texts.connection);
  if (options.has('close') && options.has('keep-alive')) throw ambiguous(texts.connection);
  return options;
}

function framingOf(values: ReadonlyMap<string, string>, minor: 0 | 1): Framing {
  const length = values.get('content-length');
  const transfer = values.get('transfer-encoding');
  if (transfer !== undefined) {
    if (length !== undefined || minor === 0 || transfer.toLowerCase() !== 'chunked') throw ambiguous(texts.lengths);
    return { kind: 'chunked' };
  }
  if (length === undefined) return { kind: 'none' };
  if (!/^\d{1,15}$/.test(length)) throw ambiguous(texts.lengths);
  return length === '0' ? { kind: 'none' } : { kind: 'length', length: Number(length) };
}

function upgradeOf(value: string | undefined, options: ReadonlySet<string>, minor: 0 | 1): RequestHead['upgrade'] {
  if (value === undefined && !options.has('upgrade')) return null;
  if (value === undefined || !options.has('upgrade') || minor === 0) throw ambiguous(texts.upgrade);
  switch (value.toLowerCase()) {
    case 'tcp':
      return 'hijack';
    case 'h2c':
      return 'h2c';
    case 'websocket':
      return 'websocket';
    default:
      throw ambiguous(texts.upgrade);
  }
}

function expectation(value: string | undefined, minor: 0 | 1): boolean {
  if (value === undefined) return false;
  if (value.toLowerCase() !== '100-continue') throw ambiguous(texts.expect);
  // A client of HTTP/1.0 does not know the answer that it asks for (RFC 9110, section 10.1.1).
  return minor === 1;
}

const texts = {
  requestLine: { en: 'its first line is not one of HTTP/1.1', 'zh-CN': '首行不符合 HTTP/1.1' },
  method: { en: 'its method is not one of the engine API', 'zh-CN': '请求方法不属于引擎 API' },
  override: {
    en: 'a header would give it another method, path or end',
    'zh-CN': '有请求头会改变其方法、路径或结尾',
  },
  twice: { en: 'a header that matters stands in it twice', 'zh-CN': '关键请求头重复出现' },
  host: { en: 'it names no host', 'zh-CN': '缺少 Host' },
  connection: { en: 'its Connection header asks for something unknown', 'zh-CN': 'Connection 请求头含有未知内容' },
  lengths: { en: 'its length is not plain', 'zh-CN': '长度表述不明确' },
  upgrade: { en: 'it asks for an upgrade that there is not', 'zh-CN': '请求了不存在的协议升级' },
  expect: { en: 'it expects something unknown', 'zh-CN': 'Expect 请求头含有未知内容' },
} as const satisfies Record<string, Text>;
