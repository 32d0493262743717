import { timingSafeEqual } from 'node:crypto';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { readWhole } from '../../base/byte-stream.ts';
import { reasonOf } from '../../base/errors.ts';
import { createServer } from '../../base/http/node-http.ts';
import { printable } from '../../base/printable.ts';
import type { Text } from '../../base/text.ts';
import { isObject, type JsonObject } from '../../formats/go-json.ts';
import { admit } from './admission.ts';
import type { Endpoint, GuardName, Method } from './endpoint.ts';
import { engineCaller } from './engine-caller.ts';
import type { EngineRequest, RequestBody } from './engine-request.ts';
import { type GateParts, recordedDecide } from './gate-parts.ts';
import type { Guard, GuardContext, Guards, Refusal } from './guard.ts';
import { parseJsonBody } from './json-body.ts';
import { RequestRefused, refusal } from './refusals.ts';
import { routeOf } from './request-reader.ts';

/** The header by which the engine's plugin knows what came through the gate. */
export const gateHeader = 'x-plimsoll-gate';

/** A megabyte of body in base64, a head, and what JSON adds. */
const maxQuestion = 8 << 20;

/** Guards that look at a request's body: without it they would decide about something that they have not seen. */
const needsBody: ReadonlySet<GuardName> = new Set([
  'container-create',
  'exec-create',
  'service-create',
  'service-update',
]);

/**
 * The second lock: an authorization plugin of the engine (Docker docs, "Access authorization plugin"), for requests that reach it by another
 * way than the gate. What came through the gate carries its token and has been decided about. Everything else is decided here by what the
 * engine shows of it; it shows no streams and no large bodies, and what cannot be seen is refused.
 *
 * @param token known to this process alone
 */
export function authzServer(parts: GateParts, token: string): Server {
  const guards = guardsWithoutStreams(parts.guards);
  return createServer((request, response) => {
    answer(request, { ...parts, guards }, token).then(
      (said) => reply(response, 200, said),
      (error: unknown) => {
        parts.record({ kind: 'trouble', error });
        // The engine takes an error for a refusal.
        reply(response, 500, { Err: reasonOf(error) });
      },
    );
  });
}

async function answer(request: IncomingMessage, parts: GateParts, token: string): Promise<object> {
  switch (request.method === 'POST' ? request.url : '') {
    case '/Plugin.Activate':
      return { Implements: ['authz'] };
    case '/AuthZPlugin.AuthZRes':
      request.resume();
      return { Allow: true };
    case '/AuthZPlugin.AuthZReq':
      return decision(await question(request), parts, token);
    default:
      throw new Error('the engine asks for something that this plugin does not have');
  }
}

async function question(request: IncomingMessage): Promise<JsonObject> {
  const value: unknown = JSON.parse((await readWhole(request, maxQuestion)).toString('utf8'));
  if (!isObject(value)) throw new Error('the engine asks without a question');
  return value;
}

async function decision(asked: JsonObject, parts: GateParts, token: string): Promise<object> {
  if (isMarked(asked['RequestHeaders'], token)) return { Allow: true };
  const [method, path] = [text(asked['RequestMethod']), text(asked['RequestUri'])];
  const told = await refusalOf(method, path, asked['RequestBody'], parts);
  if (told === null) return { Allow: true };
  parts.record({ kind: 'refused', method, path: printable(path, 300), refusal: told, observed: parts.observe });
  return parts.observe ? { Allow: true } : { Allow: false, Msg: told.message[parts.language] };
}

async function refusalOf(method: string, target: string, body: unknown, parts: GateParts): Promise<Refusal | null> {
  try {
    if (!isMethod(method))
      return refusal('unknown-route', { method: printable(method, 20), path: printable(target, 200) });
    const route = routeOf(method, target);
    const seen = bodyOf(route.endpoint, body);
    if (seen === null) return unseen;
    const request: EngineRequest = { method, ...route, headers: [], body: seen };
    const outcome = await admit(request, parts.guards, contextOf(parts));
    return outcome.kind === 'refuse' ? outcome : null;
  } catch (error) {
    if (error instanceof RequestRefused) return error.refusal;
    return refusal('broken', { reason: printable(reasonOf(error), 300) });
  }
}

/** What the engine shows of the body; null where the guard needs one and there is none to be seen. */
function bodyOf(endpoint: Endpoint | null, given: unknown): RequestBody | null {
  const bytes = Buffer.from(typeof given === 'string' ? given : '', 'base64');
  if (bytes.length > 0 && endpoint?.body === 'json') return { kind: 'json', value: parseJsonBody(bytes) };
  const meaning = endpoint?.meaning;
  return meaning?.kind === 'guarded' && needsBody.has(meaning.guard) ? null : { kind: 'none' };
}

/** What comes in as a stream is not shown to a plugin: it has to come through the gate. */
function guardsWithoutStreams(guards: Guards): Guards {
  const throughGate: Guard = async () => ({ kind: 'refuse', status: 403, code: 'unseen', message: words.stream });
  return { ...guards, 'image-create': throughGate, 'image-load': throughGate };
}

function contextOf(parts: GateParts): GuardContext {
  const cannot = () => Promise.reject(new Error('a plugin only says yes or no'));
  return {
    engine: engineCaller(parts.engine),
    signal: AbortSignal.timeout(120_000),
    decide: recordedDecide(parts),
    now: parts.now,
    forward: cannot,
    answer: () => {
      throw new Error('a plugin only says yes or no');
    },
  };
}

/** In constant time: whoever guesses learns nothing on the way. */
function isMarked(headers: unknown, token: string): boolean {
  if (!isObject(headers)) return false;
  const given = Object.entries(headers).find(([name]) => name.toLowerCase() === gateHeader)?.[1];
  if (typeof given !== 'string') return false;
  const [ours, theirs] = [Buffer.from(token), Buffer.from(given)];
  return ours.length === theirs.length && timingSafeEqual(ours, theirs);
}

const methods: ReadonlySet<string> = new Set<Method>(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'OPTIONS']);

function isMethod(method: string): method is Method {
  return methods.has(method);
}

function text(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function reply(response: ServerResponse, status: number, said: object): void {
  response.writeHead(status, { 'content-type': 'application/vnd.docker.plugins.v1.2+json' }).end(JSON.stringify(said));
}

const words = {
  stream: {
    en: 'An image may only be brought in through the socket of the gate, where its content is seen.',
    'zh-CN': '只能通过关卡的套接字引入镜像，在那里才能检查其内容。',
  },
  body: {
    en: 'The engine does not show what this request asks for, so it may not pass here. Send it to the socket of the gate.',
    'zh-CN': '引擎没有提供该请求的内容，因此不能在此放行。请改用关卡的套接字。',
  },
} as const satisfies Record<string, Text>;

const unseen: Refusal = { kind: 'refuse', status: 403, code: 'unseen', message: words.body };
