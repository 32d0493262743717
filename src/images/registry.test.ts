import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { digestOf } from '../../test/build/image.ts';
import { type Quirk, type Stored, sendStored, type TestRegistry, testRegistry } from '../../test/build/registry.ts';
import { openOptions } from '../../test/build/scan-parts.ts';
import { serve, type TestServer } from '../../test/build/server.ts';
import { file, tar } from '../../test/build/tar.ts';
import { drain } from '../base/byte-stream.ts';
import { PlimsollError } from '../base/errors.ts';
import type { Image, OpenOptions } from './image-source.ts';
import { registrySource } from './registry.ts';

// Random content does not compress, so that the blob is as long as it looks.
const layer = tar([file('a/db', 'one 1'), file('big', randomBytes(600_000))]);
const image = { layers: [layer], config: { User: 'app' } };
const running: TestServer[] = [];
const opened: Image[] = [];
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-registry-'));
const nobody = { HOME: join(folder, 'nobody') };
after(async () => {
  for (const one of opened) await one.close();
  for (const server of running) await server.close();
  rmSync(folder, { recursive: true });
});

async function registry(quirk?: Quirk): Promise<TestRegistry> {
  const started = await testRegistry(image, quirk);
  running.push(started);
  return started;
}

async function open(
  ref: string,
  environment: NodeJS.ProcessEnv = nobody,
  options: Partial<OpenOptions> = {},
): Promise<Image> {
  const intake = { knows: async () => false, take: () => Promise.reject(new Error('the intake is for streams')) };
  const context = { options: openOptions(options), intake, progress: { step: () => {} } };
  const found = await registrySource(environment).open(ref, context);
  opened.push(found);
  return found;
}

async function readLayers(found: Image): Promise<number> {
  let length = 0;
  for (const { content } of found.layers) if (content.kind === 'tar') length += await drain(await content.open());
  return length;
}

function failsWith(code: string, pattern = /./): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof PlimsollError, String(error));
    assert.equal(error.code, code, error.message);
    assert.match(error.message, pattern);
    assert.doesNotMatch(`${error.message}${error.remedy.en}`, /s3cret/);
    return true;
  };
}

/** A home whose config.json knows a login for a host. */
function home(host: string, entry: object): NodeJS.ProcessEnv {
  const root = mkdtempSync(join(folder, 'home-'));
  mkdirSync(join(root, '.docker'));
  writeFileSync(join(root, '.docker', 'config.json'), JSON.stringify({ auths: { [host]: entry } }));
  return { HOME: root };
}

const login = { auth: Buffer.from('me:s3cret').toString('base64') };
const basic = `Basic ${login.auth}`;

