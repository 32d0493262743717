import type { ClientRequest, RequestOptions } from 'node:http';
import { Agent as TlsAgent, type RequestOptions as TlsRequestOptions, request as tlsRequest } from 'node:https';
import type { SecureContext } from 'node:tls';
import { reasonOf } from '../errors.ts';
import { isLoopback, localLookup } from './loopback.ts';
import { Agent as PlainAgent, request as plainRequest } from './node-http.ts';
import { proxyAuthorization } from './proxy.ts';
import { secureContext, type Trust } from './trust.ts';
import { tunnelled } from './tunnel.ts';

/** One request to be put on a wire. */
export interface Outgoing {
  readonly url: URL;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  /** A Unix socket to use instead of the URL's host. */
  readonly socketPath: string | null;
  readonly proxy: URL | null;
  /** Whether the other side's certificate must convince. */
  readonly verify: boolean;
  /** Milliseconds to wait for a proxy. */
  readonly connectPatience: number;
  readonly signal: AbortSignal;
}

/** Connections kept open between requests. */
export interface Connections {
  start(outgoing: Outgoing): ClientRequest;
  close(): void;
}

/** Else an agent works out for plain HTTP, too, which name a server's certificate would have to have: 6 ms the first time. */
const unnamed: Pick<TlsRequestOptions, 'servername'> = { servername: '' };

/** Answers with more header bytes than this are refused. */
const MAX_HEADER = 64 << 10;

export function connections(trust: Trust): Connections {
  const keep = { keepAlive: true, maxFreeSockets: 4, scheduling: 'lifo' } as const;
  const plain = new PlainAgent(keep);
  let tls: TlsAgent | null = null;
  const tunnels = new Map<string, TlsAgent>();
  // An agent knows nothing of a connection that a proxy is still asked for.
  const closing = new AbortController();
  let context: SecureContext | null = null;
  // Reading the system's authorities takes a twentieth of a second: only where TLS is spoken.
  const shared = (): SecureContext => {
    context ??= secureContext(trust);
    return context;
  };

  const tunnelAgent = (proxy: URL, outgoing: Outgoing): TlsAgent => {
    const key = `${proxy.href} ${outgoing.verify}`;
    const known = tunnels.get(key);
    if (known !== undefined) return known;
    const agent = new TlsAgent(keep);
    agent.createConnection = (options, callback) => {
      const end = { host: String(options.host), port: Number(options.port), verify: outgoing.verify };
      tunnelled(proxy, end, shared(), outgoing.connectPatience, closing.signal).then(
        (socket) => callback?.(null, socket),
        (error: unknown) => {
          const told = error instanceof Error ? error : new Error(reasonOf(error));
          (callback as ((error: Error) => void) | undefined)?.(told);
        },
      );
      return undefined;
    };
    tunnels.set(key, agent);
    return agent;
  };

  return {
    start: (outgoing) => {
      const { url, method, headers, socketPath, proxy, verify, signal } = outgoing;
      const host = url.hostname.replace(/^\[(.*)\]$/, '$1');
      const base: RequestOptions = { method, headers, signal, maxHeaderSize: MAX_HEADER, setHost: true };
      if (socketPath !== null)
        return plainRequest({ ...base, ...unnamed, socketPath, path: pathOf(url), agent: plain });
      const target = { ...base, host, path: pathOf(url), ...(url.port === '' ? {} : { port: Number(url.port) }) };
      if (url.protocol === 'https:') {
        const secure = { ...target, secureContext: shared(), rejectUnauthorized: verify };
        if (proxy !== null) return tlsRequest({ ...secure, agent: tunnelAgent(proxy, outgoing) });
        tls ??= new TlsAgent(keep);
        return tlsRequest({ ...secure, agent: tls, ...lookupFor(host) });
      }
      if (proxy === null) return plainRequest({ ...target, ...unnamed, agent: plain, ...lookupFor(host) });
      return throughPlainProxy(proxy, url, base, shared);
    },
    close: () => {
      closing.abort();
      for (const agent of [plain, tls, ...tunnels.values()]) agent?.destroy();
    },
  };
}

function lookupFor(host: string): Pick<RequestOptions, 'lookup'> {
  return isLoopback(host) ? { lookup: localLookup } : {};
}

/** Plain HTTP goes to a proxy as a whole URL (RFC 9112, section 3.2.2). */
function throughPlainProxy(proxy: URL, url: URL, base: RequestOptions, shared: () => SecureContext): ClientRequest {
  const authorization = proxyAuthorization(proxy);
  const headers = {
    ...base.headers,
    host: url.host,
    ...(authorization === null ? {} : { 'proxy-authorization': authorization }),
  };
  const options = {
    ...base,
    headers,
    host: proxy.hostname.replace(/^\[(.*)\]$/, '$1'),
    path: `${url.origin}${pathOf(url)}`,
    agent: false as const,
    ...(proxy.port === '' ? {} : { port: Number(proxy.port) }),
  };
  if (proxy.protocol !== 'https:') return plainRequest(options);
  const secure = { ...options, secureContext: shared() };
  return tlsRequest(secure);
}

function pathOf(url: URL): string {
  return `${url.pathname}${url.search}`;
}
