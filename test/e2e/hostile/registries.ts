import { spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf, layoutFiles, type TestImage } from '../../build/image.ts';
import { file, tar } from '../../build/tar.ts';
import type { HostileCase, Prepared } from './hostile-case.ts';

const image: TestImage = { layers: [tar([file('etc/os-release', 'ID=debian\nVERSION_ID="11"\n')])] };
const files = layoutFiles(image);
const index: { manifests: { digest: string }[] } = JSON.parse((files.get('index.json') ?? '').toString());
const manifestDigest = index.manifests[0]?.digest ?? '';
const layerDigest = digestOf(files.get([...files.keys()][0] ?? '') ?? '');

/**
 * A registry that lies. It runs in a process of its own, so that its endless bodies do not count as Plimsoll's, and is written as a
 * script whose `answer(request, response, next)` comes before the honest answer.
 */
function registry(answer: string, ...flags: readonly string[]): (folder: string) => Promise<Prepared> {
  return async (folder) => {
    const blobs = Object.fromEntries(
      [...files].map(([name, content]) => [name.split('/').at(-1), content.toString('base64')]),
    );
    const script = join(folder, 'registry.mjs');
    writeFileSync(
      script,
      `import { createServer } from 'node:http';
const blobs = ${JSON.stringify(blobs)};
const manifest = ${JSON.stringify(manifestDigest)};
const layer = ${JSON.stringify(layerDigest)};
const honest = (request, response) => {
  if (request.url === '/v2/') return response.end('{}');
  const digest = request.url.includes('/manifests/') ? manifest : request.url.split('/').at(-1);
  const blob = Buffer.from(blobs[digest.slice(7)] ?? '', 'base64');
  response.setHeader('content-type', request.url.includes('/manifests/') ? 'application/vnd.oci.image.manifest.v1+json' : 'application/octet-stream');
  response.setHeader('content-length', blob.length);
  response.end(blob);
};
const answer = ${answer};
const server = createServer((request, response) => answer(request, response, () => honest(request, response)));
server.listen(0, '127.0.0.1', () => console.log(server.address().port));
`,
    );
    const child = spawn(process.execPath, [script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const port = await new Promise<string>((resolve) =>
      child.stdout.once('data', (text: Buffer) => resolve(text.toString().trim())),
    );
    return {
      args: ['scan', `registry:127.0.0.1:${port}/x/y:1`, '-o', 'json', ...flags],
      stop: () => void child.kill(),
    };
  };
}

export const registryCases: readonly HostileCase[] = (
  [
    [
      'a manifest that is not what was asked for by digest',
      `(q, s, next) => q.url.includes('/manifests/') ? s.writeHead(200, { 'docker-content-digest': 'sha256:${'0'.repeat(64)}' }).end('{}') : next()`,
    ],
    [
      'an endless manifest',
      `(q, s, next) => { if (!q.url.includes('/manifests/')) return next(); const more = () => { while (s.write(Buffer.alloc(65536, 32))); }; s.on('drain', more); more(); }`,
    ],
    [
      'an endless layer',
      `(q, s, next) => { if (!q.url.endsWith(layer)) return next(); const more = () => { while (s.write(Buffer.alloc(65536, 32))); }; s.on('drain', more); more(); }`,
    ],
    [
      'a layer that is something else',
      `(q, s, next) => q.url.endsWith(layer) ? s.end(Buffer.alloc(${files.get([...files.keys()][0] ?? '')?.length ?? 0}, 1)) : next()`,
    ],
    [
      'a config that is something else',
      `(q, s, next) => q.url.includes('/blobs/') && !q.url.endsWith(layer) ? s.end('{"rootfs":{"diff_ids":[]}}') : next()`,
    ],
    [
      'redirects in a circle',
      `(q, s, next) => q.url === '/v2/' ? next() : s.writeHead(307, { location: q.url + 'x' }).end()`,
    ],
    [
      'a redirect to a file',
      `(q, s, next) => q.url === '/v2/' ? next() : s.writeHead(307, { location: 'file:///etc/passwd' }).end()`,
    ],
    [
      '401 whatever the credentials',
      `(q, s) => s.writeHead(401, { 'www-authenticate': 'Bearer realm="http://' + q.headers.host + '/token"' }).end('{"token":"x"}')`,
    ],
    ['401 with a challenge of noise', `(q, s) => s.writeHead(401, { 'www-authenticate': 'Bearer "",,,=realm' }).end()`],
    ['429 for ever', `(q, s) => s.writeHead(429, { 'retry-after': '1' }).end()`],
    ['429 with a wait of a year', `(q, s) => s.writeHead(429, { 'retry-after': '31536000' }).end()`],
    ['503 for ever', `(q, s) => s.writeHead(503).end()`],
    ['nothing but an open connection', `() => {}`, '--timeout', '8s'],
    [
      'a byte a second',
      `(q, s, next) => { if (!q.url.includes('/manifests/')) return next(); s.writeHead(200, { 'content-length': 1000 }); setInterval(() => s.write(' '), 1000); }`,
      '--timeout',
      '8s',
    ],
    [
      'connections that break in the middle',
      `(q, s, next) => { if (!q.url.endsWith(layer)) return next(); s.writeHead(200, { 'content-length': 1000000 }); s.write('x'); setTimeout(() => s.destroy(), 50); }`,
    ],
    ['a page of HTML', `(q, s) => s.writeHead(200, { 'content-type': 'text/html' }).end('<html>sign in</html>')`],
    [
      'headers without end',
      `(q, s) => { for (let i = 0; i < 3000; i += 1) s.setHeader('x-' + i, 'y'.repeat(100)); s.end(); }`,
    ],
  ] as const
).map(
  ([name, answer, ...flags]): HostileCase => ({
    name: `registry: ${name}`,
    prepare: registry(answer, ...flags),
    exit: 3,
    error: '*',
  }),
);
