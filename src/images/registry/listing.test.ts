import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { after, describe, test } from 'node:test';
import { serve, type TestServer } from '../../../test/build/server.ts';
import { PlimsollError } from '../../base/errors.ts';
import { type ListLimits, listRepositories, listTags } from './listing.ts';
import { registryPool } from './pool.ts';

const servers: TestServer[] = [];
after(() => Promise.all(servers.map((server) => server.close())));

const { signal } = new AbortController();
const courtesy = { connections: 2, rate: null, tries: 3, longest: 50 };
type Answer = (request: IncomingMessage, response: ServerResponse, url: URL) => void;

async function poolOf(answer: Answer) {
  const server = await serve((request, response) => {
    const url = new URL(request.url ?? '/', 'http://x');
    if (url.pathname === '/v2/') response.end('{}');
    else answer(request, response, url);
  });
  servers.push(server);
  const registry = { ca: null, insecureHosts: [], token: null };
  return registryPool(server.host, { signal, offline: false, registry }, courtesy, {});
}

const page = (response: ServerResponse, body: unknown, link?: string) =>
  response.writeHead(200, link === undefined ? {} : { link }).end(JSON.stringify(body));

/** What a list comes to, or the code and reason of its error. */
async function repositories(answer: Answer, limits?: ListLimits): Promise<string> {
  const pool = await poolOf(answer);
  const names: string[] = [];
  try {
    for await (const name of listRepositories(pool, signal, limits)) names.push(name);
    return names.join(' ');
  } catch (error) {
    assert.ok(error instanceof PlimsollError, String(error));
    return error.message.replaceAll(pool.host, 'HOST');
  } finally {
    pool.close();
  }
}

