import { readWhole, TooLong } from '../../base/byte-stream.ts';
import { failure, failureFrom, PlimsollError, reasonOf, systemCode } from '../../base/errors.ts';
import { networkWords } from '../../base/http/network-failure.ts';
import { systemTrust } from '../../base/http/trust.ts';
import { type HttpResponse, httpClient } from '../../base/http.ts';
import { printable } from '../../base/printable.ts';
import { productVersion } from '../../base/product-version.ts';
import { isObject } from '../../formats/go-json.ts';
import { type Endpoint, engineEndpoints } from './endpoint.ts';

/** A container engine that answers, spoken to by Docker's Engine API. */
export interface Engine {
  readonly endpoint: Endpoint;
  readonly version: EngineVersion;
  /** An answer of any status. */
  get(path: string): Promise<HttpResponse>;
  /** A small JSON document; null where the engine answers 404. Throws `bad-answer` for anything else. */
  json(path: string): Promise<unknown>;
  /** An answer of any status to a request that changes something. It is asked once only. */
  change(method: 'POST' | 'DELETE', path: string, content?: EngineContent): Promise<HttpResponse>;
  close(): void;
}

export interface EngineContent {
  readonly bytes: Uint8Array;
  readonly type: string;
}

export interface EngineVersion {
  /** `Docker`, `Podman` */
  readonly name: string;
  readonly version: string;
  readonly apiVersion: string;
}

export interface EngineAccess {
  readonly environment: NodeJS.ProcessEnv;
  readonly offline: boolean;
  readonly signal: AbortSignal;
}

const MAX_JSON = 64 << 20;
const MAX_MESSAGE = 64 << 10;

/** The engine writes an image out before the first byte of it comes, and on a slow disk takes its time between two. */
const patience = { connect: 10_000, answer: 30 * 60_000, idle: 10 * 60_000, rate: 0 };

/**
 * The first engine that answers. Throws `engine-…` errors where none does.
 * @param ahead paths of documents that it will be asked for by {@link Engine.json}, and which therefore need not wait for one another
 */
export async function openEngine(access: EngineAccess, ahead: readonly string[] = []): Promise<Engine> {
  const endpoints = await engineEndpoints(access.environment);
  const troubles: { endpoint: Endpoint; error: unknown }[] = [];
  for (const endpoint of endpoints) {
    try {
      return await connectEngine(endpoint, access, ahead);
    } catch (error) {
      access.signal.throwIfAborted();
      // What is not allowed, or cannot be trusted, is no reason to turn to somebody else.
      if (endpoint.kind === 'tcp' && error instanceof PlimsollError && error.code !== 'host-unreachable') throw error;
      troubles.push({ endpoint, error });
    }
  }
  throw noEngine(troubles);
}

/** Connects to one engine and asks what it is. */
export async function connectEngine(
  endpoint: Endpoint,
  { offline, signal }: EngineAccess,
  ahead: readonly string[] = [],
): Promise<Engine> {
  const tcp = endpoint.kind === 'tcp' ? endpoint : null;
  const http = httpClient({
    userAgent: `plimsoll/${productVersion()}`,
    offline,
    trust: tcp?.trust ?? systemTrust,
    // Whoever sets DOCKER_HOST to an address without TLS has decided that the way to it is safe.
    insecureHosts: tcp !== null && (tcp.url.protocol === 'http:' || !tcp.verify) ? [tcp.url.host] : [],
    proxyFor: () => null,
    patience,
    ...(endpoint.kind === 'unix' ? { socketPath: endpoint.path } : {}),
  });
  const base = tcp?.url ?? new URL('http://localhost/');
  const ask = (path: string, whole: number | null = null) =>
    http.request({ url: new URL(path, base), signal, patience: { whole } });
  const document = (path: string) => ask(path, 120_000);
  const begun = new Map<string, Promise<HttpResponse>>();
  try {
    const asked = ask('/_ping', 30_000);
    for (const path of ahead) {
      const answer = document(path);
      // Whoever asks for it is told.
      answer.catch(() => {});
      begun.set(path, answer);
    }
    const version = toldByPing(await asked) ?? (await versionOf(await ask('/version', 30_000), endpoint.address));
    return {
      endpoint,
      version,
      get: (path) => ask(path),
      change: (method, path, content) =>
        http.request({
          url: new URL(path, base),
          method,
          signal,
          retries: { tries: 1 },
          ...(content === undefined ? {} : { content: content.bytes, headers: { 'content-type': content.type } }),
        }),
      json: async (path) => {
        const answer = begun.get(path) ?? document(path);
        begun.delete(path);
        return readJson(await answer, endpoint.address);
      },
      close: http.close,
    };
  } catch (error) {
    http.close();
    throw error;
  }
}

