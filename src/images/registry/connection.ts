import { failure, PlimsollError } from '../../base/errors.ts';
import { isLoopback } from '../../base/http/loopback.ts';
import { isListedInsecure } from '../../base/http/permission.ts';
import { proxyChoice } from '../../base/http/proxy.ts';
import { type HttpClient, httpClient } from '../../base/http.ts';
import { productVersion } from '../../base/product-version.ts';
import { dockerHub } from '../../model/image-name.ts';
import type { OpenOptions, RegistryOptions } from '../image-source.ts';
import { registryTrust } from './registry-trust.ts';

/** How one registry is reached, whatever is asked of it. */
export interface RegistryConnection {
  readonly host: string;
  readonly http: HttpClient;
  readonly base: URL;
  readonly registry: RegistryOptions;
  readonly environment: NodeJS.ProcessEnv;
  close(): void;
}

/** @param manners what is put around the client, for whoever asks a lot */
export async function connectRegistry(
  host: string,
  { signal, offline, registry }: Pick<OpenOptions, 'signal' | 'offline' | 'registry'>,
  environment: NodeJS.ProcessEnv,
  manners: (client: HttpClient) => HttpClient = (client) => client,
): Promise<RegistryConnection> {
  const http = manners(
    httpClient({
      userAgent: `plimsoll/${productVersion()}`,
      offline,
      trust: await registryTrust(host, registry.ca),
      insecureHosts: registry.insecureHosts,
      proxyFor: proxyChoice(environment),
    }),
  );
  try {
    const base = await baseUrl(host, http, registry.insecureHosts, signal);
    return { host, http, base, registry, environment, close: http.close };
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