describe('an image in a registry', () => {
  test('is found, verified and read; layers are fetched when they are opened, each time anew', async () => {
    const { host, manifest, asked } = await registry();
    const found = await open(`${host}/app/web:1`);
    assert.equal(found.ref, `registry:${host}/app/web:1`);
    assert.equal(found.fingerprint.manifestDigest, manifest.digest);
    assert.equal(found.fingerprint.indexDigest, null);
    assert.deepEqual(found.fingerprint.diffIds, [digestOf(layer)]);
    assert.equal(found.config.user, 'app');
    const blobs = () => asked.filter((line) => line.includes('/blobs/')).length;
    assert.equal(blobs(), 1);
    const stored = found.layers[0]!.storedSize;
    assert.equal(await readLayers(found), stored);
    assert.equal(await readLayers(found), stored);
    assert.equal(blobs(), 3);
  });

  test('by digest, and by tag and digest', async () => {
    const { host, manifest } = await registry();
    for (const tag of ['', ':1', ':gone']) {
      const found = await open(`${host}/app/web${tag}@${manifest.digest}`);
      assert.equal(found.fingerprint.manifestDigest, manifest.digest);
    }
  });

  test('through an index: both digests are known', async () => {
    const plain = await registry();
    const { manifest } = plain;
    const platform = { os: 'linux', architecture: 'amd64' };
    const entry = { mediaType: manifest.mediaType, digest: manifest.digest, size: manifest.bytes.length, platform };
    const attestation = { ...entry, platform: { os: 'unknown', architecture: 'unknown' } };
    const mediaType = 'application/vnd.oci.image.index.v1+json';
    const index = Buffer.from(JSON.stringify({ schemaVersion: 2, mediaType, manifests: [attestation, entry] }));
    const { host } = await registry((request, response) => {
      if (!request.url!.endsWith('/manifests/1')) return false;
      assert.match(request.headers.accept!, /index\.v1\+json.*manifest\.list\.v2\+json.*manifest\.v1\+json/);
      response.writeHead(200, { 'content-type': mediaType }).end(index);
      return true;
    });
    const { fingerprint } = await open(`${host}/app/web:1`);
    assert.equal(fingerprint.indexDigest, digestOf(index));
    assert.equal(fingerprint.manifestDigest, manifest.digest);
    const arm = { platform: { os: 'linux', architecture: 'arm64' } };
    await assert.rejects(open(`${host}/app/web:1`, nobody, arm), failsWith('no-such-platform', /linux\/amd64/));
  });

  test('references: what is one', async () => {
    const source = registrySource(nobody);
    for (const text of ['nginx', 'r.local:5000/a/b:c']) assert.equal(await source.recognizes(text), true, text);
    for (const text of ['', './image.tar', 'Nginx', '-', '/a'])
      assert.equal(await source.recognizes(text), false, text);
    await assert.rejects(open('a b'), failsWith('bad-reference'));
    await assert.rejects(open('\u001b[31mx'), failsWith('bad-reference', /\\x1b/));
  });

  test('offline: this machine may be asked, another may not', async () => {
    const { host } = await registry();
    await open(`${host}/app/web:1`, nobody, { offline: true });
    await assert.rejects(open('nginx', nobody, { offline: true }), failsWith('offline', /registry-1\.docker\.io/));
  });

  test('another machine is not asked over plain HTTP', async () => {
    const proxied = await registry();
    const environment = { ...nobody, HTTPS_PROXY: '127.0.0.1:1', HTTP_PROXY: proxied.host };
    await assert.rejects(
      open('r.example:80/app/web:1', environment, { offline: false }),
      failsWith('host-unreachable'),
    );
    const insecure = { ca: null, insecureHosts: ['r.example:80'], token: null };
    await open('r.example:80/app/web:1', environment, { offline: false, registry: insecure });
  });
});

