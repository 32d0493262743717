import type { ClientRequestArgs, IncomingMessage } from 'node:http';
import { request as tlsRequest } from 'node:https';
import { isIP, type Socket } from 'node:net';
import { type SecureContext, type TLSSocket, connect as tlsConnect } from 'node:tls';
import { failure } from '../errors.ts';
import { proxyFailure } from './network-failure.ts';
import { request as plainRequest } from './node-http.ts';
import { proxyAuthorization } from './proxy.ts';
import { shownHost } from './shown-url.ts';

/** Where a tunnel leads and how far its end is believed. */
export interface TunnelEnd {
  readonly host: string;
  readonly port: number;
  readonly verify: boolean;
}

/**
 * Opens a TLS connection to a host through a proxy (CONNECT, RFC 9110 section 9.3.6). The proxy sees the name and the port, nothing else.
 *
 * @param patience milliseconds that the proxy has to answer
 */
export async function tunnelled(
  proxy: URL,
  end: TunnelEnd,
  context: SecureContext,
  patience: number,
  signal: AbortSignal,
): Promise<TLSSocket> {
  const socket = await connectThrough(proxy, end, context, patience, signal);
  return tlsConnect({
    socket,
    host: end.host,
    servername: isIP(end.host) === 0 ? end.host : '',
    secureContext: context,
    rejectUnauthorized: end.verify,
    ALPNProtocols: ['http/1.1'],
  });
}

function connectThrough(
  proxy: URL,
  end: TunnelEnd,
  context: SecureContext,
  patience: number,
  signal: AbortSignal,
): Promise<Socket> {
  const authority = `${isIP(end.host) === 6 ? `[${end.host}]` : end.host}:${end.port}`;
  const authorization = proxyAuthorization(proxy);
  const options: ClientRequestArgs & { secureContext?: SecureContext } = {
    method: 'CONNECT',
    host: proxy.hostname.replace(/^\[(.*)\]$/, '$1'),
    port: proxy.port === '' ? (proxy.protocol === 'https:' ? 443 : 80) : Number(proxy.port),
    path: authority,
    headers: { host: authority, ...(authorization === null ? {} : { 'proxy-authorization': authorization }) },
    agent: false,
    signal,
    ...(proxy.protocol === 'https:' ? { secureContext: context } : {}),
  };
  const { promise, resolve, reject } = Promise.withResolvers<Socket>();
  const broken = (code: string) => Object.assign(new Error(code), { code });
  const request = proxy.protocol === 'https:' ? tlsRequest(options) : plainRequest(options);
  // By the clock, not by silence: a proxy may send its answer a letter at a time.
  const timer = setTimeout(() => request.destroy(broken('ETIMEDOUT')), patience);
  const answers = (status: number) =>
    failure('host-unreachable', {
      host: end.host,
      reason: {
        en: `the proxy ${shownHost(proxy)} answers ${status}`,
        'zh-CN': `代理 ${shownHost(proxy)} 返回 ${status}`,
      },
    });
  for (const event of ['connect', 'upgrade']) {
    request.once(event, (response: IncomingMessage, socket: Socket, head: Buffer) => {
      if (event === 'connect' && response.statusCode === 200 && head.length === 0) {
        resolve(socket);
        return;
      }
      socket.destroy();
      reject(answers(response.statusCode ?? 0));
    });
  }
  request.on('error', (error) => reject(proxyFailure(error, end.host, shownHost(proxy))));
  request.once('close', () => reject(proxyFailure(broken('ECONNRESET'), end.host, shownHost(proxy))));
  request.end();
  return promise.finally(() => clearTimeout(timer));
}
