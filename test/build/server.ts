import { createServer, type RequestListener, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

export interface TestServer {
  /** `127.0.0.1:PORT`, or the socket's path. */
  readonly host: string;
  readonly url: (path: string) => URL;
  close(): Promise<void>;
}

/** Starts a server on a free port of 127.0.0.1. Its listener may do whatever an honest one would not. */
export async function serve(
  listener: RequestListener,
  { tls, socketPath }: { tls?: { cert: string; key: string }; socketPath?: string } = {},
): Promise<TestServer> {
  const server: Server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  // What the tests do to connections on purpose is no news.
  server.on('clientError', (_error, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n');
    else socket.destroy();
  });
  await new Promise<void>((resolve) =>
    socketPath === undefined ? server.listen(0, '127.0.0.1', resolve) : server.listen(socketPath, resolve),
  );
  const address = server.address() as AddressInfo | string;
  const host = typeof address === 'string' ? address : `127.0.0.1:${address.port}`;
  return {
    host,
    url: (path) => new URL(`${tls === undefined ? 'http' : 'https'}://${host}${path}`),
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections();
        server.close(() => resolve());
      }),
  };
}
