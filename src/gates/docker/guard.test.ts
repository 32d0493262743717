import assert from 'node:assert/strict';
import type { Socket } from 'node:net';
import { describe, test } from 'node:test';
import { answerOk, gateBefore, until } from '../../../test/build/docker-gate.ts';
import { verbatim } from '../../base/text.ts';
import { endpoints } from './endpoints.ts';
import { queryValue, withQuery } from './engine-request.ts';
import { filledPath } from './routes.ts';

const close = 'Host: x\r\nConnection: close\r\n';
const create = `POST /images/create?fromImage=nginx HTTP/1.1\r\n${close}\r\n`;

describe('what guards say', () => {
  test('without its guard, a guarded route is refused: every one of them', async (t) => {
    const gate = await gateBefore(t, answerOk, { guards: {} });
    const guarded = endpoints.filter((endpoint) => endpoint.meaning.kind === 'guarded');
    for (const endpoint of guarded) {
      const path = filledPath(endpoint, { id: 'a', name: 'a' });
      const answer = await gate.talk(`${endpoint.method} /v1.41${path} HTTP/1.1\r\n${close}\r\n`);
      assert.match(answer, /^HTTP\/1\.1 403 Forbidden\r\n/, path);
    }
    assert.equal(guarded.length, 17);
    assert.deepEqual(gate.seen, []);
  });

  test('a refusal is told in the form of the engine, and the connection goes on', async (t) => {
    const gate = await gateBefore(t, answerOk, {
      language: 'zh-CN',
      guards: {
        'image-create': async () => ({
          kind: 'refuse',
          status: 403,
          code: 'denied',
          message: { en: 'no', 'zh-CN': '不行' },
        }),
      },
    });
    const answer = await gate.talk(`POST /images/create HTTP/1.1\r\nHost: x\r\n\r\nGET /info HTTP/1.1\r\n${close}\r\n`);
    const body = '{"message":"plimsoll: 不行"}\n';
    const heard = Buffer.from(answer, 'latin1').toString();
    assert.ok(
      heard.startsWith('HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\nContent-Length: 31\r\n\r\n'),
      heard,
    );
    assert.ok(heard.includes(`${body}HTTP/1.1 200 OK`));
    assert.deepEqual(
      gate.events.map((event) => event.kind === 'refused' && [event.method, event.path, event.refusal.code]),
      [['POST', '/images/create', 'denied']],
    );
  });

  test('a change reaches the engine, the rest stays', async (t) => {
    const gate = await gateBefore(t, answerOk, {
      guards: {
        'image-create': async ({ query }) => {
          assert.equal(queryValue(query, 'fromImage'), 'nginx');
          return { kind: 'pass', change: { query: withQuery(query, 'tag', 'sha256:ab') } };
        },
      },
    });
    await gate.talk(create);
    assert.match(gate.seen[0] ?? '', /^POST \/images\/create\?fromImage=nginx&tag=sha256%3Aab HTTP\/1\.1\r\n/);
  });

  test('a change that would lead to another route is a defect, and refused', async (t) => {
    const gate = await gateBefore(t, answerOk, {
      guards: { 'container-start': async () => ({ kind: 'pass', change: { parameters: { id: '../images/load' } } }) },
    });
    const answer = await gate.talk(`POST /containers/a/start HTTP/1.1\r\n${close}\r\n`);
    assert.match(answer, /^HTTP\/1\.1 (400|500) /);
    assert.deepEqual(gate.seen, []);
  });

  test('what a guard throws is a refusal', async (t) => {
    const gate = await gateBefore(t, answerOk, {
      guards: {
        'image-create': async () => {
          throw new Error('the ledger is locked');
        },
      },
    });
    const answer = await gate.talk(create);
    assert.match(answer, /^HTTP\/1\.1 500 .*could not be decided about, so it may not pass: the ledger is locked/s);
    assert.deepEqual(gate.seen, []);
  });

  test('a guard answers on its own, asks the engine, and hands on what came of a request', async (t) => {
    const gate = await gateBefore(t, answerOk, {
      guards: {
        'image-create': async (_request, context) => {
          const { status, value } = await context.engine.json(
            { method: 'GET', version: null, path: '/images/a b/json' },
            context.signal,
          );
          const answer = await context.answer(200, [['Content-Type', 'application/json']]);
          await answer.write(JSON.stringify({ status, value }));
          await answer.end();
          return { kind: 'answered' };
        },
        'container-create': async (_request, context) => ({ kind: 'relay', answer: await context.forward({}) }),
      },
    });
    assert.match(
      await gate.talk(create),
      /\r\nTransfer-Encoding: chunked\r\n\r\n19\r\n\{"status":200,"value":\{\}\}\r\n0\r\n\r\n$/,
    );
    assert.match(gate.seen[0] ?? '', /^GET \/images\/a%20b\/json HTTP\/1\.1\r\n/);
    assert.match(await gate.talk(`POST /containers/create HTTP/1.1\r\n${close}\r\n`), /^HTTP\/1\.1 200 OK\r\n.*\{\}$/s);
  });

  test('a guard that gives up in the middle of its answer leaves half of one', async (t) => {
    const gate = await gateBefore(t, answerOk, {
      guards: {
        'image-create': async (_request, context) => {
          const answer = await context.answer(200, []);
          await answer.write('half');
          throw new Error('the registry went away');
        },
      },
    });
    assert.match(await gate.talk(create), /4\r\nhalf\r\n$/);
  });

  test('observing, everything passes that can be forwarded, and all is recorded', async (t) => {
    const gate = await gateBefore(t, answerOk, {
      observe: true,
      decide: async () => ({ admitted: false, code: 'denied', reason: verbatim('bad'), next: verbatim('see') }),
      guards: {
        'image-create': async (_request, { decide }) => {
          const decision = await decide({
            act: 'pull',
            asked: 'a',
            names: [],
            identity: { configDigest: null, manifestDigest: null, indexDigest: null, diffIds: null, chainId: null },
            origins: [],
            scanRef: null,
            labels: {},
            ownUser: null,
            user: null,
          });
          assert.ok(decision.admitted);
          return { kind: 'refuse', status: 403, code: 'other', message: verbatim('no') };
        },
      },
    });
    const lines = [
      create,
      `POST /images/load HTTP/1.1\r\n${close}Content-Length: 1\r\n\r\nx`,
      `POST /future HTTP/1.1\r\n${close}\r\n`,
      `POST /swarm/join HTTP/1.1\r\n${close}\r\n`,
    ];
    for (const line of lines) assert.match(await gate.talk(line), /^HTTP\/1\.1 200 OK\r\n/, line);
    assert.deepEqual(
      gate.events.map((event) => (event.kind === 'refused' ? `${event.refusal.code} ${event.observed}` : event.kind)),
      ['decision', 'other true', 'unguarded true', 'unknown-route true', 'refused-route true'],
    );
    assert.match(
      await gate.talk('GET //info HTTP/1.1\r\nHost: x\r\n\r\n'),
      /^HTTP\/1\.1 400 /,
      'what nobody understands',
    );
  });

  test('a body that is not as long as a guard says never makes a second request, or half of one a whole one', async (t) => {
    for (const length of [2, 4]) {
      const gate = await gateBefore(t, answerAtTheEnd, {
        guards: {
          'image-load': async () => ({
            kind: 'pass',
            change: { body: { kind: 'stream', length, bytes: pieces('ab', 'c') } },
          }),
        },
      });
      const answer = await gate.talk(`POST /images/load HTTP/1.1\r\n${close}\r\n`);
      assert.doesNotMatch(answer, /^HTTP\/1\.1 200 /);
      assert.match(gate.seen[0] ?? '', length === 2 ? /\r\n\r\nab$/ : /\r\nContent-Length: 4\r\n.*\r\n\r\nabc$/s);
    }
  });

  test('observing, what a guard sent on already is not sent again', async (t) => {
    const gate = await gateBefore(t, answerOk, {
      observe: true,
      guards: {
        'container-create': async (_request, context) => {
          await context.forward({});
          return { kind: 'refuse', status: 403, code: 'denied', message: verbatim('no') };
        },
      },
    });
    assert.match(await gate.talk(`POST /containers/create HTTP/1.1\r\n${close}\r\n`), /^HTTP\/1\.1 403 /);
    assert.equal(gate.seen.length, 1);
  });

  test('an answer that a guard asked for and did not want is given up', async (t) => {
    let ended = false;
    const gate = await gateBefore(
      t,
      (socket) => {
        socket.write('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n');
        socket.on('end', () => {
          ended = true;
        });
      },
      {
        guards: {
          'image-create': async (_request, context) => {
            await context.forward({});
            throw new Error('no');
          },
        },
      },
    );
    assert.match(await gate.talk(create), /^HTTP\/1\.1 500 /);
    await until(() => ended, 'the end of what the engine does');
  });
});

/** An engine that answers when its client stops sending, and never takes a request for whole before. */
function answerAtTheEnd(socket: Socket): void {
  socket.on('end', () => socket.destroy());
}

async function* pieces(...texts: string[]): AsyncGenerator<Buffer> {
  for (const text of texts) yield Buffer.from(text);
}
