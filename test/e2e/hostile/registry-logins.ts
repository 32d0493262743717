import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { testRegistry } from '../../build/registry.ts';
import { serve } from '../../build/server.ts';
import { pour } from './feed-place.ts';
import type { HostileCase } from './hostile-case.ts';
import { good } from './images.ts';
import { always, json, type Lie, lieCase, redirect } from './registry-place.ts';

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

const refusals: readonly Lie[] = [
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
];

export const registryLoginCases: readonly HostileCase[] = [
  ...refusals.map(lieCase),
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
];
