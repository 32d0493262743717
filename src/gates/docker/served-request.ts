import type { Socket } from 'node:net';
import { STATUS_CODES } from '../../base/http/node-http.ts';
import { admit } from './admission.ts';
import { type Asker, answerRefusal, beginAnswer, relayAnswer } from './client-answer.ts';
import { type ClientBody, clientBody } from './client-body.ts';
import { answerOf, engineCaller } from './engine-caller.ts';
import type { EngineAnswer } from './engine-client.ts';
import type { EngineRequest } from './engine-request.ts';
import { type Exchange, exchange } from './engine-wire.ts';
import { changedCall, outgoing, type UpgradeWord } from './forwarded.ts';
import { type GateParts, recordedDecide } from './gate-parts.ts';
import type { Change, GuardContext, GuardOutcome } from './guard.ts';
import { becomesRaw, relayRaw } from './raw-answer.ts';
import type { RequestHead } from './request-head.ts';
import { announce, readBody } from './request-reader.ts';
import type { Room } from './shared-room.ts';
import { ConnectionLost, type SocketReader } from './wire/socket-reader.ts';

/** One request on a connection, its head read. */
export interface Turn {
  readonly head: RequestHead;
  readonly asker: Asker;
  readonly socket: Socket;
  readonly reader: SocketReader;
  readonly parts: GateParts;
  /** Aborted when the client goes away or the gate ends. */
  readonly signal: AbortSignal;
  readonly room: Room;
}

const upgradeWords: Readonly<Record<'hijack' | 'h2c' | 'websocket', UpgradeWord>> = {
  hijack: 'tcp',
  h2c: 'h2c',
  websocket: 'websocket',
};

/**
 * Reads the rest of a request, has it decided about, and answers it: with a refusal, with what the guard says, or with what the engine
 * says to the request written anew.
 */
export async function serveRequest(turn: Turn): Promise<void> {
  const { head, asker, reader, socket, parts } = turn;
  const announced = announce(head);
  Object.assign(asker, { path: announced.path });
  const body = clientBody(head, reader, socket);
  const request: EngineRequest = {
    ...announced,
    body: await readBody(head, announced.endpoint, body.bytes, parts.limits, turn.room),
  };
  const forwarded: EngineAnswer[] = [];
  try {
    const outcome = await admit(request, parts.guards, guardContext(turn, request, body, forwarded));
    if (asker.hasBegun && outcome.kind !== 'answered')
      throw new ConnectionLost('a guard gave up in the middle of its answer');
    // A refusal counts for nothing while the gate only observes, unless what it refuses is gone, or done already.
    const isWhole = forwarded.length === 0 && (request.body.kind !== 'stream' || body.isUntouched());
    await follow(turn, request, body, observed(outcome, request, isWhole, parts));
  } finally {
    for (const answer of forwarded) answer.discard();
  }
}

async function follow(turn: Turn, request: EngineRequest, body: ClientBody, outcome: GuardOutcome): Promise<void> {
  const { asker, parts } = turn;
  switch (outcome.kind) {
    case 'answered':
      return;
    case 'refuse':
      asker.persistent &&= body.isRead();
      return answerRefusal(asker, outcome, parts.language);
    case 'relay':
      asker.persistent &&= body.isRead();
      return relayAnswer(asker, outcome.answer, outcome.body ?? outcome.answer.body);
    case 'pass':
      return pass(turn, request, outcome.change ?? {}, body);
  }
}

function observed(
  outcome: GuardOutcome,
  { method, path }: EngineRequest,
  isWhole: boolean,
  { observe, record }: GateParts,
): GuardOutcome {
  if (outcome.kind !== 'refuse') return outcome;
  const goesOn = observe && isWhole;
  record({ kind: 'refused', method, path, refusal: outcome, observed: goesOn });
  return goesOn ? { kind: 'pass' } : outcome;
}

function guardContext(
  { asker, parts, signal }: Turn,
  request: EngineRequest,
  body: ClientBody,
  forwarded: EngineAnswer[],
): GuardContext {
  return {
    engine: engineCaller(parts.engine),
    signal,
    decide: recordedDecide(parts),
    now: parts.now,
    async forward(change) {
      const answer = answerOf(await exchange(parts.engine, outgoing(changedCall(request, change), null), signal));
      forwarded.push(answer);
      return answer;
    },
    async answer(status, headers) {
      asker.persistent &&= body.isRead();
      return beginAnswer(asker, { status, reason: STATUS_CODES[status] ?? '', headers });
    },
  };
}

/** Sends the request on and the answer back. */
async function pass(turn: Turn, request: EngineRequest, change: Change, body: ClientBody): Promise<void> {
  const { asker, head, parts, signal, socket, reader } = turn;
  const call = changedCall(request, change);
  const upgrade = head.upgrade === null ? null : upgradeWords[head.upgrade];
  const answer = await exchange(parts.engine, outgoing(call, upgrade), signal);
  if (becomesRaw(answer, request.endpoint?.connection ?? 'plain', upgrade)) {
    asker.persistent = false;
    asker.hasBegun = true;
    return relayRaw({ socket, reader }, answer);
  }
  const plain = answerOf(answer);
  tellOfTheEnd(turn, answer, body);
  try {
    asker.persistent &&= body.isRead();
    const endsWithConnection = answer.head.framing.kind === 'until-close';
    await relayAnswer(asker, { ...plain, endsWithConnection }, plain.body);
  } finally {
    plain.discard();
  }
}

/** A client that stops sending after its request is gone, or about to go: the engine is told what the gate was told. */
function tellOfTheEnd({ reader }: Turn, { socket, sent, isReleased }: Exchange, body: ClientBody): void {
  const watch = async () => {
    await sent;
    if (body.isRead() && (await reader.peek()) === null && !isReleased()) socket.end();
  };
  watch().catch(() => {
    if (!isReleased()) socket.destroy();
  });
}
