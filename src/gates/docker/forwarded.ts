import type { EngineCall } from './engine-client.ts';
import type { EngineRequest, HeaderList, RequestBody } from './engine-request.ts';
import type { Outgoing } from './engine-wire.ts';
import type { Change } from './guard.ts';
import { jsonBytes } from './json-body.ts';
import { encodePath, encodeQuery } from './request-target.ts';
import { filledPath, findRoute } from './routes.ts';
import { headText } from './wire/response-head.ts';

/** What the connection to the engine is to become, in the words of its Upgrade header. */
export type UpgradeWord = 'tcp' | 'h2c' | 'websocket';

/** A call as it goes over the wire: the only place where the bytes that an engine reads as a request are made. */
export function outgoing(call: EngineCall, upgrade: UpgradeWord | null): Outgoing {
  const { method, version, path, query = [], headers = [], body = { kind: 'none' } } = call;
  const prefix = version === null ? '' : `/v${version}`;
  const framed = framedBody(body, method);
  // A stream that breaks off leaves a connection on which nothing can follow.
  const ends: HeaderList = body.kind === 'stream' ? [['Connection', 'close']] : [];
  const connection: HeaderList =
    upgrade === null
      ? ends
      : [
          ['Connection', 'Upgrade'],
          ['Upgrade', upgrade],
        ];
  // The type of a stream is the client's; that of JSON is known, and what is not there has none.
  const own = body.kind === 'stream' ? headers : headers.filter(([name]) => name.toLowerCase() !== 'content-type');
  const all: HeaderList = [['Host', 'docker'], ...own.map(plainHeader), ...framed.headers, ...connection];
  return {
    method,
    head: headText(`${method} ${prefix}${encodePath(path)}${encodeQuery(query)} HTTP/1.1`, all),
    body: framed.body,
  };
}

/** The request with a guard's change. A change leads nowhere but to the route that was decided about. */
export function changedCall(request: EngineRequest, change: Change): EngineCall {
  const { method, version, endpoint } = request;
  const parameters = change.parameters ?? request.parameters;
  const path = endpoint === null || change.parameters === undefined ? request.path : filledPath(endpoint, parameters);
  if (endpoint !== null) {
    const route = findRoute(method, { path, rawPath: path, query: [] });
    if (route.endpoint !== endpoint) throw new Error('a change would lead to another route');
  }
  return {
    method,
    version,
    path,
    query: change.query ?? request.query,
    headers: change.headers ?? request.headers,
    body: change.body ?? request.body,
  };
}

function framedBody(body: RequestBody, method: string): { headers: HeaderList; body: Outgoing['body'] } {
  switch (body.kind) {
    case 'none':
      return { headers: method === 'POST' || method === 'PUT' ? [['Content-Length', '0']] : [], body: null };
    case 'json': {
      const bytes = jsonBytes(body.value);
      const headers: HeaderList = [
        ['Content-Type', 'application/json'],
        ['Content-Length', String(bytes.length)],
      ];
      return { headers, body: { bytes: once(bytes), length: bytes.length } };
    }
    case 'stream': {
      const { length, bytes } = body;
      const framing: HeaderList = [
        length === null ? ['Transfer-Encoding', 'chunked'] : ['Content-Length', String(length)],
      ];
      return { headers: framing, body: { bytes, length } };
    }
  }
}

async function* once(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}

/** A guard's own header can no more smuggle a line than a client's. */
function plainHeader([name, value]: readonly [string, string]): readonly [string, string] {
  if (!/^[!#$%&'*+.^_`|~0-9A-Za-z-]+$/.test(name) || /[^\t\x20-\x7e]/.test(value))
    throw new Error('a header is not one');
  return [name, value];
}
