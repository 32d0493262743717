import { failure } from '../errors.ts';
import { isLoopback } from './loopback.ts';
import { portOf } from './proxy.ts';
import { shownHost } from './shown-url.ts';

/** What may be asked, and how. */
export interface PermissionRules {
  readonly offline: boolean;
  readonly insecureHosts: readonly string[];
}

/** Throws `offline` or `plain-http-refused` where a URL may not be asked. */
export function requirePermission(url: URL, rules: PermissionRules): void {
  const host = shownHost(url);
  if (isLoopback(url.hostname)) return;
  if (rules.offline) throw failure('offline', { host });
  if (url.protocol !== 'https:' && !isListedInsecure(url, rules.insecureHosts)) {
    throw failure('plain-http-refused', { host });
  }
}

/** Whether the user listed a host as one that need not prove who it is. A host without a port means the usual ones. */
export function isListedInsecure(url: URL, hosts: readonly string[]): boolean {
  const asked = `${url.hostname}:${portOf(url)}`.toLowerCase();
  return hosts.some((host) => host.toLowerCase() === url.host.toLowerCase() || host.toLowerCase() === asked);
}
