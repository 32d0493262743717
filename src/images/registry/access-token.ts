import { readWhole, TooLong } from '../../base/byte-stream.ts';
import { failure, failureFrom } from '../../base/errors.ts';
import { isLoopback } from '../../base/http/loopback.ts';
import { shownHost } from '../../base/http/shown-url.ts';
import type { HttpClient, HttpRequest, HttpResponse } from '../../base/http.ts';
import type { Text } from '../../base/text.ts';
import { JsonError, member, parseObject, textMember } from '../../formats/go-json.ts';
import type { RegistryLogin } from '../../model/registry-login.ts';
import type { Challenge } from './challenge.ts';

export interface AccessToken {
  readonly token: string;
  /** When to ask for a new one, in milliseconds of `Date.now()`. */
  readonly renewAt: number;
}

/** What to ask a token server for. */
export interface TokenQuestion {
  readonly challenge: Challenge;
  readonly registry: URL;
  /** Null where it is the list of all repositories that is asked for. */
  readonly repository: string | null;
  readonly login: RegistryLogin | null;
  /** Whether anything is to be put there; otherwise no right to do so is asked for. */
  readonly pushes: boolean;
  readonly signal: AbortSignal;
}

const MAX_ANSWER = 1 << 20;
const MAX_TOKEN = 48 << 10;
/** A token lives this long where its server does not say (distribution/docs, "Token Authentication Specification"). */
const DEFAULT_LIFE = 60;

/**
 * Gets an access token for pulling from one repository (distribution, "Docker Registry v2 authentication via central service" and
 * "OAuth2 token authentication"). Null where the server does not give one to this login.
 */
export async function accessToken(http: HttpClient, question: TokenQuestion): Promise<AccessToken | null> {
  const realm = realmOf(question);
  const response = await http.request(requestFor(realm, question));
  const { status } = response;
  const host = shownHost(realm);
  if (status === 200) return readAnswer(response, host);
  response.discard();
  if (status === 400 || status === 401 || status === 403) return null;
  if (status === 429) throw failure('registry-busy', { host });
  throw failure('registry-failed', { host, status, repository: question.repository ?? catalogPath });
}

function requestFor(realm: URL, question: TokenQuestion): HttpRequest {
  const { login, signal, challenge } = question;
  const service = challenge.parameters.get('service') ?? '';
  const scope = scopeOf(question);
  const common = { signal, gzip: true, patience: { whole: 60_000 } };
  if (login?.kind === 'identity-token') {
    const form = new URLSearchParams({
      grant_type: 'refresh_token',
      service,
      client_id: 'plimsoll',
      scope,
      refresh_token: login.token,
    });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    return { ...common, url: realm, method: 'POST', headers, content: form.toString() };
  }
  const url = new URL(realm);
  if (service !== '') url.searchParams.set('service', service);
  url.searchParams.append('scope', scope);
  if (login?.kind !== 'password') return { ...common, url };
  url.searchParams.set('account', login.user);
  return { ...common, url, authorization: basicAuthorization(login.user, login.password) };
}

export function basicAuthorization(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}

/** The token server may be another host, but not this machine on the word of another one, and nothing that HTTP rules forbid. */
function realmOf({ challenge, registry }: TokenQuestion): URL {
  const host = shownHost(registry);
  const url = URL.parse(challenge.parameters.get('realm') ?? '');
  if (
    url === null ||
    (url.protocol !== 'https:' && url.protocol !== 'http:') ||
    url.username !== '' ||
    url.password !== ''
  ) {
    throw failure('bad-answer', { host, reason: reasons.noRealm });
  }
  if (isLoopback(url.hostname) && !isLoopback(registry.hostname)) {
    throw failure('bad-answer', { host, reason: reasons.inward });
  }
  return url;
}

/** How the list of all repositories is called in messages (OCI distribution-spec before 1.0; Docker Registry HTTP API V2, "Catalog"). */
export const catalogPath = '_catalog';

/** The scope that the registry wants where that is only about pulling; else our own. More rights than that are never asked for. */
function scopeOf({ challenge, repository, pushes }: TokenQuestion): string {
  if (repository === null) return 'registry:catalog:*';
  if (pushes) return `repository:${repository}:pull,push`;
  const offered = challenge.parameters.get('scope') ?? '';
  return /^repository(?:\([a-z]+\))?:[^\s,:]+(?::\d+\/[^\s,:]+)?:pull$/.test(offered)
    ? offered
    : `repository:${repository}:pull`;
}

async function readAnswer(response: HttpResponse, host: string): Promise<AccessToken> {
  try {
    const answer = parseObject(await readWhole(response.body, MAX_ANSWER));
    const token = textMember(answer, 'token') ?? textMember(answer, 'access_token') ?? '';
    // It becomes part of a header.
    if (!/^[\x21-\x7e]+$/.test(token) || token.length > MAX_TOKEN) throw new JsonError(reasons.noToken);
    const stated = member(answer, 'expires_in');
    const seconds = typeof stated === 'number' && stated > 0 ? Math.min(stated, 86_400) : DEFAULT_LIFE;
    return { token, renewAt: Date.now() + Math.max(seconds * 0.9, 20) * 1000 };
  } catch (error) {
    if (!(error instanceof JsonError) && !(error instanceof TooLong)) throw error;
    throw failureFrom(error, 'bad-answer', { host, reason: reasons.noToken });
  }
}

const reasons = {
  noRealm: { en: 'it names no usable token server', 'zh-CN': '没有给出可用的令牌服务器' },
  inward: { en: 'it says that its token server is this machine', 'zh-CN': '声称其令牌服务器是本机' },
  noToken: { en: 'it promises a token and gives none', 'zh-CN': '应答中没有令牌' },
} as const satisfies Record<string, Text>;
