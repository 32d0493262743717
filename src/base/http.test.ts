import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer, type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import { connect, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { serve, type TestServer } from '../../test/build/server.ts';
import { readWhole } from './byte-stream.ts';
import { PlimsollError } from './errors.ts';
import { proxyChoice } from './http/proxy.ts';
import { systemTrust } from './http/trust.ts';
import { type HttpRequest, type HttpSettings, httpClient } from './http.ts';

const quick = { connect: 500, answer: 400, idle: 200, rate: 512 };
const running: TestServer[] = [];
const folder = mkdtempSync(join(tmpdir(), 'plimsoll-http-'));
after(async () => {
  for (const server of running) await server.close();
  rmSync(folder, { recursive: true });
});

async function server(listener: RequestListener, options?: Parameters<typeof serve>[1]): Promise<TestServer> {
  const started = await serve(listener, options);
  running.push(started);
  return started;
}

/** Asks once with a client of its own; the body is read to its end. */
async function ask(
  url: URL,
  { settings, ...request }: Partial<HttpRequest> & { settings?: Partial<HttpSettings> } = {},
) {
  const client = httpClient({
    userAgent: 'plimsoll/test',
    offline: false,
    trust: systemTrust,
    insecureHosts: [],
    proxyFor: proxyChoice({}),
    patience: quick,
    retries: { first: 10, longest: 1000 },
    ...settings,
  });
  try {
    const response = await client.request({ url, signal: new AbortController().signal, ...request });
    return { ...response, text: (await readWhole(response.body, 1 << 20)).toString() };
  } finally {
    client.close();
  }
}

function failsWith(code: string, pattern = /./): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof PlimsollError, String(error));
    assert.equal(error.code, code);
    assert.match(error.message, pattern);
    return true;
  };
}

describe('an answer', () => {
  test('comes with status, headers and body; we say who we are and want no encoding', async () => {
    let seen: IncomingMessage | null = null;
    const { url } = await server((request, response) => {
      seen = request;
      response.writeHead(404, { 'x-one': 'a', 'www-authenticate': ['Basic realm="a"', 'Bearer realm="b"'] });
      response.end('not here');
    });
    const answer = await ask(url('/v2/x?y=1'), { authorization: 'Bearer abc' });
    assert.equal(answer.status, 404);
    assert.equal(answer.text, 'not here');
    assert.equal(answer.headers['x-one'], 'a');
    assert.equal(answer.headers['www-authenticate'], 'Basic realm="a", Bearer realm="b"');
    const { headers, url: path } = seen as unknown as IncomingMessage;
    assert.equal(path, '/v2/x?y=1');
    assert.equal(headers['user-agent'], 'plimsoll/test');
    assert.equal(headers['accept-encoding'], 'identity');
    assert.equal(headers['authorization'], 'Bearer abc');
  });

  test('gzip is undone where it was asked for, and only there', async () => {
    const { url } = await server((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(gzipSync('hello'));
    });
    assert.equal((await ask(url('/'), { gzip: true })).text, 'hello');
    assert.notEqual((await ask(url('/'))).text, 'hello');
  });

  test('damaged gzip is an error', async () => {
    const { url } = await server((_request, response) => {
      response.writeHead(200, { 'content-encoding': 'gzip' });
      response.end(gzipSync('hello'.repeat(100)).subarray(0, 20));
    });
    await assert.rejects(ask(url('/'), { gzip: true }), failsWith('bad-answer'));
  });

  test('over a Unix socket', async () => {
    const socketPath = join(folder, 'engine.sock');
    await server((request, response) => response.end(request.url), { socketPath });
    const answer = await ask(new URL('http://engine/_ping'), { settings: { socketPath, offline: true } });
    assert.equal(answer.text, '/_ping');
  });

  test('localhost is this machine without a resolver', async () => {
    const { host } = await server((_request, response) => response.end('here'));
    const url = new URL(`http://some.localhost:${host.split(':')[1]}/`);
    assert.equal((await ask(url, { settings: { offline: true } })).text, 'here');
  });
});

