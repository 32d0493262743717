import type { IncomingMessage } from 'node:http';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import type { ByteStream } from './byte-stream.ts';
import { failure, failureFrom, reasonOf } from './errors.ts';
import { type Connections, connections } from './http/connections.ts';
import { type Deadline, deadline } from './http/deadline.ts';
import { networkFailure } from './http/network-failure.ts';
import { answered, body, type Patience, usualPatience } from './http/patience.ts';
import { isListedInsecure, requirePermission } from './http/permission.ts';
import type { ProxyChoice } from './http/proxy.ts';
import { nextHop } from './http/redirect.ts';
import { type RetryRule, usualRetries, waitAfterAnswer, waitAfterError, waited } from './http/retry.ts';
import { shownHost } from './http/shown-url.ts';
import type { Trust } from './http/trust.ts';
import { printable } from './printable.ts';

/** What holds for all requests of a client. */
export interface HttpSettings {
  /** `plimsoll/1.2.3` */
  readonly userAgent: string;
  /** Only this machine may be asked; anything else throws `offline`. */
  readonly offline: boolean;
  readonly trust: Trust;
  /** Hosts, with port where it is not the usual one, that may be asked over plain HTTP and whose certificates need not convince. */
  readonly insecureHosts: readonly string[];
  readonly proxyFor: ProxyChoice;
  /** A Unix socket that all requests go to, whatever host their URLs name. */
  readonly socketPath?: string;
  readonly patience?: Partial<Patience>;
  readonly retries?: Partial<RetryRule>;
}

export interface HttpRequest {
  readonly url: URL;
  readonly method?: 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE';
  readonly headers?: Readonly<Record<string, string>>;
  /** The `Authorization` header. It goes to the origin of `url` alone, not along with a redirect elsewhere. */
  readonly authorization?: string | null;
  readonly content?: string | Uint8Array | SentStream;
  /** Asks for gzip and undoes it. Otherwise the bytes come as they were sent. */
  readonly gzip?: boolean;
  readonly signal: AbortSignal;
  readonly patience?: Partial<Patience>;
  readonly retries?: Partial<RetryRule>;
}

/** Content of a request that is read while it is sent. */
export interface SentStream {
  /** Bytes. */
  readonly size: number;
  open(): ByteStream;
}

/** An answer of any status. */
export interface HttpResponse {
  readonly status: number;
  /** Lower-case names; repeated ones joined. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Where it came from in the end. */
  readonly url: URL;
  /** To be read once, or given up with `discard`. Its errors are of the catalogue, too. */
  readonly body: ByteStream;
  discard(): void;
}

export interface HttpClient {
  /**
   * Asks, follows redirects of GET and HEAD, and repeats what failed in passing. Throws errors of the catalogue for whatever keeps an
   * answer from coming, and the signal's reason where it was aborted. No secret stands in an error: URLs are shown without query and user.
   */
  request(request: HttpRequest): Promise<HttpResponse>;
  /** Breaks off what is still under way. */
  close(): void;
}

/** One request as it goes over one connection, after redirects. */
interface Hop {
  readonly url: URL;
  readonly authorization: string | null;
  readonly request: HttpRequest;
  readonly patience: Patience;
  readonly deadline: Deadline;
}

const MAX_REDIRECTS = 5;
/** Bytes a second below which nobody waits for the answer to what is being sent. */
const slowestSending = 64 << 10;

/** Makes a client. Every request that leaves Plimsoll goes through one. */
export function httpClient(settings: HttpSettings): HttpClient {
  const wires = connections(settings.trust);
  return {
    close: wires.close,
    request: async (request) => {
      const patience = { ...usualPatience, ...settings.patience, ...request.patience };
      const end = deadline(request.signal, patience.whole);
      let hop: Hop = {
        url: request.url,
        authorization: request.authorization ?? null,
        request,
        patience,
        deadline: end,
      };
      for (let hops = 0; ; hops += 1) {
        const response = await persistent(hop, wires, settings);
        const next = changes(request) ? null : nextHop(hop.url, response.status, response.headers['location']);
        if (next === null) return request.gzip === true ? unzipped(response, shownHost(hop.url)) : response;
        response.discard();
        if (hops === MAX_REDIRECTS || settings.socketPath !== undefined) {
          throw failure('redirect-refused', {
            host: shownHost(hop.url),
            reason: { en: 'it does so again and again', 'zh-CN': '重定向次数过多' },
          });
        }
        hop = { ...hop, url: next.url, authorization: next.sameOrigin ? hop.authorization : null };
      }
    },
  };
}

function changes({ method }: HttpRequest): boolean {
  return method === 'POST' || method === 'PUT' || method === 'DELETE';
}

