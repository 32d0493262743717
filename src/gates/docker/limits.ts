/** How much of anything a client may make the gate hold or wait for. Sizes in bytes, times in milliseconds. */
export interface Limits {
  /** The head of a request; registry logins stand in it. */
  readonly head: number;
  /** From the first byte of a head to its end. */
  readonly headTime: number;
  /** Between two requests on one connection. Clients keep theirs for long, and one that is closed under them fails their next call. */
  readonly idleTime: number;
  /** A JSON body. The largest that clients send is a swarm's config of a megabyte in base64. */
  readonly json: number;
  /** All heads and JSON bodies of the requests that are under way at once. */
  readonly together: number;
  /** From the end of a head to the end of a JSON body. */
  readonly jsonTime: number;
  /** A body that the engine does not read. */
  readonly unreadBody: number;
  readonly connections: number;
  /** How long a client that was refused may go on sending before the connection is cut. */
  readonly lingerTime: number;
  /** How long requests under way get when the gate ends. */
  readonly drainTime: number;
}

export const usualLimits: Limits = {
  head: 128 << 10,
  headTime: 20_000,
  idleTime: 60 * 60_000,
  json: 4 << 20,
  together: 64 << 20,
  jsonTime: 60_000,
  unreadBody: 64 << 10,
  connections: 2048,
  lingerTime: 5_000,
  drainTime: 10_000,
};