describe('what may be asked', () => {
  const cases: readonly [string, string, Partial<HttpSettings>, string][] = [
    ['plain HTTP to another machine', 'http://registry.example/v2/', {}, 'plain-http-refused'],
    ['offline', 'https://registry.example/v2/', { offline: true }, 'offline'],
    [
      'offline, a host listed as insecure',
      'http://r.example/',
      { offline: true, insecureHosts: ['r.example'] },
      'offline',
    ],
    ['offline, an address that only begins like loopback', 'http://127.0.0.1.example/', { offline: true }, 'offline'],
    ['offline, 0.0.0.0', 'http://0.0.0.0:1/', { offline: true }, 'offline'],
    [
      'offline, a proxy is no way out',
      'https://r.example/',
      { offline: true, proxyFor: () => new URL('http://127.0.0.1:1') },
      'offline',
    ],
    ['nobody listens', 'http://127.0.0.1:1/', {}, 'host-unreachable'],
    ['a name that does not exist', 'https://no-such-host.invalid/', {}, 'host-unreachable'],
  ];
  for (const [title, url, settings, code] of cases) {
    test(title, async () => {
      await assert.rejects(
        ask(new URL(url), { settings: { retries: { tries: 1 }, ...settings } }),
        failsWith(code, new RegExp(new URL(url).hostname.replaceAll('.', '\\.'))),
      );
    });
  }

  test('another spelling of 127.0.0.1 is what it is', async () => {
    const { host } = await server((_request, response) => response.end('here'));
    const port = host.split(':')[1];
    for (const name of ['2130706433', '0x7f.1', '127.1', '[::ffff:127.0.0.1]']) {
      const url = new URL(`http://${name}:${port}/`);
      assert.equal((await ask(url, { settings: { offline: true } })).text, 'here');
    }
  });
});

describe('redirects', () => {
  test('are followed, and the authorization stays behind when the host changes', async () => {
    const seen: string[] = [];
    const far = await server((request, response) => {
      seen.push(`far ${request.headers['authorization'] ?? '-'}`);
      response.end('blob');
    });
    const near = await server((request, response) => {
      seen.push(`near ${request.headers['authorization'] ?? '-'}`);
      if (request.url === '/a') response.writeHead(307, { location: '/b' }).end();
      else response.writeHead(302, { location: `http://user:pw@${far.host}/c?signature=x` }).end();
    });
    const answer = await ask(near.url('/a'), { authorization: 'Bearer secret' });
    assert.equal(answer.text, 'blob');
    assert.deepEqual(seen, ['near Bearer secret', 'near Bearer secret', 'far -']);
    assert.equal(answer.url.username, '');
  });

  test('an authorization dropped once does not come back with a redirect home', async () => {
    const seen: string[] = [];
    const far = await server((_request, response) => {
      response.writeHead(302, { location: `http://${near.host}/end` }).end();
    });
    const near: TestServer = await server((request, response) => {
      seen.push(request.headers['authorization'] ?? '-');
      if (request.url === '/end') response.end('end');
      else response.writeHead(302, { location: far.url('/').href }).end();
    });
    await ask(near.url('/'), { authorization: 'Basic x' });
    assert.deepEqual(seen, ['Basic x', '-']);
  });

  const refused: readonly [string, string][] = [
    ['in a circle', '/again'],
    ['to a file', 'file:///etc/passwd'],
    ['to nonsense', 'http://[::'],
    ['to plain HTTP elsewhere', 'http://elsewhere.example/'],
  ];
  for (const [title, location] of refused) {
    test(`${title} are refused`, async () => {
      const { url } = await server((_request, response) => response.writeHead(301, { location }).end());
      const code = location.startsWith('http://e') ? 'plain-http-refused' : 'redirect-refused';
      await assert.rejects(ask(url('/')), failsWith(code));
    });
  }
});

