import type { ByteStream } from '../../base/byte-stream.ts';
import type { Method } from './endpoint.ts';
import type { HeaderList, Query, RequestBody } from './engine-request.ts';

/** A question of the gate's own to the engine. */
export interface EngineCall {
  readonly method: Method;
  /** `1.41`; null for the engine's newest. */
  readonly version: string | null;
  /** Decoded, without the version: `/containers/abc/json`. It is encoded on the way. */
  readonly path: string;
  readonly query?: Query;
  readonly headers?: HeaderList;
  readonly body?: RequestBody;
}

/** An answer of the engine, of any status. */
export interface EngineAnswer {
  readonly status: number;
  readonly reason: string;
  /** Names in lower case; those of the connection and the transfer are left out, `content-length` stays. */
  readonly headers: HeaderList;
  /** To be read once, or given up with `discard`. */
  readonly body: ByteStream;
  discard(): void;
}

/** The engine behind the gate. Rejects with an error of the catalogue where it does not answer. */
export interface EngineClient {
  /** @param signal ends the call and the answer's stream */
  call(call: EngineCall, signal: AbortSignal): Promise<EngineAnswer>;
  /** A small JSON document, with the status it came with; the value is null for an empty answer. */
  json(call: EngineCall, signal: AbortSignal): Promise<{ readonly status: number; readonly value: unknown }>;
}
