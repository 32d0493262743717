import { failure } from '../errors.ts';
import type { Text } from '../text.ts';
import { isLoopback } from './loopback.ts';
import { originOf, shownHost } from './shown-url.ts';

const redirects: readonly number[] = [301, 302, 303, 307, 308];

/**
 * Where an answer sends us; null where it does not. Throws `redirect-refused` for what no honest server needs: from HTTPS down to
 * HTTP, from another machine to this one, to something that is not HTTP at all.
 */
export function nextHop(
  from: URL,
  status: number,
  location: string | undefined,
): { url: URL; sameOrigin: boolean } | null {
  if (!redirects.includes(status) || location === undefined) return null;
  const host = shownHost(from);
  const url = URL.parse(location, from.href);
  if (url === null || (url.protocol !== 'https:' && url.protocol !== 'http:')) {
    throw failure('redirect-refused', { host, reason: reasons.notHttp });
  }
  if (from.protocol === 'https:' && url.protocol === 'http:') {
    throw failure('redirect-refused', { host, reason: reasons.downgrade });
  }
  if (isLoopback(url.hostname) && !isLoopback(from.hostname)) {
    throw failure('redirect-refused', { host, reason: reasons.inward });
  }
  url.username = '';
  url.password = '';
  url.hash = '';
  return { url, sameOrigin: originOf(url) === originOf(from) };
}

const reasons = {
  notHttp: { en: 'to something that is not HTTPS', 'zh-CN': '目标不是 HTTPS 地址' },
  downgrade: { en: 'from HTTPS to plain HTTP', 'zh-CN': '从 HTTPS 降级为明文 HTTP' },
  inward: { en: 'from another machine to this one', 'zh-CN': '从外部主机指向本机' },
} as const satisfies Record<string, Text>;
