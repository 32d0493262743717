import type { ByteStream } from '../../base/byte-stream.ts';
import type { Text } from '../../base/text.ts';
import type { Decide } from '../../model/question.ts';
import type { GuardName } from './endpoint.ts';
import type { EngineAnswer, EngineClient } from './engine-client.ts';
import type { EngineRequest, HeaderList, Query, RequestBody } from './engine-request.ts';

/**
 * Decides about the requests of one or more routes. It is handed each request before anything of it reached the engine.
 *
 * A guard that throws refuses; so does one that returns after the client has gone. It reads a body stream at most once, and whoever
 * passes a request whose stream was read gives another body for it. What it asks the engine goes through `context.engine`, is not
 * guarded itself, and ends with `context.signal`.
 */
export type Guard = (request: EngineRequest, context: GuardContext) => Promise<GuardOutcome>;

/** The guards by their names. A guarded route whose guard is missing is refused. */
export type Guards = { readonly [Name in GuardName]?: Guard };

export interface GuardContext {
  /** The engine's own socket. */
  readonly engine: EngineClient;
  /** Aborted when the client goes away or the gate ends. */
  readonly signal: AbortSignal;
  readonly decide: Decide;
  readonly now: () => Date;
  /**
   * Sends the request, rebuilt with this change, to the engine and returns its answer instead of handing it to the client: for guards that
   * look at what came of it. Not for routes that are hijacked or upgraded. At most once.
   */
  forward(change: Change): Promise<EngineAnswer>;
  /** Begins an answer of the guard's own, such as the progress of a pull. The outcome is then `answered`. */
  answer(status: number, headers: HeaderList): Promise<OwnAnswer>;
}

/** An answer that a guard writes. Each chunk goes out at once. */
export interface OwnAnswer {
  /** Waits where the client reads slowly; rejects where it has gone. */
  write(chunk: Uint8Array | string): Promise<void>;
  end(): Promise<void>;
}

/** What is different in the forwarded request. What is not named stays as it was. */
export interface Change {
  readonly parameters?: Readonly<Record<string, string>>;
  readonly query?: Query;
  readonly headers?: HeaderList;
  readonly body?: RequestBody;
}

export type GuardOutcome =
  /** Goes to the engine, rebuilt, and its answer to the client as it comes. */
  | { readonly kind: 'pass'; readonly change?: Change }
  | Refusal
  /** The answer of `forward` goes to the client, perhaps with another body. */
  | { readonly kind: 'relay'; readonly answer: EngineAnswer; readonly body?: ByteStream }
  /** The guard has answered and ended its answer. */
  | { readonly kind: 'answered' };

/** Nothing is forwarded. The client gets `{"message": "plimsoll: …"}`. */
export interface Refusal {
  readonly kind: 'refuse';
  /** 403 for what may not be; 400 for a request that can be understood in two ways; 413 for one that is too large; 500, 502 for trouble. */
  readonly status: 400 | 403 | 404 | 408 | 413 | 431 | 500 | 502 | 503;
  /** In one word for logs and metrics: `denied`, `ambiguous`, `unknown-route`. */
  readonly code: string;
  /** One line or several, `plimsoll: ` left out. */
  readonly message: Text;
}
