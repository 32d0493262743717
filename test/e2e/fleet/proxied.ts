import { request as httpRequest, type IncomingMessage } from 'node:http';
import { serve, type TestServer } from '../../build/server.ts';
import type { RunningRegistry } from '../sources/registry-server.ts';

/** What a proxy answers by itself, or does to an answer on its way. */
export type Decision =
  | { readonly status: number; readonly headers?: Record<string, string>; readonly body?: Buffer | string }
  /** Breaks off after so many bytes of the body. */
  | { readonly cutAfter: number };

export interface ProxiedRequest {
  readonly path: string;
  readonly method: string;
  readonly headers: IncomingMessage['headers'];
  /** `performance.now()` */
  readonly at: number;
}

export interface Proxy {
  readonly server: TestServer;
  readonly host: string;
  readonly seen: readonly { readonly at: number; readonly path: string; readonly status: number }[];
  /** How many requests were under way at a time. */
  readonly most: () => number;
}

/** A proxy before a registry, that decides about a request itself where `decide` says so. */
export async function proxied(
  registry: Pick<RunningRegistry, 'host'>,
  decide: (request: ProxiedRequest) => Decision | null,
): Promise<Proxy> {
  const seen: { at: number; path: string; status: number }[] = [];
  let current = 0;
  let most = 0;
  const server = await serve((request, response) => {
    current += 1;
    most = Math.max(most, current);
    response.once('close', () => {
      current -= 1;
    });
    const { url: path = '/', method = 'GET', headers } = request;
    const own = decide({ path, method, headers, at: performance.now() });
    if (own !== null && 'status' in own) {
      seen.push({ at: performance.now(), path, status: own.status });
      response.writeHead(own.status, own.headers ?? {}).end(method === 'HEAD' ? undefined : own.body);
      return;
    }
    const [host = '', port = ''] = registry.host.split(':');
    const onward = httpRequest({ host, port, path, method, headers: { ...headers, host: registry.host } }, (answer) => {
      seen.push({ at: performance.now(), path, status: answer.statusCode ?? 0 });
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      if (own === null) return void answer.pipe(response);
      let left = own.cutAfter;
      answer.on('data', (chunk: Buffer) => {
        if (left <= 0) return;
        // Once it is on its way: what was destroyed before is never sent.
        response.write(chunk.subarray(0, left), () => {
          if (left <= 0) response.destroy();
        });
        left -= chunk.length;
      });
      answer.on('end', () => left > 0 && response.end());
      return undefined;
    });
    request.pipe(onward);
  });
  return { server, host: server.host, seen, most: () => most };
}
