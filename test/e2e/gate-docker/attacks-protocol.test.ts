import { type Attempt, attempts, type Ground } from './attack-ground.ts';

const bad = '{"Image":"bad:1"}';
const good = '{"Image":"good:1"}';
const close = 'Host: x\r\nConnection: close\r\n';
const json = (body: string) => `Content-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`;
/** A create of the bad image with this first line and these headers. */
const request = (line: string, headers = close, body = bad) => `${line} HTTP/1.1\r\n${headers}${json(body)}`;
const create = request('POST /containers/create');

const refused = /^(400|403|404|405|408|413|431|501) HTTP\/1\.1 4/;
const malformed = /^400 .*understood in more than one way/s;

/** Each attempt a text of bytes that goes over the wire as it is. */
function said(name: string, bytes: string | readonly string[], says: RegExp = malformed): Attempt {
  return { name, says, run: ({ talk }: Ground) => talk([bytes].flat().map((text) => Buffer.from(text, 'latin1'))) };
}

const paths: readonly Attempt[] = [
  ...['/v1.12', '/v1.23', '/v1.999', '/v1.041', '/v1.41.1', '/v2', '/v1', '/V1.41', '/v', '/v1.'].map((version) =>
    said(`version ${version}`, request(`POST ${version}/containers/create`), /^400 .*API version/s),
  ),
  ...[
    '/containers/create/',
    '//containers/create',
    '/containers//create',
    '/./containers/create',
    '/x/../containers/create',
    '/containers/%2e%2e/containers/create',
    '/containers/%63reate',
    '/%63ontainers/create',
    '/containers%2fcreate',
    '/v1%2e41/containers/create',
    '/containers/create%00',
    '/containers/create%20',
    '/containers/create;x',
    '/containers/create#x',
    '/containers/create%',
    '/containers/cre\xe4te',
    '/CONTAINERS/CREATE',
    '/containers/create?name=a;b',
    '/containers/create?name=a&name=b',
    '/containers/create?name=%zz',
    'http://docker/containers/create',
    'docker:80',
    '*',
  ].map((path) => said(`path ${JSON.stringify(path).slice(1, -1)}`, request(`POST ${path}`), refused)),
];

