import { failure, type PlimsollError } from '../../base/errors.ts';
import type { HttpClient } from '../../base/http.ts';
import type { RegistryLogin } from '../../model/registry-login.ts';
import { type AccessToken, accessToken, basicAuthorization, catalogPath } from './access-token.ts';
import { type Challenge, parseChallenges } from './challenge.ts';
import type { FoundLogin } from './login.ts';
import { storedLogin } from './stored-login.ts';

/** Proves to one registry that we may pull from one repository, or list all of them. */
export interface Authorization {
  /** The `Authorization` header to send now; null while none is known to be needed. */
  header(signal: AbortSignal): Promise<string | null>;
  /** Does what a 401 asks for, so that `header` gives something new. Throws where that cannot be done. */
  comply(wwwAuthenticate: string | undefined, signal: AbortSignal): Promise<void>;
  /** What to say when a fresh header was refused, too. */
  refusal(): PlimsollError;
}

/** Where in a registry: a repository, or null for all of it. */
export interface RegistryPlace {
  readonly host: string;
  readonly repository: string | null;
}

export interface AuthorizationParts {
  readonly http: HttpClient;
  readonly registry: URL;
  /** Null as repository: the list of all repositories is to be read. */
  readonly place: RegistryPlace;
  /** From PLIMSOLL_REGISTRY_TOKEN: sent to the registry as it is, instead of anything stored. */
  readonly token: string | null;
  /** Instead of the token and anything stored: as somebody else, null for as nobody. */
  readonly login: RegistryLogin | null | undefined;
  readonly environment: NodeJS.ProcessEnv;
  /** Whether anything is to be put there. */
  readonly pushes: boolean;
}

type State =
  | { readonly kind: 'anonymous' }
  | { readonly kind: 'fixed'; readonly header: string }
  | { readonly kind: 'token'; readonly token: AccessToken; readonly challenge: Challenge };

const tokenVariable = 'PLIMSOLL_REGISTRY_TOKEN';

export function authorization(parts: AuthorizationParts): Authorization {
  const { http, registry, place, environment, pushes } = parts;
  const given = parts.login === undefined ? parts.token : null;
  const { host, repository } = place;
  const called = repository ?? catalogPath;
  let state: State = given === null ? { kind: 'anonymous' } : { kind: 'fixed', header: `Bearer ${given}` };
  let found: FoundLogin | null =
    parts.login !== undefined
      ? asGiven(parts.login)
      : given === null
        ? null
        : { kind: 'found', login: { kind: 'access-token', token: given, origin: tokenVariable } };

  const login = async (signal: AbortSignal): Promise<RegistryLogin | null> => {
    found ??= await storedLogin({ host, repository: repository ?? '' }, environment, signal);
    return found.kind === 'found' ? found.login : null;
  };

  const refusal = (): PlimsollError => {
    if (found?.kind === 'trouble') {
      return failure('credentials-unusable', { host, reason: found.reason, origin: found.origin });
    }
    if (found?.kind === 'found') {
      return failure('registry-login-refused', { host, origin: found.login.origin, repository: called });
    }
    return failure('registry-login-needed', { host, repository: called });
  };

  const withToken = async (challenge: Challenge, signal: AbortSignal): Promise<State> => {
    const token = await accessToken(http, {
      challenge,
      registry,
      repository,
      login: await login(signal),
      pushes,
      signal,
    });
    if (token === null) throw refusal();
    return { kind: 'token', token, challenge };
  };

  return {
    refusal,
    header: async (signal) => {
      if (state.kind === 'token' && Date.now() > state.token.renewAt) state = await withToken(state.challenge, signal);
      if (state.kind === 'anonymous') return null;
      return state.kind === 'fixed' ? state.header : `Bearer ${state.token.token}`;
    },
    comply: async (wwwAuthenticate, signal) => {
      const challenges = parseChallenges(wwwAuthenticate);
      const stored = await login(signal);
      if (stored?.kind === 'access-token') {
        if (state.kind === 'fixed') throw refusal();
        state = { kind: 'fixed', header: `Bearer ${stored.token}` };
        return;
      }
      const bearer = challenges.find(({ scheme }) => scheme === 'bearer');
      if (bearer !== undefined) {
        state = await withToken(bearer, signal);
        return;
      }
      if (!challenges.some(({ scheme }) => scheme === 'basic')) {
        throw failure('bad-answer', {
          host,
          reason: { en: 'it wants a login of an unknown kind', 'zh-CN': '要求使用未知的登录方式' },
        });
      }
      if (stored?.kind !== 'password' || state.kind === 'fixed') throw refusal();
      state = { kind: 'fixed', header: basicAuthorization(stored.user, stored.password) };
    },
  };
}

function asGiven(login: RegistryLogin | null): FoundLogin {
  return login === null ? { kind: 'none' } : { kind: 'found', login };
}
