import { type Answer, good, instead, pour, server, updating } from './feed-place.ts';
import type { HostileCase } from './hostile-case.ts';

export const feedServerCases: readonly HostileCase[] = [
  ...(
    [
      ['a bucket that is not there', '--source', 'file:///nonexistent/bucket', 3, 'source-lacks-file'],
      ['a source of another kind', '--source', 'ftp://127.0.0.1/x', 2, 'source-invalid'],
      ['a source over plain HTTP from elsewhere', '--source', 'http://192.0.2.1/x', 2, 'source-invalid'],
      ['a source with a password in it', '--source', 'https://user:secret@example.invalid/x', 2, 'source-invalid'],
      ['nobody listens', '--source', 'http://127.0.0.1:1/x', 3, 'host-unreachable'],
    ] as const
  ).map(
    ([name, flag, value, exit, error]): HostileCase => ({
      name: `feed: ${name}`,
      prepare: (place) => updating(place, [flag, value]),
      exit,
      error,
    }),
  ),
  ...(
    [
      ['ecosystems without end over HTTP', instead('ecosystems.txt', (response) => pour(response)), 'feed-damaged'],
      ['a list without end over HTTP', instead('modified_id.csv', (response) => pour(response)), 'feed-damaged'],
      [
        'an archive shorter than announced',
        instead('all.zip', (response) => {
          response.writeHead(200, { 'content-length': good.length * 2 });
          response.write(good, () => response.socket?.end());
        }),
        'connection-lost',
      ],
      [
        'redirects in a circle',
        instead('all.zip', (response, { url }) => void response.writeHead(302, { location: url }).end()),
        'redirect-refused',
      ],
      [
        'a redirect to a file',
        instead('all.zip', (response) => void response.writeHead(302, { location: 'file:///etc/passwd' }).end()),
        'redirect-refused',
      ],
      [
        'a redirect to where clouds keep their secrets',
        instead(
          'all.zip',
          (response) => void response.writeHead(302, { location: 'http://169.254.169.254/latest/meta-data' }).end(),
        ),
        'plain-http-refused',
      ],
      [
        '401',
        instead('all.zip', (response) => void response.writeHead(401, { 'www-authenticate': 'Basic' }).end()),
        'source-refused',
      ],
      [
        '429 for ever',
        instead('all.zip', (response) => void response.writeHead(429, { 'retry-after': '1' }).end()),
        'source-refused',
      ],
      [
        '500 for ever',
        instead('ecosystems.txt', (response) => void response.writeHead(500).end('no')),
        'source-refused',
      ],
      [
        'a web page for everything',
        ((_path, _request, response) => {
          response.writeHead(200, { 'content-type': 'text/html' }).end('<html>sign in</html>');
          return true;
        }) satisfies Answer,
        'feed-damaged',
      ],
    ] as const
  ).map(([name, answer, error]): HostileCase => ({ name: `feed: ${name}`, prepare: server(answer), exit: 3, error })),
];
