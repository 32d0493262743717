import type { Text } from '../../base/text.ts';
import type { Endpoint, Method } from './endpoint.ts';
import { apiVersions, endpoints } from './endpoints.ts';
import { ambiguous, refuse } from './refusals.ts';
import type { Target } from './request-target.ts';

/** Where a request goes. */
export interface Route {
  /** Null where the table does not have it. */
  readonly endpoint: Endpoint | null;
  readonly version: string | null;
  /** Decoded, without the version. */
  readonly path: string;
  readonly parameters: Readonly<Record<string, string>>;
}

interface CompiledRoute {
  readonly endpoint: Endpoint;
  readonly pattern: RegExp;
}

/** Those with fewer places to fill first, so that `/containers/create` is never a container called create. */
const compiled: readonly CompiledRoute[] = endpoints
  .map((endpoint) => ({ endpoint, pattern: patternOf(endpoint.path) }))
  .sort((a, b) => openness(a.endpoint.path) - openness(b.endpoint.path));

/**
 * Finds the route of a target. The fixed part of a path has to stand there as it is, unescaped: an engine would decode it, and somebody
 * who reads the log might not.
 */
export function findRoute(method: Method, target: Target): Route {
  const { version, rest } = splitVersion(target.path);
  const rawRest = version === null ? target.rawPath : target.rawPath.slice(`/v${version}`.length);
  if (version !== null && !target.rawPath.startsWith(`/v${version}/`)) throw ambiguous(texts.escaped);
  for (const { endpoint, pattern } of compiled) {
    if (endpoint.method !== method) continue;
    const match = pattern.exec(rest);
    if (match === null) continue;
    if (!pattern.test(rawRest)) throw ambiguous(texts.escaped);
    return { endpoint, version, path: rest, parameters: { ...match.groups } };
  }
  if (rest !== '/' && rest.endsWith('/')) throw ambiguous(texts.slash);
  return { endpoint: null, version, path: rest, parameters: {} };
}

/** `/v1.41/info` → `1.41` and `/info`. Anything else that looks like a version is refused. */
function splitVersion(path: string): { version: string | null; rest: string } {
  const [, first = '', rest = ''] = /^\/([^/]*)(.*)$/s.exec(path) ?? [];
  if (!/^v[0-9.]*$/i.test(first)) return { version: null, rest: path };
  const [, minor = ''] = /^v1\.([1-9]\d?)$/.exec(first) ?? [];
  if (minor === '' || Number(minor) < apiVersions.oldest || Number(minor) > apiVersions.newest)
    throw refuse('api-version', { version: first.slice(1, 20), ...apiVersions });
  if (rest === '') throw ambiguous(texts.slash);
  return { version: first.slice(1), rest };
}

/** The path of a route with its places filled in. */
export function filledPath(endpoint: Endpoint, parameters: Readonly<Record<string, string>>): string {
  return endpoint.path.replace(/\{(\w+)\*?\}/g, (_, name: string) => parameters[name] ?? '');
}

function patternOf(template: string): RegExp {
  const source = template
    .replace(/[.]/g, '\\.')
    .replace(/\{(\w+)\*\}/g, '(?<$1>.+)')
    .replace(/\{(\w+)\}/g, '(?<$1>[^/]+)');
  return new RegExp(`^${source}$`, 's');
}

/** How many places a template has; one that takes several segments counts for more than all others. */
function openness(template: string): number {
  return (template.match(/\{\w+\}/g) ?? []).length + 10 * (template.match(/\{\w+\*\}/g) ?? []).length;
}

const texts = {
  escaped: { en: 'its path escapes what needs no escape', 'zh-CN': '路径中有多余的转义' },
  slash: { en: 'its path ends in a slash', 'zh-CN': '路径以斜杠结尾' },
} as const satisfies Record<string, Text>;
