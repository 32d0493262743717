import type { Text } from '../../base/text.ts';

/**
 * What decides about a request before it is forwarded. Each name has one file in `guards/`; a name without a guard refuses every request,
 * so that a door that nobody watches is shut.
 */
export type GuardName =
  | 'image-create'
  | 'image-load'
  | 'container-create'
  | 'container-start'
  | 'container-update'
  | 'container-commit'
  | 'exec-create'
  | 'exec-start'
  | 'service-create'
  | 'service-update'
  | 'plugin-pull'
  | 'plugin-create'
  | 'plugin-enable';

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'DELETE' | 'OPTIONS';

/** What a route means for images. */
export type Meaning =
  | { readonly kind: 'passes' }
  | {
      readonly kind: 'guarded';
      readonly guard: GuardName;
      /** What the engine reads of the query. Nothing else is forwarded, and what is no list stands there once. */
      readonly keys: ReadonlyMap<string, 'single' | 'list'>;
    }
  | { readonly kind: 'refused' };

/**
 * What a request's body may be: nothing (an empty JSON object counts as that); JSON that the engine does not read, and that is not
 * forwarded; JSON that it reads, read whole before anything is decided; or a stream that is too long to keep.
 */
export type BodyKind = 'none' | 'unread' | 'json' | 'stream';

/**
 * What becomes of the connection: one answer to one request; both directions raw until either side ends, with or without an `Upgrade`
 * (attach, exec); HTTP/2 after `Upgrade: h2c` (BuildKit); a WebSocket.
 */
export type ConnectionKind = 'plain' | 'hijack' | 'h2c' | 'websocket';

/** One route of the engine API. */
export interface Endpoint {
  readonly method: Method;
  /** Without the version. `{id}` is one segment, `{name*}` one or more of them. */
  readonly path: string;
  readonly body: BodyKind;
  readonly connection: ConnectionKind;
  readonly meaning: Meaning;
  /** Why, in one line. */
  readonly why: Text;
}
