import type { HttpClient, HttpRequest, HttpResponse } from '../http.ts';
import { waitAfterAnswer, waited } from './retry.ts';
import { originOf } from './shown-url.ts';

/** What a host is spared when very many requests go to it. */
export interface CourtesyRule {
  /** Requests under way at one host, bodies that are still being read included. */
  readonly connections: number;
  /** Requests begun within one second at one host; null for no limit. */
  readonly rate: number | null;
  /** How often a request that a busy host (429, 503) turned away is asked again. */
  readonly tries: number;
  /** Milliseconds: the longest wait that a host may ask for. */
  readonly longest: number;
}

/** What went over the wires, for people. */
export interface Traffic {
  requests: number;
  /** Of bodies, as they were sent. */
  bytes: number;
  /** How often a host said that it is busy. */
  refusals: number;
}

const busy: readonly number[] = [429, 503];
/** What the client below still repeats of its own accord. */
const passing: readonly number[] = [502, 504];
const first = 500;

interface Host {
  running: number;
  readonly waiting: (() => void)[];
  /** `performance.now()` before which nothing is begun. */
  notBefore: number;
}

/**
 * A client that is polite to each host: so many requests at a time, so many a second, and where one of them is told to come back later, all
 * of them wait, and then not all come at once. A host that stays busy for all tries gets its last answer through.
 */
export function courteous(client: HttpClient, rule: CourtesyRule, traffic: Traffic): HttpClient {
  const hosts = new Map<string, Host>();
  const hostOf = (url: URL): Host => {
    const origin = originOf(url);
    const known = hosts.get(origin);
    if (known !== undefined) return known;
    const host: Host = { running: 0, waiting: [], notBefore: 0 };
    hosts.set(origin, host);
    return host;
  };

  const enter = async (host: Host, signal: AbortSignal): Promise<() => void> => {
    while (host.running >= rule.connections) await turn(host, signal);
    host.running += 1;
    let isInside = true;
    const leave = () => {
      if (!isInside) return;
      isInside = false;
      host.running -= 1;
      host.waiting.shift()?.();
    };
    try {
      await begin(host, rule.rate, signal);
    } catch (error) {
      leave();
      throw error;
    }
    return leave;
  };

  const request = async (wanted: HttpRequest): Promise<HttpResponse> => {
    const host = hostOf(wanted.url);
    for (let next = 2; ; next += 1) {
      const leave = await enter(host, wanted.signal);
      let response: HttpResponse;
      traffic.requests += 1;
      try {
        response = await client.request({ ...wanted, retries: { ...wanted.retries, passing } });
      } catch (error) {
        leave();
        throw error;
      }
      if (!busy.includes(response.status)) return counted(response, leave, traffic);
      traffic.refusals += 1;
      const { tries, longest } = rule;
      const wait = waitAfterAnswer(response.status, response.headers['retry-after'], next, { tries, first, longest });
      response.discard();
      leave();
      if (wait === null) return response;
      host.notBefore = Math.max(host.notBefore, performance.now() + wait);
    }
  };
  return { request, close: client.close };
}

/** Waits until somebody leaves. */
function turn(host: Host, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const go = () => {
      signal.removeEventListener('abort', stop);
      resolve();
    };
    const stop = () => {
      host.waiting.splice(host.waiting.indexOf(go), 1);
      reject(signal.reason);
    };
    signal.addEventListener('abort', stop, { once: true });
    host.waiting.push(go);
  });
}

/** Waits until a request may begin. */
async function begin(host: Host, rate: number | null, signal: AbortSignal): Promise<void> {
  for (;;) {
    const now = performance.now();
    if (host.notBefore <= now) {
      if (rate !== null) host.notBefore = now + 1000 / rate;
      return;
    }
    const wait = host.notBefore - now;
    // Those who waited long together come back one after the other.
    await waited(wait > 1000 ? wait + Math.random() * Math.min(2000, wait / 4) : wait, signal);
  }
}

/** Leaves when the body was read, given up or broke off. */
function counted(response: HttpResponse, leave: () => void, traffic: Traffic): HttpResponse {
  async function* body() {
    try {
      for await (const chunk of response.body) {
        traffic.bytes += chunk.length;
        yield chunk;
      }
    } finally {
      leave();
    }
  }
  return {
    ...response,
    body: body(),
    discard: () => {
      leave();
      response.discard();
    },
  };
}
