import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { digestOf } from '../../build/image.ts';
import { type Quirk, type Stored, type TestRegistry, testRegistry } from '../../build/registry.ts';
import { serve } from '../../build/server.ts';
import { pour } from './feeds.ts';
import type { HostileCase, Place, Prepared } from './hostile-case.ts';
import { good } from './images.ts';

type Asked = (request: IncomingMessage, response: ServerResponse, content: Stored) => void;

/** Scans an image of a registry on this machine that is honest but for its quirk. */
function registry(
  quirk: Quirk | ((place: Place) => Quirk),
  { flags = [], tag = 'app/web:1' }: { flags?: readonly string[]; tag?: string } = {},
): (place: Place) => Promise<Prepared> {
  return async (place) => {
    const served: TestRegistry = await testRegistry(good, quirk as Quirk);
    return {
      args: ['scan', `registry:${served.host}/${tag}`, '-o', 'json', ...flags],
      stop: () => served.close(),
      env: { HOME: place.home },
    };
  };
}

/** Answers for the root manifest alone. */
const forManifest =
  (answer: Asked): Quirk =>
  (request, response, content) => {
    if (content?.kind !== 'manifest') return false;
    answer(request, response, content);
    return true;
  };

/** Answers for the one layer. */
const forLayer =
  (answer: Asked): Quirk =>
  (request, response, content) => {
    if (content?.kind !== 'blob' || content.bytes[0] !== 0x1f) return false;
    answer(request, response, content);
    return true;
  };

const forConfig =
  (answer: Asked): Quirk =>
  (request, response, content) => {
    if (content?.kind !== 'blob' || content.bytes[0] !== 0x7b) return false;
    answer(request, response, content);
    return true;
  };

/** Answers every request below `/v2/`. */
const always =
  (answer: (response: ServerResponse, request: IncomingMessage) => void): Quirk =>
  (request, response) => {
    answer(response, request);
    return true;
  };

const manifestType = { 'content-type': 'application/vnd.oci.image.manifest.v1+json' };
const json = (value: unknown) => JSON.stringify(value);
const redirect = (response: ServerResponse, location: string) => void response.writeHead(307, { location }).end();

/** A user's login for a registry, as `docker login` writes it. */
const login = (host: string) => json({ auths: { [host]: { auth: Buffer.from('user:pass-word').toString('base64') } } });

/** A registry that wants a login, has it, and sends a blob's reader on to another machine, which notes what it is told. */
const blobElsewhere: HostileCase['prepare'] = async (place) => {
  const told: string[] = [];
  const elsewhere = await serve((request, response) => {
    told.push(json(request.headers));
    response.writeHead(403).end();
  });
  const served = await testRegistry(good, (request, response, content) => {
    if (request.headers.authorization === undefined) {
      response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end();
      return true;
    }
    if (content?.kind !== 'blob') return false;
    redirect(response, `${elsewhere.url('/blob').href}?signature=x`);
    return true;
  });
  writeFileSync(join(place.home, 'config.json'), login(served.host));
  return {
    args: ['scan', `registry:${served.host}/app/web:1`, '-o', 'json'],
    stop: () => Promise.all([served.close(), elsewhere.close()]).then(() => {}),
    afterwards: ({ stderr }) => {
      assert.ok(told.length > 0, 'nobody went there');
      for (const headers of told) assert.doesNotMatch(headers, /authorization|cookie/i);
      assert.doesNotMatch(stderr, /pass-word|signature/);
    },
  };
};

/** A registry whose token server is on another machine, of a kind that is never asked. */
const tokenAt =
  (realm: string): HostileCase['prepare'] =>
  async (place) => {
    const served = await testRegistry(good, (_request, response) => {
      response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm}",service="x"` }).end();
      return true;
    });
    writeFileSync(join(place.home, 'config.json'), login(served.host));
    return { args: ['scan', `registry:${served.host}/app/web:1`], stop: () => served.close() };
  };

