/** What is asked of a URL. */
export interface FetchOptions {
  /** Bytes that are there already: asks for the rest only (`Range`). */
  readonly offset?: number;
  /** With an offset: only if the content is still this (`If-Range`). Without: answer 304 if it is (`If-None-Match`). */
  readonly etag?: string;
  readonly signal: AbortSignal;
}

export interface FetchResponse {
  readonly status: number;
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Read to its end or returned early; either releases the connection. */
  readonly body: AsyncIterable<Uint8Array>;
}

/**
 * How feeds reach the network: GET with redirects followed, time limits, and an error of the catalogue where the machine may not or cannot
 * be reached. An answer of any status is an answer, not an error. The body comes as it was sent, content encodings undone.
 */
export type Fetch = (url: string, options: FetchOptions) => Promise<FetchResponse>;
