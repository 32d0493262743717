import { spawnSync } from 'node:child_process';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join } from 'node:path';
import { configOf, digestOf, dockerArchive } from '../../build/image.ts';
import { serve } from '../../build/server.ts';
import { pour } from './feed-place.ts';
import type { HostileCase, Place, Prepared } from './hostile-case.ts';
import { good, whole } from './images.ts';

type Answer = (response: ServerResponse, request: IncomingMessage) => void;

const id = digestOf(configOf(good));
const json = (value: unknown) => JSON.stringify(value);
const honest: Readonly<Record<'version' | 'inspect' | 'export', Answer>> = {
  version: (response) =>
    response.end(json({ Version: '28.0.0', ApiVersion: '1.47', Components: [{ Name: 'Engine' }] })),
  inspect: (response) => response.end(json({ Id: id, Size: 1000 })),
  export: (response) => response.end(whole),
};

/** A container engine on a socket of its own that is honest but for the answers given. */
function engine(lies: Partial<Record<'version' | 'inspect' | 'export', Answer>>): (place: Place) => Promise<Prepared> {
  return async ({ tmp }) => {
    // A socket's path is short; the folder of the case is not looked into for strays afterwards.
    const socketPath = join(tmp, '..', 's');
    const answers = { ...honest, ...lies };
    const server = await serve(
      (request, response) => {
        const path = (request.url ?? '').split('?')[0] ?? '';
        const kind =
          path === '/version'
            ? 'version'
            : path.endsWith('/get')
              ? 'export'
              : path !== '/images/json' && path.includes('/images/')
                ? 'inspect'
                : '';
        const answer = kind === '' ? null : answers[kind];
        if (path === '/images/json') response.end('[]');
        else if (answer === null) response.writeHead(404).end('{}');
        else answer(response, request);
      },
      { socketPath },
    );
    return {
      args: ['scan', 'docker:app/web:1', '-o', 'json'],
      env: { DOCKER_HOST: `unix://${socketPath}` },
      stop: () => server.close(),
    };
  };
}

export const engineCases: readonly HostileCase[] = [
  { name: 'engine: honest', prepare: engine({}), exit: 0, error: null, packages: ['bash 5.1-2'] },
  {
    name: 'engine: not there',
    prepare: ({ tmp }) => ({ args: ['scan', 'docker:app/web:1'], env: { DOCKER_HOST: `unix://${join(tmp, 'none')}` } }),
    exit: 3,
    error: 'engine-absent',
  },
  {
    name: 'engine: a file where a socket should be',
    prepare: ({ folder }) => {
      spawnSync('touch', [join(folder, 'file')]);
      return { args: ['scan', 'docker:app/web:1'], env: { DOCKER_HOST: `unix://${join(folder, 'file')}` } };
    },
    exit: 3,
    error: 'engine-unreachable',
  },
  {
    name: 'engine: an address that is none',
    prepare: () => ({ args: ['scan', 'docker:app/web:1'], env: { DOCKER_HOST: '\u001b[2J://' } }),
    exit: 2,
    error: 'docker-host-invalid',
  },
  {
    name: 'engine: something else',
    prepare: engine({ version: (response) => response.end('<html>') }),
    exit: 3,
    error: '*',
  },
  {
    name: 'engine: a version without end',
    prepare: engine({ version: (response) => pour(response) }),
    exit: 3,
    error: '*',
  },
  {
    name: 'engine: an image that it has not',
    prepare: engine({ inspect: (response) => response.writeHead(404).end('{}') }),
    exit: 3,
    error: 'image-not-found',
  },
  {
    name: 'engine: an image without an id',
    prepare: engine({ inspect: (response) => response.end('{"Id":"../../etc"}') }),
    exit: 3,
    error: 'bad-answer',
  },
  {
    name: 'engine: another image than it said',
    prepare: engine({ export: (response) => response.end(dockerArchive({ ...good, config: { User: 'app' } })) }),
    exit: 3,
    error: 'digest-mismatch',
  },
  {
    name: 'engine: an export that is cut off',
    prepare: engine({ export: (response) => response.end(whole.subarray(0, 1200)) }),
    exit: 3,
    error: 'image-export-failed',
  },
  {
    name: 'engine: an export that breaks off',
    prepare: engine({
      export: (response) => {
        response
          .writeHead(200, { 'content-length': 1_000_000 })
          .write(whole.subarray(0, 1200), () => response.socket?.end());
      },
    }),
    exit: 3,
    error: 'image-export-failed',
  },
  {
    name: 'engine: gone when it is asked for the export',
    prepare: engine({ export: (response) => void response.socket?.destroy() }),
    exit: 3,
    error: 'image-export-failed',
  },
  {
    name: 'engine: an export of noise',
    prepare: engine({ export: (response) => response.end('x'.repeat(10_000)) }),
    exit: 3,
    error: '*',
  },
  {
    name: 'engine: a fault of its own, told with control characters',
    prepare: engine({
      export: (response) => response.writeHead(500).end(json({ message: '\u001b[2J\u202eno\nspace' })),
    }),
    exit: 3,
    error: 'engine-failed',
  },
];
