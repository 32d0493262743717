import { JsonError, parseObject, textMember } from '../../../formats/go-json.ts';
import type { RegistryLogin } from '../../../model/registry-login.ts';
import { type HeaderList, headerValue } from '../engine-request.ts';

/** What a client sent along about itself: somebody, or nobody; or something that is no login. */
export type ClientLogin =
  | { readonly kind: 'somebody'; readonly login: RegistryLogin }
  | { readonly kind: 'nobody' }
  | { readonly kind: 'malformed' };

const header = 'x-registry-auth';
const members = ['username', 'password', 'auth', 'email', 'serveraddress', 'identitytoken', 'registrytoken'] as const;

/**
 * Reads the login that a client sends with a pull, as the engine does: base64url of a JSON object, in which a token for the registry counts
 * before one for its token server, and that before a password. Like the engine it takes the login for the host of the reference,
 * whatever the member `serveraddress` says.
 */
export function clientLogin(headers: HeaderList): ClientLogin {
  const given = headerValue(headers, header) ?? '';
  if (given === '') return { kind: 'nobody' };
  // Go's URLEncoding: padded, and of no other alphabet.
  if (given.length % 4 !== 0 || !/^[A-Za-z0-9_-]+={0,2}$/.test(given)) return { kind: 'malformed' };
  const bytes = Buffer.from(given, 'base64url');
  // What Go reads as an empty struct.
  if (bytes.toString('latin1').trim() === 'null') return { kind: 'nobody' };
  try {
    return loginOf(textsOf(bytes));
  } catch (error) {
    if (error instanceof JsonError) return { kind: 'malformed' };
    throw error;
  }
}

type Texts = Readonly<Record<(typeof members)[number], string>>;

function textsOf(bytes: Buffer): Texts {
  const object = parseObject(bytes);
  return Object.fromEntries(members.map((name) => [name, textMember(object, name) ?? ''])) as Texts;
}

function loginOf({ username, password, identitytoken, registrytoken }: Texts): ClientLogin {
  const somebody = (login: RegistryLogin): ClientLogin => ({ kind: 'somebody', login });
  if (registrytoken !== '') {
    // It becomes part of a header.
    if (!/^[\x21-\x7e]+$/.test(registrytoken)) return { kind: 'malformed' };
    return somebody({ kind: 'access-token', token: registrytoken, origin });
  }
  if (identitytoken !== '') return somebody({ kind: 'identity-token', token: identitytoken, origin });
  return username === '' ? { kind: 'nobody' } : somebody({ kind: 'password', user: username, password, origin });
}

/** For messages. */
const origin = 'X-Registry-Auth';
