import { fill, type Text, type Value } from '../../base/text.ts';
import type { Refusal } from './guard.ts';

/** Thrown where a request is turned away before anybody decides about it. */
export class RequestRefused extends Error {
  override readonly name = 'RequestRefused';
  readonly refusal: Refusal;

  constructor(refusal: Refusal, cause?: unknown) {
    super(refusal.message.en, cause === undefined ? undefined : { cause });
    this.refusal = refusal;
  }
}

interface Entry {
  readonly status: Refusal['status'];
  readonly text: Text;
}

/** Why the transport itself turns a request away. What guards decide about images has its own words. */
const entries = {
  malformed: {
    status: 400,
    text: {
      en: 'this request can be understood in more than one way, and is refused: {reason}',
      'zh-CN': '该请求存在歧义，已拒绝：{reason}',
    },
  },
  'head-too-long': {
    status: 431,
    text: { en: 'the head of this request is too long', 'zh-CN': '请求头过长' },
  },
  'too-slow': {
    status: 408,
    text: { en: 'this request did not come to its end in time', 'zh-CN': '请求未在时限内发送完整' },
  },
  'body-too-large': {
    status: 413,
    text: {
      en: 'the body of this request is larger than {limit}: what cannot be looked at is refused',
      'zh-CN': '请求体超过 {limit}：无法检查的内容一律拒绝',
    },
  },
  busy: {
    status: 503,
    text: { en: 'too many requests are being read at once', 'zh-CN': '同时读取的请求过多' },
  },
  'unknown-route': {
    status: 403,
    text: {
      en: '{method} {path} is not in the engine API that this gate understands',
      'zh-CN': '{method} {path} 不在本关卡理解的引擎 API 之内',
    },
  },
  'refused-route': {
    status: 403,
    text: { en: '{method} {path} may not pass: {why}', 'zh-CN': '{method} {path} 不允许通过：{why}' },
  },
  unguarded: {
    status: 403,
    text: {
      en: 'nothing here can decide about {method} {path}, so it may not pass',
      'zh-CN': '此处无法判定 {method} {path}，因此不予放行',
    },
  },
  'api-version': {
    status: 400,
    text: {
      en: 'API version {version} is not understood here; there are 1.{oldest} to 1.{newest}',
      'zh-CN': '不支持 API 版本 {version}；可用范围为 1.{oldest} 至 1.{newest}',
    },
  },
  'engine-down': {
    status: 502,
    text: { en: 'the engine behind this gate does not answer: {reason}', 'zh-CN': '关卡后的引擎没有响应：{reason}' },
  },
  broken: {
    status: 500,
    text: {
      en: 'this request could not be decided about, so it may not pass: {reason}',
      'zh-CN': '无法判定该请求，因此不予放行：{reason}',
    },
  },
} as const satisfies Record<string, Entry>;

export type RefusalName = keyof typeof entries;

export function refusal(code: RefusalName, values: Readonly<Record<string, Value>> = {}): Refusal {
  const { status, text } = entries[code];
  return { kind: 'refuse', status, code, message: fill(text, values) };
}

export function refuse(
  code: RefusalName,
  values: Readonly<Record<string, Value>> = {},
  cause?: unknown,
): RequestRefused {
  return new RequestRefused(refusal(code, values), cause);
}

/** A request that two readers could understand differently. */
export function ambiguous(reason: Text, cause?: unknown): RequestRefused {
  return refuse('malformed', { reason }, cause);
}
