import type { HttpClient } from '../base/http.ts';

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
 * How feeds reach the network: GET with redirects followed, time limits, and what failed in passing repeated; an error of the catalogue where
 * the machine may not or cannot be reached. An answer of any status is an answer, not an error. The body comes as it was sent.
 */
export type Fetch = (url: string, options: FetchOptions) => Promise<FetchResponse>;

/** A fetch over the one client that may leave the machine. */
export function fetchOver(client: HttpClient): Fetch {
  return async (url, { offset, etag, signal }) => {
    const headers: Record<string, string> = {};
    // RFC 9110, sections 13.1.2, 13.1.5 and 14.2.
    if (offset !== undefined) headers['range'] = `bytes=${offset}-`;
    if (etag !== undefined) headers[offset === undefined ? 'if-none-match' : 'if-range'] = etag;
    return await client.request({ url: new URL(url), headers, signal });
  };
}
