import { failure, PlimsollError } from '../../base/errors.ts';
import { isLoopback } from '../../base/http/loopback.ts';
import { isListedInsecure } from '../../base/http/permission.ts';
import { proxyChoice } from '../../base/http/proxy.ts';
import { originOf } from '../../base/http/shown-url.ts';
import { type HttpClient, type HttpResponse, httpClient } from '../../base/http.ts';
import { productVersion } from '../../base/product-version.ts';
import { dockerHub, type ImageName } from '../../model/image-name.ts';
import type { OpenOptions } from '../image-source.ts';
import { authorization } from './authorization.ts';
import { registryTrust } from './registry-trust.ts';

/** A conversation with one registry about one repository. */
export interface Session {
  readonly name: ImageName;
  readonly signal: AbortSignal;
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

export async function openSession(
  name: ImageName,
  options: OpenOptions,
  environment: NodeJS.ProcessEnv,
): Promise<Session> {
  const { signal, offline, registry } = options;
  const http = httpClient({
    userAgent: `plimsoll/${productVersion()}`,
    offline,
    trust: await registryTrust(name.host, registry.ca),
    insecureHosts: registry.insecureHosts,
    proxyFor: proxyChoice(environment),
  });
  try {
    const base = await baseUrl(name.host, http, registry.insecureHosts, signal);
    const login = authorization({
      http,
      registry: base,
      name,
      token: registry.token,
      login: registry.login,
      environment,
    });
    return {
      name,
      signal,
      close: http.close,
      get: async (path, { method = 'GET', headers = {}, whole = SMALL_PATIENCE } = {}) => {
        const url = new URL(`/v2/${name.repository}/${path}`, base);
        for (let asked = 1; ; asked += 1) {
          const header = await login.header(signal);
          const response = await http.request({
            url,
            method,
            headers,
            authorization: header,
            signal,
            patience: { whole },
          });
          // A 401 of somebody that we were sent on to says nothing about our login.
          if (response.status !== 401 || originOf(response.url) !== originOf(base)) return response;
          response.discard();
          if (asked === 2) throw login.refusal();
          await login.comply(response.headers['www-authenticate'], signal);
        }
      },
      getElsewhere: (url, { method = 'GET', headers = {}, whole = null } = {}) =>
        http.request({ url, method, headers, signal, patience: { whole } }),
    };
  } catch (error) {
    http.close();
    throw error;
  }
}

/**
 * How a registry is spoken to: HTTPS. This machine and hosts that the user listed are asked whether they speak it, and over plain HTTP where
 * they do not.
 */
async function baseUrl(
  host: string,
  http: HttpClient,
  insecureHosts: readonly string[],
  signal: AbortSignal,
): Promise<URL> {
  const secure = URL.parse(`https://${host === dockerHub ? 'registry-1.docker.io' : host}/`);
  const plain = URL.parse(`http://${host}/`);
  if (secure === null || plain === null)
    throw failure('bad-reference', {
      ref: `registry:${host}`,
      reason: { en: 'it has no valid host', 'zh-CN': '主机名无效' },
    });
  if (
    !isLoopback(secure.hostname) &&
    !isListedInsecure(secure, insecureHosts) &&
    !isListedInsecure(plain, insecureHosts)
  ) {
    return secure;
  }
  try {
    const retries = { tries: 1 };
    (await http.request({ url: new URL('/v2/', secure), signal, retries, patience: { whole: 20_000 } })).discard();
    return secure;
  } catch (error) {
    const hasNoTls =
      error instanceof PlimsollError && ['not-tls', 'host-unreachable', 'connection-lost'].includes(error.code);
    if (!hasNoTls) throw error;
    return plain;
  }
}