/** Repeats a hop while it fails in a way that passes. */
async function persistent(hop: Hop, wires: Connections, settings: HttpSettings): Promise<HttpResponse> {
  const rule = { ...usualRetries, ...settings.retries, ...hop.request.retries };
  for (let next = 2; ; next += 1) {
    let wait: number | null;
    try {
      const response = await once(hop, wires, settings);
      wait = waitAfterAnswer(response.status, response.headers['retry-after'], next, rule);
      if (wait === null) return response;
      response.discard();
    } catch (error) {
      // Whether a change that broke off was made is not known.
      wait = changes(hop.request) ? null : waitAfterError(error, next, rule);
      if (wait === null) throw error;
    }
    try {
      await waited(wait, hop.deadline.signal);
    } catch (error) {
      hop.deadline.check(shownHost(hop.url));
      throw error;
    }
  }
}

async function once(hop: Hop, wires: Connections, settings: HttpSettings): Promise<HttpResponse> {
  const { url, request, patience } = hop;
  const host = shownHost(url);
  const socketPath = settings.socketPath ?? null;
  if (socketPath === null) requirePermission(url, settings);
  hop.deadline.check(host);
  try {
    const started = wires.start({
      url,
      method: request.method ?? 'GET',
      headers: headersOf(hop, settings),
      socketPath,
      proxy: socketPath === null ? settings.proxyFor(url) : null,
      verify: !isListedInsecure(url, settings.insecureHosts),
      connectPatience: patience.connect,
      signal: hop.deadline.signal,
    });
    const { content } = request;
    if (!isStream(content)) {
      started.end(content);
      return responseOf(await answered(started, host, patience, hop.deadline.signal), hop, host);
    }
    // What goes wrong while sending is an error of the request, which is waited for below.
    pipeline(content.open(), started, () => {});
    const answer = patience.answer + (content.size / slowestSending) * 1000;
    return responseOf(await answered(started, host, { ...patience, answer }, hop.deadline.signal), hop, host);
  } catch (error) {
    hop.deadline.check(host);
    throw networkFailure(error, host);
  }
}

function isStream(content: HttpRequest['content']): content is SentStream {
  return typeof content === 'object' && 'open' in content;
}

function sizeOf(content: NonNullable<HttpRequest['content']>): number {
  return isStream(content) ? content.size : Buffer.byteLength(content);
}

function headersOf({ request, authorization }: Hop, settings: HttpSettings): Record<string, string> {
  return {
    'user-agent': settings.userAgent,
    'accept-encoding': request.gzip === true ? 'gzip' : 'identity',
    ...request.headers,
    ...(request.content === undefined ? {} : { 'content-length': String(sizeOf(request.content)) }),
    ...(authorization === null ? {} : { authorization }),
  };
}

function responseOf(message: IncomingMessage, hop: Hop, host: string): HttpResponse {
  const headers: Record<string, string | undefined> = {};
  for (const [name, value] of Object.entries(message.headers)) {
    headers[name] = Array.isArray(value) ? value.join(', ') : value;
  }
  return {
    status: message.statusCode ?? 0,
    headers,
    url: hop.url,
    body: body(message, host, hop.patience, hop.deadline),
    discard: () => giveUp(message),
  };
}

/** A short rest is read away, so that the connection can be used again; a long one is not waited for. */
function giveUp(message: IncomingMessage): void {
  const length = Number(message.headers['content-length'] ?? Number.POSITIVE_INFINITY);
  if (length <= 16 << 10) message.resume();
  else message.destroy();
}

function unzipped(response: HttpResponse, host: string): HttpResponse {
  const coding = (response.headers['content-encoding'] ?? 'identity').trim().toLowerCase();
  if (coding === 'identity' || coding === '') return response;
  if (coding !== 'gzip' && coding !== 'x-gzip') {
    response.discard();
    throw failure('bad-answer', {
      host,
      reason: { en: `it is encoded as ${printable(coding, 20)}`, 'zh-CN': `编码方式为 ${printable(coding, 20)}` },
    });
  }
  return { ...response, body: gunzipped(response.body, host) };
}

async function* gunzipped(stream: ByteStream, host: string): ByteStream {
  let trouble: unknown = null;
  const gunzip: Readable = pipeline(
    guarded(stream, (error) => (trouble = error)),
    createGunzip(),
    () => {},
  );
  try {
    yield* gunzip as AsyncIterable<Uint8Array>;
  } catch (error) {
    if (trouble !== null) throw trouble;
    throw failureFrom(error, 'bad-answer', {
      host,
      reason: { en: `its gzip is damaged (${reasonOf(error)})`, 'zh-CN': `gzip 数据已损坏（${reasonOf(error)}）` },
    });
  }
}

/** Keeps an error of the stream itself apart from one of the decoder. */
async function* guarded(stream: ByteStream, note: (error: unknown) => void): ByteStream {
  try {
    yield* stream;
  } catch (error) {
    note(error);
    throw error;
  }
}
