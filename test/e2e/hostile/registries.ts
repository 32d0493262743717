import { createServer } from 'node:net';
import { gzipSync } from 'node:zlib';
import { digestOf } from '../../build/image.ts';
import { pour } from './feed-place.ts';
import type { HostileCase } from './hostile-case.ts';
import {
  always,
  forConfig,
  forLayer,
  forManifest,
  json,
  type Lie,
  lieCase,
  manifestType,
  redirect,
  registry,
} from './registry-place.ts';

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

const lies: readonly Lie[] = [
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
  [
    'a layer that is said to be empty, and is not',
    'incomplete',
    forManifest((_, response, { bytes }) => {
      const manifest: { layers: { size: number }[] } = JSON.parse(bytes.toString());
      for (const layer of manifest.layers) layer.size = 0;
      response.writeHead(200, manifestType).end(json(manifest));
    }),
  ],
  ['a layer that is not there', 'blob-missing', forLayer((_, response) => response.writeHead(404).end())],
  [
    'a layer that breaks off again and again',
    'connection-lost',
    forLayer((_, response) => {
      response.writeHead(200, { 'content-length': 1_000_000 }).write('x', () => response.socket?.end());
    }),
  ],
  [
    'a layer that goes on with another part than asked',
    'bad-answer',
    forLayer((request, response, { bytes }) => {
      if (request.headers.range === undefined) {
        response
          .writeHead(200, { 'content-length': bytes.length })
          .write(bytes.subarray(0, 10), () => response.socket?.end());
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
  ...lies.map(lieCase),
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