describe('what passes is tried again', () => {
  test('429 and 503 with and without Retry-After', async () => {
    let count = 0;
    const { url } = await server((_request, response) => {
      count += 1;
      if (count === 1) response.writeHead(429, { 'retry-after': '0' }).end('slow down');
      else if (count === 2) response.writeHead(503).end();
      else response.end('at last');
    });
    assert.equal((await ask(url('/'))).text, 'at last');
  });

  test('a Retry-After that is too long is not waited for', async () => {
    const { url } = await server((_request, response) => response.writeHead(429, { 'retry-after': '86400' }).end());
    const began = performance.now();
    assert.equal((await ask(url('/'))).status, 429);
    assert.ok(performance.now() - began < 5000);
  });

  test('for ever the same is an answer after a few tries', async () => {
    let count = 0;
    const { url } = await server((_request, response) => {
      count += 1;
      response.writeHead(502).end();
    });
    assert.equal((await ask(url('/'))).status, 502);
    assert.equal(count, 4);
  });

  test('a connection that breaks off before the answer', async () => {
    let count = 0;
    const { url } = await server((request, response) => {
      count += 1;
      if (count < 3) request.socket.destroy();
      else response.end('at last');
    });
    assert.equal((await ask(url('/'))).text, 'at last');
  });

  test('but not a POST', async () => {
    let count = 0;
    const { url } = await server((request) => {
      count += 1;
      request.socket.destroy();
    });
    await assert.rejects(ask(url('/'), { method: 'POST', content: 'a=b' }), failsWith('host-unreachable'));
    assert.equal(count, 1);
  });
});

describe('nothing is waited for without end', () => {
  const cases: readonly [string, (response: ServerResponse) => void, string, RegExp][] = [
    ['no answer at all', () => {}, 'answer-too-slow', /no answer within 0\.4 s/],
    ['a body that stops', (response) => void response.writeHead(200).write('a'), 'answer-too-slow', /nothing came/],
    ['a body that drips', drip, 'answer-too-slow', /next to nothing/],
    ['a body that breaks off', cut, 'connection-lost', /broke off/],
    ['another protocol', switched, 'bad-answer', /another protocol \(101\)/],
    ['a connection that ends before the answer', closed, 'host-unreachable', /breaks the connection off/],
    ['headers without end', bigHeaders, 'bad-answer', /HPE_HEADER_OVERFLOW/],
  ];
  for (const [title, behave, code, pattern] of cases) {
    test(title, async () => {
      const { url } = await server((_request, response) => behave(response));
      await assert.rejects(ask(url('/?token=secret'), { settings: { retries: { tries: 1 } } }), (error) => {
        assert.doesNotMatch(String((error as Error).stack), /secret/);
        return failsWith(code, pattern)(error);
      });
    });
  }

  function drip(response: ServerResponse): void {
    response.writeHead(200);
    const timer = setInterval(() => response.write('.'), 20);
    response.on('close', () => clearInterval(timer));
  }

  function cut(response: ServerResponse): void {
    response.writeHead(200, { 'content-length': '1000' });
    response.write('some', () => response.socket?.destroy());
  }

  function switched(response: ServerResponse): void {
    response.socket?.end('HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n');
  }

  function closed(response: ServerResponse): void {
    response.socket?.end('HTTP/1.1 103 Early Hints\r\n\r\n');
  }

  function bigHeaders(response: ServerResponse): void {
    response.socket?.write(`HTTP/1.1 200 OK\r\n${`x: ${'y'.repeat(1000)}\r\n`.repeat(100)}`);
  }

  test('a reader that takes its time is not the server being slow', async () => {
    const { url } = await server((_request, response) => response.end(Buffer.alloc(4 << 20)));
    const client = httpClient({
      userAgent: 'x',
      offline: true,
      trust: systemTrust,
      insecureHosts: [],
      proxyFor: () => null,
      patience: { ...quick, idle: 1000 },
    });
    const response = await client.request({ url: url('/'), signal: new AbortController().signal });
    let length = 0;
    for await (const chunk of response.body) {
      if (length === 0) await new Promise((resolve) => setTimeout(resolve, 1500));
      length += chunk.length;
    }
    client.close();
    assert.equal(length, 4 << 20);
  });

  test('the time for the whole counts the body, too', async () => {
    const { url } = await server((_request, response) => {
      response.writeHead(200);
      const timer = setInterval(() => response.write('x'.repeat(1000)), 10);
      response.on('close', () => clearInterval(timer));
    });
    await assert.rejects(ask(url('/'), { patience: { whole: 150 } }), failsWith('answer-too-slow', /not complete/));
  });

  test('an aborted signal throws its reason, before and in the middle of a body', async () => {
    const { url } = await server((request, response) => {
      if (request.url === '/body') response.writeHead(200).write('a');
    });
    for (const path of ['/', '/body']) {
      const stop = new AbortController();
      setTimeout(() => stop.abort(new Error('enough')), 50);
      await assert.rejects(ask(url(path), { signal: stop.signal }), { message: 'enough' });
    }
  });
});

