import { originOf } from '../../base/http/shown-url.ts';
import type { HttpResponse } from '../../base/http.ts';
import type { ImageName } from '../../model/image-name.ts';
import type { OpenOptions } from '../image-source.ts';
import { authorization } from './authorization.ts';
import { connectRegistry, type RegistryConnection } from './connection.ts';
import { type DocumentShelf, noShelf } from './document-shelf.ts';

/** A conversation with one registry about one repository. */
export interface Session {
  readonly name: ImageName;
  readonly signal: AbortSignal;
  readonly shelf: DocumentShelf;
  /** Asks for something below `/v2/REPOSITORY/`, with a login where one is wanted. Any other status than 401 is left to the caller. */
  get(path: string, options?: GetOptions): Promise<HttpResponse>;
  /** Asks for a URL outside the registry, HTTPS only and without any login. */
  getElsewhere(url: URL, options?: GetOptions): Promise<HttpResponse>;
  close(): void;
}

export interface GetOptions {
  readonly method?: 'GET' | 'HEAD';
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds for the request with its body; null for as long as bytes come. */
  readonly whole?: number | null;
}

const SMALL_PATIENCE = 120_000;
/** How often one request waits for what others do about the login before it does it itself. */
const MOST_OTHERS = 3;

/** Opens a conversation of its own, which ends with `close`. */
export async function openSession(
  name: ImageName,
  options: OpenOptions,
  environment: NodeJS.ProcessEnv,
): Promise<Session> {
  const connection = await connectRegistry(name.host, options, environment);
  return sessionOf(connection, registryAsker(connection, name.repository), name, options.signal);
}

/** Asks a registry, with a login where one is wanted. */
export type RegistryAsker = (url: URL, signal: AbortSignal, options?: GetOptions) => Promise<HttpResponse>;

/** Asks for what belongs to one repository, or with null for what belongs to none. What proves who asks is kept from one question to the next. */
export function registryAsker(connection: RegistryConnection, repository: string | null): RegistryAsker {
  const { host, http, base, registry, environment } = connection;
  const login = authorization({
    http,
    registry: base,
    place: { host, repository },
    token: registry.token,
    login: registry.login,
    environment,
  });
  let complying: Promise<void> | null = null;
  return async (url, signal, { method = 'GET', headers = {}, whole = SMALL_PATIENCE } = {}) => {
    let complied = false;
    for (let others = 0; ; others += 1) {
      const header = await login.header(signal);
      const response = await http.request({ url, method, headers, authorization: header, signal, patience: { whole } });
      // A 401 of somebody that we were sent on to says nothing about our login.
      if (response.status !== 401 || originOf(response.url) !== originOf(base)) return response;
      response.discard();
      if (complied) throw login.refusal();
      if (others < MOST_OTHERS && (complying !== null || (await login.header(signal)) !== header)) {
        // Somebody else is at it already, or has just done it. Whatever came of that is theirs to tell.
        await complying?.catch(() => null);
        signal.throwIfAborted();
        continue;
      }
      complying = login.comply(response.headers['www-authenticate'], signal);
      try {
        await complying;
      } finally {
        complying = null;
      }
      complied = true;
    }
  };
}

/** A conversation about one repository over a connection that is open already, which ends with it. */
export function sessionOf(
  { base, http, close }: RegistryConnection,
  ask: RegistryAsker,
  name: ImageName,
  signal: AbortSignal,
  shelf: DocumentShelf = noShelf,
): Session {
  return {
    name,
    signal,
    shelf,
    close,
    get: (path, options) => ask(new URL(`/v2/${name.repository}/${path}`, base), signal, options),
    getElsewhere: (url, { method = 'GET', headers = {}, whole = null } = {}) =>
      http.request({ url, method, headers, signal, patience: { whole } }),
  };
}