describe('logins', () => {
  /** Wants `Basic me:s3cret`. */
  const wantsBasic: Quirk = (request, response) => {
    if (request.headers.authorization === basic) return false;
    response.writeHead(401, { 'www-authenticate': 'Basic realm="a, realm"' }).end();
    return true;
  };

  test('a password, for the host that it belongs to', async () => {
    const { host } = await registry(wantsBasic);
    const found = await open(`${host}/app/web:1`, home(host, login));
    assert.ok((await readLayers(found)) > 600_000);
    await assert.rejects(open(`${host}/app/web:1`), failsWith('registry-login-needed', /app\/web/));
    const wrong = home(host, { auth: Buffer.from('me:s3cret2').toString('base64') });
    await assert.rejects(open(`${host}/app/web:1`, wrong), failsWith('registry-login-refused', /config\.json/));
    const other = home('other.example', login);
    await assert.rejects(open(`${host}/app/web:1`, other), failsWith('registry-login-needed'));
  });

  test('a token that a token server gives, renewed when it is no longer taken', async () => {
    let valid = 'none';
    let given = 0;
    const questions: string[] = [];
    const auth = await server((request, response) => {
      questions.push(`${request.url} ${request.headers.authorization ?? '-'}`);
      given += 1;
      valid = `token-${given}`;
      response.end(JSON.stringify({ token: valid, expires_in: 300 }));
    });
    const realm = auth.url('/token').href;
    const { host } = await registry((request, response) => {
      if (request.headers.authorization === `Bearer ${valid}`) return false;
      const scope = 'repository:app/web:pull,push repository:other:delete';
      response.writeHead(401, {
        'www-authenticate': `Bearer realm="${realm}",service="the registry",scope="${scope}"`,
      });
      response.end();
      return true;
    });
    const found = await open(`${host}/app/web:1`, home(host, login));
    valid = 'expired';
    assert.ok((await readLayers(found)) > 600_000);
    const question = `/token?service=the+registry&scope=repository%3Aapp%2Fweb%3Apull&account=me ${basic}`;
    assert.deepEqual(questions, [question, question]);
    questions.length = 0;
    await open(`${host}/app/web:1`);
    assert.deepEqual(questions, ['/token?service=the+registry&scope=repository%3Aapp%2Fweb%3Apull -']);
  });

  test('an identity token is traded in, in the body of a POST', async () => {
    let question = '';
    const auth = await server((request, response) => {
      request.on('data', (chunk) => (question += `${request.method} ${request.url} ${chunk}`));
      request.on('end', () => response.end('{"access_token":"good"}'));
    });
    const { host } = await registry(wantsBearer(auth.url('/oauth').href, 'good'));
    await open(`${host}/app/web:1`, home(host, { identitytoken: 's3cret' }));
    const form =
      'grant_type=refresh_token&service=s&client_id=plimsoll&scope=repository%3Aapp%2Fweb%3Apull&refresh_token=s3cret';
    assert.equal(question, `POST /oauth ${form}`);
  });

  test('PLIMSOLL_REGISTRY_TOKEN goes to the registry as it is, and nowhere else', async () => {
    const far = await server((request, response) => {
      assert.equal(request.headers.authorization, undefined);
      sendStored(request, response, [...one.stored.values()].find(({ digest }) => request.url!.endsWith(digest))!);
    });
    const one: TestRegistry = await registry((request, response) => {
      if (request.url === '/v2/') return false;
      assert.equal(request.headers.authorization, 'Bearer s3cret');
      if (!request.url!.includes('/blobs/')) return false;
      response.writeHead(307, { location: far.url(request.url!).href }).end();
      return true;
    });
    const token = { registry: { ca: null, insecureHosts: [], token: 's3cret' } };
    assert.ok((await readLayers(await open(`${one.host}/app/web:1`, nobody, token))) > 600_000);
    const refusing = await registry(wantsBearer('http://127.0.0.1:1/', 'other'));
    await assert.rejects(
      open(`${refusing.host}/app/web:1`, nobody, token),
      failsWith('registry-login-refused', /PLIMSOLL_REGISTRY_TOKEN/),
    );
  });

  const answers: readonly [string, string, string, RegExp][] = [
    ['no token', '{}', 'bad-answer', /gives none/],
    ['a token that would be a header', '{"token":"a\\r\\nx: y"}', 'bad-answer', /gives none/],
    ['nonsense', '<html>', 'bad-answer', /gives none/],
    ['a token without end', `{"token":"${'a'.repeat(2 << 20)}"}`, 'bad-answer', /gives none/],
    ['a token that does not help', '{"token":"bad"}', 'registry-login-needed', /./],
    ['a token as a number', '{"token":7}', 'bad-answer', /gives none/],
  ];
  for (const [title, answer, code, pattern] of answers) {
    test(`a token server that gives ${title}`, async () => {
      const auth = await server((_request, response) => response.end(answer));
      const { host, asked } = await registry(wantsBearer(auth.url('/').href, 'good'));
      await assert.rejects(open(`${host}/app/web:1`), failsWith(code, pattern));
      assert.ok(asked.length < 5);
    });
  }

  const realms: readonly [string, string, string][] = [
    ['to nowhere', 'not a url', 'bad-answer'],
    ['to a file', 'file:///etc/passwd', 'bad-answer'],
    ['with a user in it', 'https://a:b@auth.example/', 'bad-answer'],
    ['over plain HTTP to another machine', 'http://auth.example/', 'plain-http-refused'],
  ];
  for (const [title, realm, code] of realms) {
    test(`a token server ${title} gets no password`, async () => {
      const { host } = await registry(wantsBearer(realm, 'good'));
      await assert.rejects(open(`${host}/app/web:1`, home(host, login), { offline: false }), failsWith(code));
    });
  }

  test('a login that is never enough ends after the second try', async () => {
    const { host, asked } = await registry((_request, response) => {
      response.writeHead(401, { 'www-authenticate': 'Basic realm=x' }).end();
      return true;
    });
    await assert.rejects(open(`${host}/app/web:1`, home(host, login)), failsWith('registry-login-refused'));
    assert.equal(asked.filter((line) => line.includes('manifests')).length, 2);
  });

  test('a broken config.json is named when a login is wanted, and not before', async () => {
    const environment = home('x', {});
    writeFileSync(join(environment['HOME']!, '.docker', 'config.json'), '{');
    const free = await registry();
    await open(`${free.host}/app/web:1`, environment);
    const { host } = await registry(wantsBasic);
    await assert.rejects(open(`${host}/app/web:1`, environment), failsWith('credentials-unusable', /not JSON/));
  });

  test('a login of an unknown kind', async () => {
    const { host } = await registry((_request, response) => {
      response.writeHead(401, { 'www-authenticate': 'Negotiate' }).end();
      return true;
    });
    await assert.rejects(open(`${host}/app/web:1`), failsWith('bad-answer', /unknown kind/));
  });

  function wantsBearer(realm: string, token: string): Quirk {
    return (request, response) => {
      if (request.headers.authorization === `Bearer ${token}`) return false;
      response.writeHead(401, { 'www-authenticate': `Bearer realm="${realm}",service="s"` }).end();
      return true;
    };
  }
});

