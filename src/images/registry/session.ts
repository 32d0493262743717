import { originOf } from '../../base/http/shown-url.ts';
import type { HttpRequest, HttpResponse } from '../../base/http.ts';
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
  /**
   * Changes something: at a path as for `get`, or at a URL that the registry named for it. Any other status than 401 is left to the caller.
   * Nothing is repeated, a refused login aside.
   */
  send(target: string | URL, options: SendOptions): Promise<HttpResponse>;
  close(): void;
}

export interface SendOptions {
  readonly method: 'POST' | 'PUT';
  readonly headers?: Readonly<Record<string, string>>;
  readonly content?: NonNullable<HttpRequest['content']>;
}

/** What a conversation needs to know. */
export interface SessionOptions extends Pick<OpenOptions, 'offline' | 'signal' | 'registry'> {
  /** Whether anything is to be put there. */
  readonly pushes?: boolean;
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
  options: SessionOptions,
  environment: NodeJS.ProcessEnv,
): Promise<Session> {
  const connection = await connectRegistry(name.host, options, environment);
  return sessionOf(connection, registryAsker(connection, name.repository, options.pushes), name, options.signal);
}

/** Asks a registry, with a login where one is wanted. */
export type RegistryAsker = (
  url: URL,
  signal: AbortSignal,
  options?: GetOptions | SendOptions,
) => Promise<HttpResponse>;

/** Asks for what belongs to one repository, or with null for what belongs to none. What proves who asks is kept from one question to the next. */
export function registryAsker(
  connection: RegistryConnection,
  repository: string | null,
  pushes = false,
): RegistryAsker {
  const { host, http, base, registry, environment } = connection;
  const login = authorization({
    http,
    registry: base,
    place: { host, repository },
    token: registry.token,
    login: registry.login,
    environment,
    pushes,
  });
  let complying: Promise<void> | null = null;
  return async (url, signal, options = {}) => {
    const wishes = requestOf(options);
    let complied = false;
    for (let others = 0; ; others += 1) {
      const header = await login.header(signal);
      const response = await http.request({ ...wishes, url, authorization: header, signal });
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

function isSending(options: GetOptions | SendOptions): options is SendOptions {
  return options.method === 'POST' || options.method === 'PUT';
}

/** What is sent may take as long as it has to; the answer to a question may not. */
function requestOf(
  options: GetOptions | SendOptions,
): Pick<HttpRequest, 'method' | 'headers' | 'content' | 'patience'> {
  if (isSending(options)) return options;
  const { method = 'GET', headers = {}, whole = SMALL_PATIENCE } = options;
  return { method, headers, patience: { whole } };
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
    send: (target, options) => {
      if (typeof target === 'string') return ask(new URL(`/v2/${name.repository}/${target}`, base), signal, options);
      // Somebody else's place gets no login of ours.
      return originOf(target) === originOf(base)
        ? ask(target, signal, options)
        : http.request({ url: target, signal, ...options });
    },
    getElsewhere: (url, { method = 'GET', headers = {}, whole = null } = {}) =>
      http.request({ url, method, headers, signal, patience: { whole } }),
  };
}