const methods: readonly Attempt[] = [
  ...['PUT', 'GET', 'HEAD', 'DELETE', 'OPTIONS'].map((method) =>
    said(`${method} with the body of a POST`, request(`${method} /containers/create`), /^4\d\d /),
  ),
  ...['PATCH', 'TRACE', 'CONNECT', 'post', 'Post', 'QUERY'].map((method) =>
    said(`method ${method}`, request(`${method} /containers/create`)),
  ),
  ...[
    'X-HTTP-Method-Override: POST',
    'X-HTTP-Method: POST',
    'X-Original-URL: /containers/create',
    'X-Rewrite-URL: /containers/create',
  ].map((header) => said(`a header that overrides: ${header}`, `GET /info HTTP/1.1\r\n${close}${header}\r\n\r\n`)),
  said('HTTP/0.9', 'POST /containers/create\r\n\r\n'),
  said('HTTP/1.2', create.replace('HTTP/1.1', 'HTTP/1.2')),
  said('HTTP/2 without asking', 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
  said('a tab in the first line', create.replace('POST ', 'POST\t')),
  said('two blanks in the first line', create.replace('POST ', 'POST  ')),
];

const lengths: readonly Attempt[] = [
  ...[
    'Content-Length: 0\r\nContent-Length: 17',
    'Content-Length: 17\r\nContent-Length: 17',
    'Content-Length: 17, 17',
    'Content-Length: +17',
    'Content-Length: -1',
    'Content-Length: 0x11',
    'Content-Length: 17\r\nTransfer-Encoding: chunked',
    'Transfer-Encoding: chunked\r\nTransfer-Encoding: identity',
    'Transfer-Encoding: gzip, chunked',
    'Transfer-Encoding: identity',
    'Transfer-Encoding: xchunked',
    'Transfer-Encoding:\x0bchunked',
    'Transfer-Encoding : chunked',
    ' Transfer-Encoding: chunked',
    'Transfer-Encoding\x00: chunked',
    'Content-Length: 17\n',
  ].map((headers) =>
    said(
      `lengths: ${JSON.stringify(headers).slice(1, -1)}`,
      `POST /containers/create HTTP/1.1\r\n${close}Content-Type: application/json\r\n${headers}\r\n\r\n${bad}`,
    ),
  ),
  ...[
    ['an extension of a chunk', `11;x=y\r\n${bad}\r\n0\r\n\r\n`],
    ['a trailer', `11\r\n${bad}\r\n0\r\nX: y\r\n\r\n`],
    ['a chunk that is longer than it says', `10\r\n${bad}\r\n0\r\n\r\n`],
    ['a chunk of a negative size', `-11\r\n${bad}\r\n0\r\n\r\n`],
    ['a chunk of an enormous size', `ffffffffffffffff\r\n${bad}\r\n0\r\n\r\n`],
    ['chunks with bare line feeds', `11\n${bad}\n0\n\n`],
    ['a size with a blank', `11 \r\n${bad}\r\n0\r\n\r\n`],
  ].map(([name = '', body = '']) =>
    said(
      name,
      `POST /containers/create HTTP/1.1\r\n${close}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${body}`,
    ),
  ),
  said(
    'a body in chunks of a byte',
    `POST /containers/create HTTP/1.1\r\n${close}Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n${[...bad].map((byte) => `1\r\n${byte}\r\n`).join('')}0\r\n\r\n`,
    /^403 .*evil/s,
  ),
  said('a body that is shorter than it says', create.replace('Length: 17', 'Length: 1000'), /^ $/),
  said('a body that is longer than it says', create.replace('Length: 17', 'Length: 16'), /^400 .*not JSON/s),
];

const pairs: readonly Attempt[] = [
  said(
    'a second request behind a refused one',
    [create.replace('Connection: close\r\n', ''), create],
    /403 .*evil.*403 .*evil/s,
  ),
  said(
    'a second request behind a good one',
    [request('POST /containers/create?name=one', 'Host: x\r\n', good), request('POST /containers/create?name=two')],
    /^403 .*201 .*403 .*evil/s,
  ),
  said('a request in the body of another one', request('POST /containers/prune', close, create), malformed),
  said(
    'a request in the body of a GET',
    `GET /containers/json HTTP/1.1\r\nHost: x\r\nContent-Length: ${create.length}\r\n\r\n${create}`,
  ),
  said(
    'a request behind a GET that says it has no body',
    `GET /_ping HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n${create}`,
    /^403 .*200 .*403 .*evil/s,
  ),
  said(
    'a request behind an upload that is refused',
    `POST /images/load HTTP/1.1\r\nHost: x\r\nContent-Length: 4\r\n\r\nnone${create}`,
    /403 .*cannot be read/s,
  ),
  said(
    'a request behind an attach that fails',
    [
      `POST /containers/none/attach?stream=1&stdin=1 HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: tcp\r\nContent-Length: 0\r\n\r\n`,
      create,
    ],
    /^(403 .*404 .*403 .*evil|404 )/s,
  ),
  said(
    'a create that wants to be upgraded to tcp',
    request('POST /containers/create', 'Host: x\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n'),
  ),
  said(
    'a create that wants to be HTTP/2',
    request(
      'POST /containers/create',
      'Host: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AAMAAABkAAQAAP__\r\n',
    ),
  ),
  said('a GET that wants to be HTTP/2', 'GET /info HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n'),
  said(
    'a start that wants to be a WebSocket',
    'POST /containers/x/start HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: websocket\r\n\r\n',
  ),
  said('two upgrades at once', request('POST /session', 'Host: x\r\nConnection: Upgrade\r\nUpgrade: h2c, tcp\r\n')),
];

const headers: readonly Attempt[] = [
  said('no host', create.replace('Host: x\r\n', '')),
  said('two hosts', create.replace('Host: x\r\n', 'Host: x\r\nHost: y\r\n')),
  said('a folded line', create.replace('Host: x\r\n', 'Host: x\r\n y\r\n')),
  said('bare line feeds', create.replaceAll('\r\n', '\n')),
  said('a bare carriage return', create.replace('Host: x', 'Host: x\rContent-Length: 0')),
  said('a name with a blank', create.replace('Host: x\r\n', 'Host: x\r\nA B: c\r\n')),
  said('a line without a colon', create.replace('Host: x\r\n', 'Host: x\r\nhello\r\n')),
  said('Connection names a header to drop', create.replace('Connection: close', 'Connection: close, content-length')),
  said('an unknown expectation', create.replace('Host: x\r\n', 'Host: x\r\nExpect: 200-ok\r\n')),
  said(
    'an expectation of 100',
    create.replace('Host: x\r\n', 'Host: x\r\nExpect: 100-continue\r\n'),
    /^403 .* 100 .*403 .*evil/s,
  ),
  said(
    'the mark of the gate, guessed',
    create.replace('Host: x\r\n', `Host: x\r\nX-Plimsoll-Gate: ${'0'.repeat(64)}\r\n`),
    /^403 .*evil/s,
  ),
  said(
    'two hundred kilobytes of head',
    create.replace('Host: x\r\n', `Host: x\r\nX: ${'y'.repeat(200_000)}\r\n`),
    /^431 /,
  ),
  said('HTTP/1.0', create.replace('HTTP/1.1', 'HTTP/1.0'), /^403 .*evil/s),
];

const elsewhere: readonly Attempt[] = [
  said(
    'a start with settings, as engines before 1.24 took them',
    request('POST /containers/x/start', close, '{"Binds":["/:/host"],"Privileged":true}'),
    /^400 .*takes none/s,
  ),
  said(
    'an import from an address',
    `POST /images/create?fromSrc=http://127.0.0.1:1/x HTTP/1.1\r\n${close}\r\n`,
    /^403 .*from an address/s,
  ),
  said(
    'an import from a file',
    `POST /images/create?fromSrc=file:///etc/x HTTP/1.1\r\n${close}\r\n`,
    /^403 .*from an address/s,
  ),
  said(
    'an import and a pull at once',
    `POST /images/create?fromSrc=-&fromImage=bad HTTP/1.1\r\n${close}\r\n`,
    /^400 .*at once/s,
  ),
  said('a pull of nothing', `POST /images/create HTTP/1.1\r\n${close}\r\n`, /^403 /),
  said(
    'a pull whose query is in its body',
    `POST /images/create HTTP/1.1\r\n${close}Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 13\r\n\r\nfromImage=bad`,
    /^400 .*a form/s,
  ),
  said(
    'the same as multipart',
    `POST /images/create HTTP/1.1\r\n${close}Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 60\r\n\r\n--x\r\nContent-Disposition: form-data; name=fromImage\r\n\r\nbad\r\n--x--`,
    /^400 .*a form/s,
  ),
  said('a pull of all tags', `POST /images/create?fromImage=bad HTTP/1.1\r\n${close}\r\n`, /^403 .*All tags/s),
  ...[
    '/containers/x/copy',
    '/images/x/insert',
    '/images/x/load',
    '/containers/x/run',
    '/engine/upgrade',
    '/containers/x/start/x',
  ].map((path) =>
    said(
      `a route that is not in the table: ${path}`,
      `POST ${path} HTTP/1.1\r\n${close}Content-Length: 0\r\n\r\n`,
      /^40[03] /,
    ),
  ),
];

attempts('Requests that say two things', true, [...paths, ...methods, ...lengths, ...pairs, ...headers, ...elsewhere]);