/** Something that speaks no HTTP. */
const rawly =
  (answer: string): HostileCase['prepare'] =>
  async () => {
    const server = createServer((socket) => {
      socket.on('error', () => {});
      socket.end(answer);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    const address = server.address();
    const port = typeof address === 'object' ? address?.port : 0;
    return { args: ['scan', `registry:127.0.0.1:${port}/app/web:1`], stop: () => void server.close() };
  };

const lies: readonly (readonly [name: string, error: string, quirk: Quirk, flags?: readonly string[]])[] = [
  [
    'a manifest with another digest in its header',
    'digest-mismatch',
    forManifest((_, response) =>
      response.writeHead(200, { 'docker-content-digest': `sha256:${'0'.repeat(64)}` }).end('{}'),
    ),
  ],
  ['an endless manifest', 'manifest-invalid', forManifest((_, response) => pour(response))],
  [
    'a manifest that is announced as a gigabyte',
    'manifest-invalid',
    forManifest((_, response) => pour(response.writeHead(200, { ...manifestType, 'content-length': 2 ** 30 }))),
  ],
  [
    'a manifest sent as an index',
    'manifest-invalid',
    forManifest((_, response, { bytes }) =>
      response.writeHead(200, { 'content-type': 'application/vnd.oci.image.index.v1+json' }).end(bytes),
    ),
  ],
  [
    'a manifest of the first schema',
    'unsupported-image',
    forManifest((_, response, { bytes }) =>
      response
        .writeHead(200, { 'content-type': 'application/vnd.docker.distribution.manifest.v1+prettyjws' })
        .end(bytes),
    ),
  ],
  [
    'a manifest nested a million deep',
    'manifest-invalid',
    forManifest((_, response) => response.writeHead(200, manifestType).end('['.repeat(1_000_000))),
  ],
  [
    'a manifest compressed though nobody asked',
    'manifest-invalid',
    forManifest((_, response, { bytes }) =>
      response.writeHead(200, { ...manifestType, 'content-encoding': 'gzip' }).end(gzipSync(bytes)),
    ),
  ],
  [
    'a page of HTML',
    'bad-answer',
    always((response) => response.writeHead(200, { 'content-type': 'text/html' }).end('<html>')),
  ],
  ['an endless layer', 'incomplete', forLayer((_, response) => pour(response))],
  [
    'a layer of the right length that is something else',
    'incomplete',
    forLayer((_, response, { bytes }) => response.end(Buffer.alloc(bytes.length, 1))),
  ],
  [
    'a layer of nothing',
    'incomplete',
    forLayer((_, response) => response.writeHead(200, { 'content-length': 0 }).end()),
  ],
  ['a layer that is not there', 'blob-missing', forLayer((_, response) => response.writeHead(404).end())],
  [
    'a layer that breaks off again and again',
    'connection-lost',
    forLayer((_, response) => {
      response.writeHead(200, { 'content-length': 1_000_000 }).write('x');
      setTimeout(() => response.destroy(), 50);
    }),
  ],
  [
    'a layer that goes on with another part than asked',
    'bad-answer',
    forLayer((request, response, { bytes }) => {
      if (request.headers.range === undefined) {
        response.writeHead(200, { 'content-length': bytes.length }).write(bytes.subarray(0, 10));
        setTimeout(() => response.destroy(), 50);
      } else
        response
          .writeHead(206, { 'content-range': `bytes 5-${bytes.length - 1}/${bytes.length}` })
          .end(bytes.subarray(5));
    }),
  ],
  [
    'a config that is something else',
    'digest-mismatch',
    forConfig((_, response) => response.end('{"rootfs":{"diff_ids":[]}}')),
  ],
  ['an endless config', 'digest-mismatch', forConfig((_, response) => pour(response))],
  [
    'redirects in a circle',
    'redirect-refused',
    forManifest((request, response) => redirect(response, `${request.url}?x`)),
  ],
  ['a redirect to a file', 'redirect-refused', forManifest((_, response) => redirect(response, 'file:///etc/passwd'))],
  [
    'a redirect of a layer to a file',
    'redirect-refused',
    forLayer((_, response) => redirect(response, 'file:///etc/passwd')),
  ],
  [
    'a redirect of a layer to where clouds keep their secrets',
    'plain-http-refused',
    forLayer((_, response) => redirect(response, 'http://169.254.169.254/latest/meta-data')),
  ],
  ['a redirect to nowhere', 'redirect-refused', forManifest((_, response) => redirect(response, 'http://[::zz]/'))],
  [
    '401 whatever the token',
    'registry-login-needed',
    always((response, { headers }) =>
      response
        .writeHead(401, { 'www-authenticate': `Bearer realm="http://${headers.host}/token"` })
        .end('{"token":"x"}'),
    ),
  ],
  [
    '401 with a token of a gigabyte',
    'bad-answer',
    always((response, { headers, url }) => {
      if (url?.startsWith('/token') === true) pour(response);
      else response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${headers.host}/token"` }).end();
    }),
  ],
  [
    '401 with a token that breaks out of its header',
    'bad-answer',
    always((response, { headers, url }) => {
      if (url?.startsWith('/token') === true) response.end(json({ token: 'x\r\nhost: evil' }));
      else response.writeHead(401, { 'www-authenticate': `Bearer realm="http://${headers.host}/token"` }).end();
    }),
  ],
  [
    '401 with a challenge of noise',
    'bad-answer',
    always((response) => response.writeHead(401, { 'www-authenticate': 'Bearer "",,,=realm' }).end()),
  ],
  ['401 without a challenge', 'bad-answer', always((response) => response.writeHead(401).end())],
  [
    '401 with a challenge of quotes',
    'bad-answer',
    always((response) => response.writeHead(401, { 'www-authenticate': `Bearer ${'a="\\"'.repeat(2000)}` }).end()),
  ],
  [
    '403',
    'registry-denied',
    always((response) => response.writeHead(403).end(json({ errors: [{ message: '\u001b[2Jgo away' }] }))),
  ],
  ['404 for everything', 'image-not-found', always((response) => response.writeHead(404).end())],
  ['429 for ever', 'registry-busy', always((response) => response.writeHead(429, { 'retry-after': '1' }).end())],
  [
    '429 with a wait of a year',
    'registry-busy',
    always((response) => response.writeHead(429, { 'retry-after': '31536000' }).end()),
  ],
  ['503 for ever', 'registry-failed', always((response) => response.writeHead(503).end())],
  ['a status that does not exist', 'registry-failed', always((response) => response.writeHead(799).end())],
  ['nothing but an open connection', 'timeout', () => true, ['--timeout', '3s']],
  [
    'a byte a second',
    'timeout',
    forManifest((_, response) => {
      response.writeHead(200, { 'content-length': 1000 });
      const drop = setInterval(() => response.write(' '), 1000);
      response.on('close', () => clearInterval(drop));
    }),
    ['--timeout', '3s'],
  ],
  [
    'headers without end',
    'bad-answer',
    always((response) => {
      for (let i = 0; i < 3000; i += 1) response.setHeader(`x-${i}`, 'y'.repeat(100));
      response.end();
    }),
  ],
];

export const registryCases: readonly HostileCase[] = [
  ...lies.map(
    ([name, error, quirk, flags = []]): HostileCase => ({
      name: `registry: ${name}`,
      prepare: registry(quirk, { flags }),
      exit: 3,
      error,
    }),
  ),
  {
    name: 'registry: a manifest that is not what was asked for by digest',
    prepare: registry(
      (_, response) => {
        response.writeHead(200, manifestType).end('{"schemaVersion":2}');
        return true;
      },
      { tag: `app/web@${digestOf('')}` },
    ),
    exit: 3,
    error: 'digest-mismatch',
  },
  {
    name: 'registry: a layer kept by another machine, which is told no login',
    prepare: blobElsewhere,
    exit: 3,
    error: 'registry-denied',
  },
  {
    name: 'registry: a token server that is a file',
    prepare: tokenAt('file:///etc/passwd'),
    exit: 3,
    error: 'bad-answer',
  },
  {
    name: 'registry: a token server where clouds keep their secrets',
    prepare: tokenAt('http://169.254.169.254/latest/api/token'),
    exit: 3,
    error: 'plain-http-refused',
  },
  {
    name: 'registry: a token server with a login in its name',
    prepare: tokenAt('https://user:x@example.invalid/token'),
    exit: 3,
    error: 'bad-answer',
  },
  { name: 'registry: what speaks no HTTP', prepare: rawly('SSH-2.0-OpenSSH_9.2\r\n'), exit: 3, error: 'bad-answer' },
  {
    name: 'registry: a line of HTTP with control characters',
    prepare: rawly('HTTP/1.1 200 \u001b[2J\r\nx: \u0007\r\n\r\n{}'),
    exit: 3,
    error: '*',
  },
  {
    name: 'registry: a name that is none',
    prepare: () => ({ args: ['scan', 'registry:../../etc/passwd'] }),
    exit: 2,
    error: 'bad-reference',
  },
  {
    name: 'registry: a name of a megabyte',
    prepare: () => ({ args: ['scan', `registry:${'x/'.repeat(50_000)}x`] }),
    exit: 2,
    error: 'bad-reference',
  },
];
