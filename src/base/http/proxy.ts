import { BlockList, isIP } from 'node:net';
import { failure } from '../errors.ts';
import { isLoopback } from './loopback.ts';

/** Through which proxy a URL is reached; null for straight away. */
export type ProxyChoice = (target: URL) => URL | null;

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Reads HTTP_PROXY, HTTPS_PROXY and NO_PROXY, lower case first, as curl and Go do. This machine itself is never behind a proxy.
 * Throws `proxy-invalid`, at the first URL that would need the proxy.
 */
export function proxyChoice(environment: Environment): ProxyChoice {
  const bypassed = bypass(setting(environment, 'no_proxy')?.value ?? '');
  return (target) => {
    if (isLoopback(target.hostname) || bypassed(target)) return null;
    const found = setting(environment, target.protocol === 'https:' ? 'https_proxy' : 'http_proxy');
    return found === null ? null : parseProxy(found.value, found.variable);
  };
}

function setting(environment: Environment, name: string): { variable: string; value: string } | null {
  for (const variable of [name, name.toUpperCase()]) {
    // A CGI program gets the request header "Proxy" as HTTP_PROXY: whoever sends requests would choose the proxy (CVE-2016-5388).
    if (variable === 'HTTP_PROXY' && environment['REQUEST_METHOD'] !== undefined) continue;
    const value = environment[variable]?.trim() ?? '';
    if (value !== '') return { variable, value };
  }
  return null;
}

function parseProxy(value: string, variable: string): URL {
  const url = URL.parse(value.includes('://') ? value : `http://${value}`);
  // The value itself may hold a password and is not shown.
  if (url === null || url.hostname === '') {
    throw failure('proxy-invalid', { variable, reason: { en: 'it is not a URL', 'zh-CN': '不是有效的 URL' } });
  }
  if (url.protocol !== 'http:' && url.protocol !== 'https:') {
    const scheme = url.protocol.slice(0, -1);
    throw failure('proxy-invalid', {
      variable,
      reason: { en: `${scheme} proxies are not supported`, 'zh-CN': `不支持 ${scheme} 代理` },
    });
  }
  return url;
}

/** `*`, names (with everything below them), addresses, networks in CIDR form, each with a port or without. */
function bypass(list: string): (target: URL) => boolean {
  const rules = list
    .split(/[\s,]+/)
    .filter((word) => word !== '')
    .map(bypassRule);
  return (target) => rules.some((rule) => rule(target));
}

function bypassRule(word: string): (target: URL) => boolean {
  if (word === '*') return () => true;
  const network = /^\[?([0-9a-fA-F.:]+)\]?\/(\d{1,3})$/.exec(word);
  if (network !== null) return inNetwork(network[1] ?? '', Number(network[2]));
  const withPort = /^(\[[^\]]+\]|[^:]+):(\d{1,5})$/.exec(word);
  const host = bareHost(withPort?.[1] ?? word).replace(/^\*?\./, '');
  const port = withPort?.[2];
  return (target) => {
    if (port !== undefined && port !== portOf(target)) return false;
    const asked = bareHost(target.hostname);
    return asked === host || (isIP(asked) === 0 && asked.endsWith(`.${host}`));
  };
}

function inNetwork(address: string, prefix: number): (target: URL) => boolean {
  const family = isIP(address);
  if (family === 0 || prefix > (family === 6 ? 128 : 32)) return () => false;
  const networks = new BlockList();
  networks.addSubnet(address, prefix, family === 6 ? 'ipv6' : 'ipv4');
  return (target) => {
    const asked = bareHost(target.hostname);
    return isIP(asked) !== 0 && networks.check(asked, isIP(asked) === 6 ? 'ipv6' : 'ipv4');
  };
}

function bareHost(host: string): string {
  return host.replace(/^\[(.*)\]$/, '$1').toLowerCase();
}

/** The port of a URL, the usual one of its scheme where it names none. */
export function portOf(url: URL): string {
  return url.port !== '' ? url.port : url.protocol === 'https:' ? '443' : '80';
}

/** `Proxy-Authorization` for a proxy whose URL holds a user and password; null where it holds none. */
export function proxyAuthorization(proxy: URL): string | null {
  if (proxy.username === '' && proxy.password === '') return null;
  const pair = `${decodeURIComponent(proxy.username)}:${decodeURIComponent(proxy.password)}`;
  return `Basic ${Buffer.from(pair).toString('base64')}`;
}
