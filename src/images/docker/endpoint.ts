import { join } from 'node:path';
import { failure } from '../../base/errors.ts';
import { systemTrust, type Trust } from '../../base/http/trust.ts';
import type { Text } from '../../base/text.ts';
import { contextEndpoint } from './context.ts';
import { type EngineTls, trustIn } from './engine-tls.ts';

/** Where a container engine listens. */
export type Endpoint =
  | { readonly kind: 'unix'; readonly address: string; readonly path: string }
  | {
      readonly kind: 'tcp';
      readonly address: string;
      readonly url: URL;
      readonly trust: Trust;
      readonly verify: boolean;
    };

/**
 * Where to ask, in this order: DOCKER_HOST alone where it is set; the current Docker context alone where it is not the default one;
 * else the sockets at which Docker, rootless Docker and Podman listen. Throws `docker-host-invalid`.
 */
export async function engineEndpoints(environment: NodeJS.ProcessEnv): Promise<readonly Endpoint[]> {
  const given = environment['DOCKER_HOST'] ?? '';
  if (given !== '') return [parseEndpoint(given, 'DOCKER_HOST', await tlsOf(environment))];
  const context = await contextEndpoint(environment);
  if (context !== null) return [parseEndpoint(context.host, context.origin, context.tls)];
  const runtime = environment['XDG_RUNTIME_DIR'] ?? '';
  const paths = [
    '/var/run/docker.sock',
    ...(runtime === '' ? [] : [join(runtime, 'docker.sock'), join(runtime, 'podman', 'podman.sock')]),
    '/run/podman/podman.sock',
  ];
  return paths.map((path) => ({ kind: 'unix', address: `unix://${path}`, path }));
}

/** Reads an address as DOCKER_HOST takes it. */
function parseEndpoint(given: string, origin: Text | string, tls: EngineTls | null): Endpoint {
  const invalid = (reason: Text, hint: Text) => failure('docker-host-invalid', { origin, reason, hint });
  const match = /^([a-z]+):\/\/(.*)$/s.exec(given);
  const [, scheme = '', rest = ''] = match ?? [];
  switch (scheme) {
    case 'unix':
      if (!rest.startsWith('/') || rest.includes('\0')) throw invalid(texts.relative, texts.form);
      return { kind: 'unix', address: given, path: rest };
    case 'tcp':
    case 'http':
    case 'https': {
      const secure = scheme === 'https' || tls !== null;
      const url = URL.parse(`${secure ? 'https' : 'http'}://${rest}`);
      if (url === null || url.username !== '' || url.password !== '' || url.pathname !== '/') {
        throw invalid(texts.notAddress, texts.form);
      }
      if (scheme === 'tcp' && !/:\d+\/?$/.test(rest)) url.port = secure ? '2376' : '2375';
      const { trust, verify } = tls ?? { trust: systemTrust, verify: true };
      return { kind: 'tcp', address: `${scheme}://${url.host}`, url, trust, verify };
    }
    case 'ssh':
      throw invalid(texts.ssh, texts.sshHint);
    case 'npipe':
      throw invalid(texts.npipe, texts.form);
    default:
      throw invalid(texts.notAddress, texts.form);
  }
}

/** TLS as DOCKER_TLS_VERIFY and DOCKER_CERT_PATH ask for it; null for none. */
async function tlsOf(environment: NodeJS.ProcessEnv): Promise<EngineTls | null> {
  if ((environment['DOCKER_TLS_VERIFY'] ?? '') === '') return null;
  const folder = environment['DOCKER_CERT_PATH'] ?? '';
  return { trust: folder === '' ? systemTrust : await trustIn(folder, 'DOCKER_CERT_PATH'), verify: true };
}

const texts = {
  relative: { en: 'the path of its socket is not absolute', 'zh-CN': '套接字路径不是绝对路径' },
  notAddress: { en: 'it is not an address of an engine', 'zh-CN': '不是引擎地址' },
  npipe: { en: 'named pipes exist on Windows only', 'zh-CN': '命名管道仅存在于 Windows' },
  ssh: { en: 'engines are not reached through SSH here', 'zh-CN': '不支持通过 SSH 访问引擎' },
  sshHint: {
    en: 'Forward the socket (ssh -L /tmp/docker.sock:/var/run/docker.sock HOST), then set DOCKER_HOST=unix:///tmp/docker.sock; or: ssh HOST docker save IMAGE | plimsoll scan archive:-',
    'zh-CN':
      '请转发套接字（ssh -L /tmp/docker.sock:/var/run/docker.sock 主机）并设置 DOCKER_HOST=unix:///tmp/docker.sock；或：ssh 主机 docker save 镜像 | plimsoll scan archive:-',
  },
  form: {
    en: 'Write unix:///path/to/docker.sock or tcp://HOST:PORT, or unset it.',
    'zh-CN': '请写作 unix:///路径/docker.sock 或 tcp://主机:端口，或取消设置。',
  },
} as const satisfies Record<string, Text>;