async function server(listener: RequestListener): Promise<TestServer> {
  const started = await serve(listener);
  running.push(started);
  return started;
}

describe('a registry that lies or fails', () => {
  const onManifest =
    (quirk: Quirk): Quirk =>
    (request, response, content) =>
      content?.kind === 'manifest' ? quirk(request, response, content) : false;

  const schema1 = 'application/vnd.docker.distribution.manifest.v1+prettyjws';
  const index = 'application/vnd.oci.image.index.v1+json';
  const manifests: readonly [string, Quirk, string, RegExp][] = [
    ['has no such image', says(404), 'image-not-found', /app\/web:1/],
    ['denies access', says(403, {}, 's3cret'), 'registry-denied', /app\/web/],
    ['is broken', says(500), 'registry-failed', /500/],
    ['asks to come back tomorrow', says(429, { 'retry-after': '86400' }), 'registry-busy', /fewer/],
    ['sends a web page', says(200, { 'content-type': 'text/html' }, '<html>'), 'bad-answer', /web page/],
    ['sends nonsense', says(200, {}, 'nonsense'), 'manifest-invalid', /not JSON/],
    ['sends a manifest without end', endless, 'manifest-invalid', /larger than/],
    ['sends schema 1 by type', says(200, { 'content-type': schema1 }, '{}'), 'unsupported-image', /schema 1/],
    ['sends schema 1 by content', says(200, {}, '{"schemaVersion":1}'), 'unsupported-image', /schema 1/],
    ['states another digest', says(200, { 'docker-content-digest': digestOf('x') }), 'digest-mismatch', /manifest/],
    ['sends an image as an index', says(200, { 'content-type': index }), 'manifest-invalid', /is not that/],
    ['redirects in a circle', says(302, { location: '/v2/app/web/manifests/1' }), 'redirect-refused', /again/],
  ];
  for (const [title, quirk, code, pattern] of manifests) {
    test(title, async () => {
      const { host } = await registry(onManifest(quirk));
      await assert.rejects(open(`${host}/app/web:1`), failsWith(code, pattern));
    });
  }

  test('sends another manifest than the digest asked for', async () => {
    const other = Buffer.from(JSON.stringify({ schemaVersion: 2, config: {}, layers: [] }));
    const { host, manifest } = await registry(onManifest(says(200, {}, other)));
    await assert.rejects(open(`${host}/app/web@${manifest.digest}`), failsWith('digest-mismatch', /manifest/));
  });

  test('comes back after 429 and 503', async () => {
    let count = 0;
    const { host } = await registry((_request, response) => {
      count += 1;
      if (count > 3) return false;
      response.writeHead(count === 2 ? 429 : 503, { 'retry-after': '0' }).end();
      return true;
    });
    await open(`${host}/app/web:1`);
  });

  test('sends another config', async () => {
    const { host } = await registry((_request, response, content) => {
      if (content?.kind !== 'blob' || content.bytes.length > 10_000) return false;
      response.end(content.bytes.toString().replace('"app"', '"abc"'));
      return true;
    });
    await assert.rejects(open(`${host}/app/web:1`), failsWith('digest-mismatch'));
  });

  const isLayer = (content: { bytes: Buffer } | null) => content !== null && content.bytes.length > 10_000;
  const layers: readonly [string, Quirk, string, RegExp][] = [
    ['does not have the layer', says(404), 'blob-missing', /sha256:/],
    [
      'changes a byte of the layer',
      sends((bytes) => [bytes.subarray(0, -1), Buffer.from('x')]),
      'digest-mismatch',
      /layer/,
    ],
    ['sends a shorter layer', sends((bytes) => [bytes.subarray(0, 100)]), 'digest-mismatch', /the layer/],
    ['sends a layer without end', endless, 'digest-mismatch', /bytes, got more/],
    ['sends a longer layer', sends((bytes) => [bytes, bytes]), 'digest-mismatch', /bytes, got more/],
    ['breaks off again and again', breaksOff, 'connection-lost', /./],
    ['sends the wrong part after a break', wrongPart, 'bad-answer', /another part/],
  ];
  for (const [title, quirk, code, pattern] of layers) {
    test(title, async () => {
      const { host } = await registry((request, response, content) =>
        isLayer(content) ? quirk(request, response, content) : false,
      );
      const found = await open(`${host}/app/web:1`);
      await assert.rejects(readLayers(found), failsWith(code, pattern));
    });
  }

  test('breaks off: the rest is asked for, and nothing twice', async () => {
    const ranges: string[] = [];
    const { host } = await registry((request, response, content) => {
      if (!isLayer(content)) return false;
      const { range, 'if-range': condition } = request.headers;
      ranges.push(`${range ?? '-'} ${condition === `"${content!.digest}"`}`);
      if (ranges.length > 2) return false;
      const start = Number(/\d+/.exec(range ?? '0')![0]);
      const headers =
        start > 0 ? { 'content-range': `bytes ${start}-${content!.bytes.length - 1}/${content!.bytes.length}` } : {};
      cut(
        response,
        content!.bytes.length - start,
        content!.bytes.subarray(start, start + 200_000),
        start > 0 ? 206 : 200,
        { ...headers, etag: `"${content!.digest}"` },
      );
      return true;
    });
    const found = await open(`${host}/app/web:1`);
    assert.equal(await readLayers(found), found.layers[0]!.storedSize);
    assert.deepEqual(ranges, ['- false', 'bytes=200000- true', 'bytes=400000- true']);
  });

  test('breaks off and does not know Range: what was had is passed over', async () => {
    let count = 0;
    const { host } = await registry((_request, response, content) => {
      if (!isLayer(content)) return false;
      count += 1;
      if (count === 1) cut(response, content!.bytes.length, content!.bytes.subarray(0, 123_457));
      else response.end(content!.bytes);
      return true;
    });
    const found = await open(`${host}/app/web:1`);
    assert.equal(await readLayers(found), found.layers[0]!.storedSize);
    assert.equal(count, 2);
  });

  /** Answers with what the registry has, unless something else is given. */
  function says(status: number, headers: Record<string, string> = {}, body?: string | Buffer): Quirk {
    return (_request, response, content) => {
      response.writeHead(status, headers).end(body ?? (status === 200 ? content?.bytes : undefined));
      return true;
    };
  }

  function sends(change: (bytes: Buffer) => Buffer[]): Quirk {
    return (_request, response, content) => {
      const bytes = Buffer.concat(change(content!.bytes));
      response.writeHead(200, { 'content-length': bytes.length }).end(bytes);
      return true;
    };
  }

  function breaksOff(_request: IncomingMessage, response: ServerResponse, content: Stored | null): boolean {
    cut(response, content!.bytes.length, Buffer.alloc(0));
    return true;
  }

  function wrongPart(request: IncomingMessage, response: ServerResponse, content: { bytes: Buffer } | null): boolean {
    const { bytes } = content!;
    if (request.headers.range === undefined) cut(response, bytes.length, bytes.subarray(0, 1000));
    else response.writeHead(206, { 'content-range': `bytes 0-${bytes.length - 1}/${bytes.length}` }).end(bytes);
    return true;
  }

  function cut(
    response: ServerResponse,
    length: number,
    sent: Buffer,
    status = 200,
    headers: Record<string, string> = {},
  ): void {
    response.writeHead(status, { 'content-length': length, ...headers });
    // The break must not overtake the bytes.
    response.write(sent.length > 0 ? sent : 'x', () => setTimeout(() => response.socket?.end(), 20));
  }

  function endless(_request: IncomingMessage, response: ServerResponse): boolean {
    const block = Buffer.alloc(64 << 10, ' ');
    const more = () => {
      while (!response.destroyed && response.write(block));
    };
    response.on('drain', more);
    more();
    return true;
  }
});