describe('the list of repositories', () => {
  const cases: readonly [string, Answer, string][] = [
    ['one page', (_, response) => page(response, { repositories: ['a', 'b'] }), 'a b'],
    [
      'pages by their links',
      (_, response, url) =>
        url.searchParams.get('last') === 'b'
          ? page(response, { repositories: ['c'] })
          : page(response, { repositories: ['a', 'b'] }, '</v2/_catalog?last=b&n=2>; rel="next"'),
      'a b c',
    ],
    [
      'links of a proxy that calls itself otherwise',
      (_, response, url) =>
        url.searchParams.has('last')
          ? page(response, { repositories: ['c'] })
          : page(response, { repositories: ['a'] }, '<https://127.0.0.1:1/prefix/v2/_catalog?last=a>; rel="next"'),
      'a c',
    ],
    ['null for none', (_, response) => page(response, { repositories: null }), ''],
    [
      'no catalog',
      (_, response) => response.writeHead(404).end(),
      'HOST does not tell which repositories it has: it answers 404 (catalog-unavailable)',
    ],
    [
      'denied',
      (_, response) => response.writeHead(403).end(),
      'HOST does not tell which repositories it has: it answers 403 (catalog-unavailable)',
    ],
    [
      'a login that is wanted',
      (_, response) => response.writeHead(401, { 'www-authenticate': 'Basic realm="x"' }).end(),
      'HOST does not tell which repositories it has: HOST wants a login for _catalog, or there is no such repository (catalog-unavailable)',
    ],
    [
      'a page that is its own next one',
      (_, response) => page(response, { repositories: ['a'] }, '</v2/_catalog?n=1000>; rel="next"'),
      'the list _catalog of HOST does not come to an end: its pages lead back to one that was read (listing-endless)',
    ],
    [
      'a link to another host',
      (_, response) =>
        page(response, { repositories: ['a'] }, '<http://169.254.169.254/v2/_catalog?last=a>; rel="next"'),
      'HOST gives an answer that makes no sense: its next page is said to be at 169.254.169.254 (bad-answer)',
    ],
    [
      'a link to no page at all',
      (_, response) => page(response, { repositories: ['a'] }, '<file:///etc/passwd>; rel="next"'),
      'HOST gives an answer that makes no sense: it does not say where its next page is (bad-answer)',
    ],
    [
      'names that are none',
      (_, response) => page(response, { repositories: ['a', 7] }),
      'HOST gives an answer that makes no sense: its list holds something that is no name (bad-answer)',
    ],
    [
      'no JSON',
      (_, response) => response.end('<html>'),
      'HOST gives an answer that makes no sense: it is not JSON (bad-answer)',
    ],
  ];
  for (const [title, answer, expected] of cases) {
    test(title, async () => assert.equal(await repositories(answer), expected));
  }

  test('pages without end: of new names, of the same names, of nothing', async () => {
    let at = 0;
    const next = (response: ServerResponse, names: readonly string[]) => {
      at += 1;
      page(response, { repositories: names }, `</v2/_catalog?last=${at}>; rel="next"`);
    };
    const limits = { names: 300, pages: 200 };
    assert.match(
      await repositories((_, response) => next(response, [`a${at}`]), limits),
      /more than 200 pages \(listing-endless\)/,
    );
    assert.match(
      await repositories((_, response) => next(response, [`a${at}`, `b${at}`]), limits),
      /more than 300 names \(listing-endless\)/,
    );
    assert.match(
      await repositories((_, response) => next(response, ['same']), limits),
      /50 pages in a row bring nothing new/,
    );
    assert.match(
      await repositories((_, response) => next(response, []), limits),
      /50 pages in a row bring nothing new/,
    );
  });

  test('a full page without a link is gone on from, and an answer that is always the same ends', async () => {
    const all = Array.from({ length: 1500 }, (_, i) => `r${String(i).padStart(4, '0')}`);
    const asked: string[] = [];
    const honest: Answer = (_, response, url) => {
      asked.push(url.search);
      const last = url.searchParams.get('last') ?? '';
      page(response, { repositories: all.filter((name) => name > last).slice(0, 1000) });
    };
    assert.equal((await repositories(honest)).split(' ').length, 1500);
    assert.deepEqual(asked, ['?n=1000', '?n=1000&last=r0999']);
    assert.equal(
      (await repositories((_, response) => page(response, { repositories: all.slice(0, 1000) }))).split(' ').length,
      1000,
    );
  });

  test('a page without end is not read to it', async () => {
    const answer: Answer = (_, response) => {
      response.writeHead(200);
      const more = () => {
        while (!response.destroyed && response.write('["a",'.repeat(20_000)));
      };
      response.on('drain', more);
      more();
    };
    assert.match(await repositories(answer), /a page of its list is too long/);
  });

  test('more than half a million names are too many, where nobody says otherwise', async () => {
    const names = Array.from({ length: 500_001 }, (_, i) => i.toString(36));
    assert.match(
      await repositories((_, response) => page(response, { repositories: names })),
      /more than 500000 names/,
    );
  });

  test('a name has 1024 characters at most, and the link to the next page 4096', async () => {
    const named = (length: number) =>
      repositories((_, response) => page(response, { repositories: ['a'.repeat(length)] }));
    assert.equal(await named(1024), 'a'.repeat(1024));
    assert.match(await named(1025), /something that is no name/);
    const linked = (length: number) =>
      repositories((_, response, url) =>
        url.searchParams.has('last')
          ? page(response, { repositories: ['b'] })
          : page(response, { repositories: ['a'] }, `<${'/v2/_catalog?last='.padEnd(length, 'a')}>; rel="next"`),
      );
    assert.equal(await linked(4096), 'a b');
    assert.match(await linked(4097), /does not say where its next page is/);
  });
});

test('tags: none of a repository that is not there, and when they were pushed where the registry says so', async () => {
  const pool = await poolOf((_, response, url) => {
    if (url.pathname.includes('gone')) response.writeHead(404).end();
    else
      page(response, {
        tags: ['1', '2', '\u001b[31mred'],
        manifest: {
          'sha256:x': { tag: ['2'], timeUploadedMs: '1700000000000' },
          y: null,
          z: { tag: 3, timeUploadedMs: 'x' },
        },
      });
  });
  const tags = async (repository: string) => {
    const found = [];
    for await (const { tag, pushed } of listTags(pool, repository, signal)) found.push([tag, pushed]);
    return found;
  };
  assert.deepEqual(await tags('gone'), []);
  assert.deepEqual(await tags('here'), [
    ['1', null],
    ['2', 1_700_000_000_000],
    ['\u001b[31mred', null],
  ]);
  pool.close();
});