describe('TLS', () => {
  const has = spawnSync('openssl', ['version']).status === 0;
  const skip = has || process.env['CI'] === 'true' ? false : 'needs Debian package: openssl';
  const pem = (name: string) => readFileSync(join(folder, name), 'utf8');

  function certify(name: string, subject: string): { cert: string; key: string } {
    const args = ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2'];
    const files = ['-keyout', join(folder, `${name}.key`), '-out', join(folder, `${name}.pem`)];
    const names = ['-subj', `/CN=${name}`, '-addext', `subjectAltName=${subject}`];
    execFileSync('openssl', [...args, ...files, ...names], { stdio: 'pipe' });
    return { cert: pem(`${name}.pem`), key: pem(`${name}.key`) };
  }

  test('a certificate must convince', { skip }, async () => {
    const tls = certify('good', 'IP:127.0.0.1,DNS:registry.example');
    const { url, host } = await server((_request, response) => response.end('safe'), { tls });
    await assert.rejects(ask(url('/')), failsWith('certificate-refused', /127\.0\.0\.1/));
    const trust = { ...systemTrust, authorities: [tls.cert] };
    assert.equal((await ask(url('/'), { settings: { trust } })).text, 'safe');
    assert.equal((await ask(url('/'), { settings: { trust: { ...trust, exclusive: true } } })).text, 'safe');
    assert.equal((await ask(url('/'), { settings: { insecureHosts: [host] } })).text, 'safe');
    await assert.rejects(
      ask(url('/'), { settings: { insecureHosts: ['127.0.0.1'] } }),
      failsWith('certificate-refused'),
    );
  });

  test('a certificate for another name does not', { skip }, async () => {
    const tls = certify('other', 'DNS:elsewhere.example');
    const { url } = await server((_request, response) => response.end('safe'), { tls });
    const trust = { ...systemTrust, authorities: [tls.cert] };
    await assert.rejects(ask(url('/'), { settings: { trust } }), failsWith('certificate-refused'));
  });

  test('a server without TLS is named as such', async () => {
    const { host } = await server((_request, response) => response.end('plain'));
    await assert.rejects(ask(new URL(`https://${host}/`)), failsWith('not-tls', /does not speak TLS/));
  });

  test('a redirect from HTTPS to HTTP is refused', { skip }, async () => {
    const tls = certify('down', 'IP:127.0.0.1');
    const plain = await server((_request, response) => response.end('plain'));
    const { url } = await server((_q, response) => response.writeHead(302, { location: plain.url('/').href }).end(), {
      tls,
    });
    const trust = { ...systemTrust, authorities: [tls.cert] };
    await assert.rejects(ask(url('/'), { settings: { trust } }), failsWith('redirect-refused', /plain HTTP/));
  });

  test('through a proxy, which sees name, port and its own password', { skip }, async () => {
    const tls = certify('far', 'DNS:registry.example');
    const far = await server(
      (request, response) => response.end(`far ${request.headers['proxy-authorization'] ?? '-'}`),
      { tls },
    );
    const seen: string[] = [];
    const proxy = await proxyServer(far, seen, 200);
    const settings = {
      trust: { ...systemTrust, authorities: [tls.cert] },
      proxyFor: proxyChoice({ HTTPS_PROXY: `http://me:pass%20word@${proxy.host}` }),
    };
    assert.equal((await ask(new URL('https://registry.example/x?token=1'), { settings })).text, 'far -');
    const login = Buffer.from('me:pass word').toString('base64');
    assert.deepEqual(seen, [`CONNECT registry.example:443 Basic ${login}`]);
    const refusing = await proxyServer(far, seen, 407);
    await assert.rejects(
      ask(new URL('https://registry.example/'), {
        settings: { ...settings, proxyFor: proxyChoice({ https_proxy: refusing.host }) },
      }),
      failsWith('host-unreachable', /the proxy 127\.0\.0\.1:\d+ answers 407/),
    );
    await assert.rejects(
      ask(new URL('https://registry.example/'), {
        settings: { ...settings, proxyFor: proxyChoice({ https_proxy: '127.0.0.1:1' }) },
      }),
      failsWith('host-unreachable', /cannot reach registry\.example: the proxy 127\.0\.0\.1:1: nothing listens there/),
    );
  });

  const silences: readonly [string, string, RegExp][] = [
    ['that says nothing', '', /no connection within 0\.5 s|the proxy .*does not answer/],
    ['whose answer never ends', 'HTTP/1.1 200 OK\r\nx: ', /no connection within 0\.5 s|the proxy .*does not answer/],
    ['that switches', 'HTTP/1.1 101 No\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n', /the proxy .* answers 101/],
  ];
  for (const [title, start, pattern] of silences) {
    test(`through a proxy ${title}`, { timeout: 20_000 }, async () => {
      const proxy = createTcpServer((socket) => {
        socket.on('error', () => {});
        socket.resume().write(start);
        const timer = setInterval(() => socket.write('.'.repeat(start === '' ? 0 : 1)), 20);
        socket.on('close', () => clearInterval(timer));
      });
      await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
      const proxyFor = proxyChoice({ https_proxy: `127.0.0.1:${(proxy.address() as { port: number }).port}` });
      const far = new URL('https://registry.example/');
      await assert.rejects(ask(far, { settings: { proxyFor, retries: { tries: 1 } } }), (error) => {
        assert.ok(error instanceof PlimsollError);
        assert.match(`${error.code} ${error.message}`, pattern);
        return true;
      });
      await assert.rejects(
        ask(far, { settings: { proxyFor, retries: { tries: 1 } }, patience: { connect: 60_000, whole: 100 } }),
        (error) => error instanceof PlimsollError && (title.endsWith('switches') || error.code === 'answer-too-slow'),
      );
      proxy.close();
    });
  }

  async function proxyServer(far: TestServer, seen: string[], status: number): Promise<TestServer> {
    const proxy = createServer();
    proxy.on('connect', (request, socket) => {
      seen.push(`${request.method} ${request.url} ${request.headers['proxy-authorization'] ?? '-'}`);
      socket.on('error', () => {});
      if (status !== 200) {
        socket.end(`HTTP/1.1 ${status} No\r\n\r\n`);
        return;
      }
      const upstream = connect(Number(far.host.split(':')[1]), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      upstream.on('error', () => socket.destroy());
    });
    await new Promise<void>((resolve) => proxy.listen(0, '127.0.0.1', resolve));
    const { port } = proxy.address() as { port: number };
    const started = {
      host: `127.0.0.1:${port}`,
      url: (path: string) => new URL(`http://127.0.0.1:${port}${path}`),
      close: async () => void proxy.close(),
    };
    running.push(started);
    return started;
  }
});

test('plain HTTP to a listed host goes through the proxy whole', async () => {
  const proxy = await server((request, response) => response.end(`${request.url} ${request.headers.host}`));
  const settings = { insecureHosts: ['r.example:81'], proxyFor: proxyChoice({ http_proxy: proxy.host }) };
  const answer = await ask(new URL('http://r.example:81/v2/?a=b'), { settings });
  assert.equal(answer.text, 'http://r.example:81/v2/?a=b r.example:81');
});
