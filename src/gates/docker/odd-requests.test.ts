import assert from 'node:assert/strict';
import { test } from 'node:test';
import { answerOk, gateBefore } from '../../../test/build/docker-gate.ts';

const plain = 'Host: docker\r\nConnection: close\r\n';
const get = (target: string, headers = plain) => `GET ${target} HTTP/1.1\r\n${headers}\r\n`;
const post = (target: string, headers = '', body = '') => `POST ${target} HTTP/1.1\r\nHost: x\r\n${headers}\r\n${body}`;
const json = (body: string, target = '/v1.41/containers/create') =>
  post(target, `Content-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n`, body);

/** Requests that two readers could understand differently, or that would lead round the table. None may reach the engine. */
const refused: readonly (readonly [name: string, status: number, bytes: string | Buffer])[] = [
  ['an escaped slash in the fixed part', 400, post('/containers%2fcreate')],
  ['an escaped letter in the fixed part', 400, post('/containers/%63reate')],
  ['an escaped version', 400, post('/%761.41/containers/create')],
  ['two slashes', 400, post('//containers/create')],
  ['two slashes in the middle', 400, post('/v1.41//containers/create')],
  ['an escaped empty segment', 400, get('/images/a%2F%2Fb/json')],
  ['a slash at the end', 400, post('/containers/create/')],
  ['dots that lead up', 400, post('/v1.41/../containers/create')],
  ['escaped dots that lead up', 400, post('/images/%2e%2e/containers/create')],
  ['dots that lead up within a name', 400, get('/images/a%2f..%2fb/json')],
  ['a dot that leads nowhere', 400, post('/./containers/create')],
  ['an absolute URL', 400, post('http://docker/containers/create')],
  ['an absolute URL of a socket', 400, post('http+unix://docker/containers/create')],
  ['an asterisk', 400, 'OPTIONS * HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['CONNECT', 400, 'CONNECT docker:80 HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['TRACE', 400, 'TRACE /info HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['PATCH', 400, 'PATCH /containers/create HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['a method in lower case', 400, 'post /containers/create HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['a fragment', 400, post('/containers/create#/_ping')],
  ['a zero byte in the path', 400, get('/containers/a%00b/json')],
  ['a line break in the path', 400, get('/containers/a%0d%0ab/json')],
  ['a path that is not UTF-8', 400, get('/containers/%ff/json')],
  ['a bad escape in the path', 400, get('/containers/%zz/json')],
  ['a bad escape in the query', 400, get('/containers/json?all=%zz')],
  ['a semicolon in the query', 400, get('/containers/json?all=1;limit=2')],
  ['a zero byte in the query', 400, get('/containers/json?all=%00')],
  ['a key twice in the query', 400, post('/images/create?fromImage=good&fromImage=evil')],
  ['a key twice, once escaped', 400, post('/images/create?fromImage=good&from%49mage=evil')],
  ['a key of the query in another case', 400, post('/images/create?FromImage=evil')],
  ['a version before the first', 400, post('/v1.23/containers/create')],
  ['a version beyond the last', 400, post('/v1.999/containers/create')],
  ['a version with a zero before it', 400, post('/v01.24/containers/create')],
  ['a version with a zero inside', 400, post('/v1.041/containers/create')],
  ['a version of three parts', 400, post('/v1.41.0/containers/create')],
  ['a version without a route', 400, get('/v1.41')],
  ['a version in upper case', 400, post('/V1.41/containers/create')],
  ['two versions', 403, post('/v1.41/v1.41/containers/create')],
  ['a route in upper case', 403, post('/Containers/Create')],
  ['a route that nobody knows', 403, post('/containers/evil/launch')],
  ['a route of the future that changes state', 403, post('/images/convert')],
  ['a container that is two segments', 403, post('/containers/a/b/start')],
  ['an escaped slash in a container', 403, post('/containers/a%2Fb/start')],
  ['a route of Podman alone', 403, post('/libpod/containers/create')],
  ['joining a swarm', 403, json('{}', '/swarm/join')],
  ['DELETE of what is only read', 403, 'DELETE /info HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['HTTP/0.9', 400, 'GET /_ping\r\n'],
  ['HTTP/1.2', 400, 'GET /_ping HTTP/1.2\r\nHost: x\r\n\r\n'],
  ['HTTP/2 by prior knowledge', 400, 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'],
  ['TLS', 400, Buffer.from('16030100a5010000a10303', 'hex')],
  ['an empty line before the request', 400, `\r\n${get('/_ping')}`],
  ['two spaces', 400, 'GET  /_ping HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['a tab instead of a space', 400, 'GET\t/_ping HTTP/1.1\r\nHost: x\r\n\r\n'],
  ['line feeds alone', 400, 'GET /_ping HTTP/1.1\nHost: x\n\n'],
  ['one line feed alone', 400, 'GET /_ping HTTP/1.1\r\nHost: x\nX-A: b\r\n\r\n'],
  ['a carriage return alone', 400, 'GET /_ping HTTP/1.1\r\nX-A: b\rHost: x\r\n\r\n'],
  ['a zero byte in a header', 400, 'GET /_ping HTTP/1.1\r\nHost: x\r\nX-A: \0\r\n\r\n'],
  ['a letter beyond ASCII in a header', 400, 'GET /_ping HTTP/1.1\r\nHost: x\r\nX-A: \xe9\r\n\r\n'],
  ['a folded header', 400, 'GET /_ping HTTP/1.1\r\nHost: x\r\nX-A: b\r\n c\r\n\r\n'],
  ['a header that begins with a space', 400, 'GET /_ping HTTP/1.1\r\n Host: x\r\n\r\n'],
  ['a space before the colon', 400, post('/_ping', 'Content-Length : 5\r\n', 'abcde')],
  ['a header without a colon', 400, get('/_ping', `${plain}nothing\r\n`)],
  ['no host', 400, 'GET /_ping HTTP/1.1\r\n\r\n'],
  ['two hosts', 400, get('/_ping', `${plain}Host: y\r\n`)],
  ['two lengths', 400, post('/auth', 'Content-Length: 2\r\nContent-Length: 2\r\n', '{}')],
  ['a list of lengths', 400, post('/auth', 'Content-Length: 2, 2\r\n', '{}')],
  ['a length with a sign', 400, post('/auth', 'Content-Length: +2\r\n', '{}')],
  ['a length in hexadecimal', 400, post('/auth', 'Content-Length: 0x2\r\n', '{}')],
  ['a length that overflows', 400, post('/auth', 'Content-Length: 18446744073709551618\r\n', '{}')],
  ['a length and chunks', 400, post('/auth', 'Content-Length: 2\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n')],
  ['two transfers', 400, post('/auth', 'Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n')],
  ['a transfer that is two', 400, post('/auth', 'Transfer-Encoding: gzip, chunked\r\n', '0\r\n\r\n')],
  ['a transfer that is not chunked', 400, post('/auth', 'Transfer-Encoding: identity\r\n', '{}')],
  ['a transfer with something behind it', 400, post('/auth', 'Transfer-Encoding: chunked;q=1\r\n', '0\r\n\r\n')],
  ['chunks of HTTP/1.0', 400, 'POST /auth HTTP/1.0\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
  ['a chunk extension', 400, post('/auth', 'Transfer-Encoding: chunked\r\n', '2;a=b\r\n{}\r\n0\r\n\r\n')],
  ['a chunk that is longer than it says', 400, post('/auth', 'Transfer-Encoding: chunked\r\n', '1\r\n{}\r\n0\r\n\r\n')],
  ['a chunk size with a sign', 400, post('/auth', 'Transfer-Encoding: chunked\r\n', '+2\r\n{}\r\n0\r\n\r\n')],
  [
    'a chunk size that overflows',
    400,
    post('/auth', 'Transfer-Encoding: chunked\r\n', '10000000000000002\r\n{}\r\n0\r\n\r\n'),
  ],
  ['a chunk that ends in a line feed', 400, post('/auth', 'Transfer-Encoding: chunked\r\n', '2\n{}\r\n0\r\n\r\n')],
  ['trailers', 400, post('/auth', 'Transfer-Encoding: chunked\r\n', '0\r\nX-Registry-Auth: evil\r\n\r\n')],
  ['announced trailers', 400, post('/auth', 'Trailer: X-A\r\nTransfer-Encoding: chunked\r\n', '0\r\n\r\n')],
  ['another method in a header', 400, get('/containers/json', `${plain}X-HTTP-Method-Override: POST\r\n`)],
  ['another path in a header', 400, get('/containers/json', `${plain}X-Original-URL: /containers/create\r\n`)],
  ['a header that the next reader is not to see', 400, get('/_ping', 'Host: x\r\nConnection: X-Registry-Auth\r\n')],
  ['two logins', 400, post('/images/a/push', 'X-Registry-Auth: a\r\nX-Registry-Auth: b\r\n')],
  ['two types', 400, post('/auth', 'Content-Type: application/json\r\nContent-Type: text/plain\r\n')],
  [
    'an upgrade where there is none',
    400,
    get('/containers/json', 'Host: x\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n'),
  ],
  [
    'an upgrade of a route that nobody knows',
    400,
    get('/future', 'Host: x\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n'),
  ],
  [
    'h2c where there is none',
    400,
    get('/info', 'Host: x\r\nConnection: Upgrade, HTTP2-Settings\r\nUpgrade: h2c\r\nHTTP2-Settings: AA\r\n'),
  ],
  ['h2c on attach', 400, post('/containers/a/attach', 'Connection: Upgrade\r\nUpgrade: h2c\r\n')],
  ['tcp on BuildKit', 400, post('/session', 'Connection: Upgrade\r\nUpgrade: tcp\r\n')],
  ['two protocols', 400, post('/session', 'Connection: Upgrade\r\nUpgrade: h2c, tcp\r\n')],
  ['an upgrade that the connection does not know', 400, post('/containers/a/attach', 'Upgrade: tcp\r\n')],
  ['an upgrade of HTTP/1.0', 400, 'POST /containers/a/attach HTTP/1.0\r\nConnection: Upgrade\r\nUpgrade: tcp\r\n\r\n'],
  ['another expectation', 400, post('/auth', 'Expect: 200-ok\r\nContent-Length: 2\r\n', '{}')],
  ['a body on GET', 400, 'GET /containers/json HTTP/1.1\r\nHost: x\r\nContent-Length: 9\r\n\r\n{"a":"b"}'],
  ['a body on a route of the future', 400, 'GET /future HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\n{}'],
  ['something that is no JSON where nothing is read', 400, post('/containers/a/stop', 'Content-Length: 3\r\n', 'abc')],
  ['a body on start', 400, json('{"Image":"x"}', '/containers/a/start')],
  [
    'a form, which Go reads as a second query',
    400,
    post(
      '/images/create?fromImage=good',
      'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 14\r\n',
      'fromImage=evil',
    ),
  ],
  [
    'a form with a parameter',
    400,
    post(
      '/images/load',
      'Content-Type: Application/X-WWW-Form-Urlencoded; charset=utf-8\r\nContent-Length: 3\r\n',
      'a=b',
    ),
  ],
  [
    'a form in parts',
    400,
    post('/images/load', 'Content-Type: multipart/form-data; boundary=x\r\nContent-Length: 3\r\n', '--x'),
  ],
  [
    'a type that is none',
    400,
    post('/images/load', 'Content-Type: ;application/x-tar\r\nContent-Length: 3\r\n', 'abc'),
  ],
  [
    'JSON that says it is text',
    400,
    post('/containers/create', 'Content-Type: text/plain\r\nContent-Length: 2\r\n', '{}'),
  ],
  ['no JSON', 400, json('{"Image":}')],
  ['JSON with something behind it', 400, json('{"Image":"good"}{"Image":"evil"}')],
  ['a key twice', 400, json('{"Image":"good","Image":"evil"}')],
  ['a key twice, once escaped', 400, json('{"Image":"good","\\u0049mage":"evil"}')],
  ['two keys that differ by case', 400, json('{"Image":"good","image":"evil"}')],
  ['two keys that differ by a long s', 400, json('{"HostConfig":{},"Ho\u017ftConfig":{"Privileged":true}}')],
  ['two keys that differ by case inside', 400, json('{"HostConfig":{"Binds":[],"binds":["/:/host"]}}')],
  ['half a character', 400, json('{"Image":"\\ud800"}')],
  [
    'JSON that is not UTF-8',
    400,
    Buffer.from(post('/auth', 'Content-Type: application/json\r\nContent-Length: 9\r\n', '{"a":"\xff"}'), 'latin1'),
  ],
  ['JSON after a byte order mark', 400, json('\ufeff{}')],
  ['JSON nested too deeply', 400, json('['.repeat(100) + ']'.repeat(100))],
  ['a head without end', 431, `GET /_ping HTTP/1.1\r\nHost: x\r\n${'X-A: b\r\n'.repeat(20_000)}`],
];

for (const [name, status, bytes] of refused) {
  test(`refused: ${name}`, async (t) => {
    const gate = await gateBefore(t, answerOk);
    const answer = await gate.talk(bytes);
    assert.match(answer, new RegExp(`^HTTP/1\\.[01] ${status} `), answer);
    assert.match(answer, /\r\n\r\n\{"message":"plimsoll: [^\n]+"\}\n$/);
    assert.deepEqual(gate.seen, [], 'something reached the engine');
    assert.equal(gate.events.filter((event) => event.kind === 'refused').length, 1);
    assert.match(await gate.talk(get('/_ping')), /^HTTP\/1\.1 200 /, 'the gate does not answer any more');
  });
}