/**
 * What the headers of an answer to a ping say: `Server: Docker/27.3.1 (linux)`, Podman's `Libpod/5.2.0 (linux)`. An engine asks several programs before
 * it answers `/version`. Null where they do not say it.
 */
function toldByPing(response: HttpResponse): EngineVersion | null {
  response.discard();
  const [, product, version] = /^(Docker|Libpod)\/([!-~]{1,64})(?: |$)/.exec(response.headers['server'] ?? '') ?? [];
  const apiVersion = printable(response.headers['api-version'] ?? '', 64);
  if (response.status !== 200 || product === undefined || version === undefined || apiVersion === '') return null;
  return { name: product === 'Libpod' ? 'Podman' : 'Docker', version, apiVersion };
}

async function versionOf(response: HttpResponse, address: string): Promise<EngineVersion> {
  const answer = await readJson(response, address);
  const text = (value: unknown) => (typeof value === 'string' ? printable(value, 64) : '');
  if (!isObject(answer) || text(answer['ApiVersion']) === '') {
    const reason = { en: 'it is not a container engine', 'zh-CN': '它不是容器引擎' };
    throw failure('engine-unreachable', { address, reason });
  }
  const components = Array.isArray(answer['Components']) ? answer['Components'] : [];
  const isPodman = components.some((one) => isObject(one) && /podman/i.test(text(one['Name'])));
  return {
    name: isPodman ? 'Podman' : 'Docker',
    version: text(answer['Version']),
    apiVersion: text(answer['ApiVersion']),
  };
}

async function readJson(response: HttpResponse, address: string): Promise<unknown> {
  if (response.status === 404) {
    response.discard();
    return null;
  }
  if (response.status !== 200) throw await engineFailure(response, address);
  return parsed(await bounded(response, MAX_JSON, address), address);
}

/** What an answer other than the one asked for means, with what the engine says about it. */
export async function engineFailure(response: HttpResponse, address: string): Promise<PlimsollError> {
  const { status } = response;
  const answer = parsed(await bounded(response, MAX_MESSAGE, address), address, `it answers ${status}`);
  const message = isObject(answer) && typeof answer['message'] === 'string' ? answer['message'] : '';
  if (status >= 500) return failure('engine-failed', { address, status, message: printable(message, 300) });
  return failure('bad-answer', {
    host: address,
    reason: {
      en: `it answers ${status}: ${printable(message, 300)}`,
      'zh-CN': `返回 ${status}：${printable(message, 300)}`,
    },
  });
}

async function bounded(response: HttpResponse, limit: number, address: string): Promise<string> {
  try {
    return (await readWhole(response.body, limit)).toString('utf8');
  } catch (error) {
    if (!(error instanceof TooLong)) throw error;
    throw failureFrom(error, 'bad-answer', {
      host: address,
      reason: { en: 'its answer is too long', 'zh-CN': '返回内容过长' },
    });
  }
}

function parsed(text: string, address: string, otherwise = 'its answer is not JSON'): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw failureFrom(error, 'bad-answer', { host: address, reason: otherwise });
  }
}

function noEngine(troubles: readonly { endpoint: Endpoint; error: unknown }[]): PlimsollError {
  const coded = troubles.map(({ endpoint, error }) => ({ endpoint, error, code: causeCode(error) }));
  const forbidden = coded.find(({ code }) => code === 'EACCES' || code === 'EPERM');
  if (forbidden !== undefined) {
    return failureFrom(forbidden.error, 'engine-forbidden', { address: forbidden.endpoint.address });
  }
  const silent = coded.find(({ code }) => code !== 'ENOENT' && code !== 'ENOTDIR');
  if (silent !== undefined) {
    const { error } = silent;
    if (error instanceof PlimsollError && error.code === 'engine-unreachable') return error;
    const reason = silent.code === undefined ? reasonOf(error) : networkWords(silent.code);
    return failureFrom(error, 'engine-unreachable', { address: silent.endpoint.address, reason });
  }
  return failure('engine-absent', { asked: troubles.map(({ endpoint }) => endpoint.address).join(', ') });
}

/** The system's code behind an error; undefined where it has none. */
export function causeCode(error: unknown): string | undefined {
  return systemCode(error instanceof PlimsollError ? error.cause : error);
}
