import type { JsonObject } from '../../formats/go-json.ts';
import { dockerHub, type ImageName } from '../../model/image-name.ts';
import { type LoginFile, type LoginSettings, loginFiles, readLoginFile } from '../login-files.ts';
import { askHelper } from './credential-helper.ts';
import type { FoundLogin } from './login.ts';

/** What Docker Hub is called where logins are stored. */
const hubServer = 'https://index.docker.io/v1/';
const hubNames: readonly string[] = [dockerHub, 'index.docker.io', 'registry-1.docker.io'];

type Place = Pick<ImageName, 'host' | 'repository'>;

/**
 * The login for a repository, from the files that `docker login` and `podman login` write and the helpers they name: the first that
 * has one. Trouble counts only where nothing else has one.
 */
export async function storedLogin(
  place: Place,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<FoundLogin> {
  let first: FoundLogin = { kind: 'none' };
  for (const file of loginFiles(environment)) {
    const found = await loginIn(await readLoginFile(file), place, environment, signal);
    if (found.kind === 'found') return found;
    if (first.kind === 'none') first = found;
  }
  return first;
}

async function loginIn(
  file: LoginFile,
  place: Place,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<FoundLogin> {
  if (file.state === 'absent') return { kind: 'none' };
  if (file.state !== 'usable') return { kind: 'trouble', origin: file.file, reason: file.reason };
  const { settings } = file;
  const names = namesOf(place);
  const helper = firstOf(settings.helpers, names) ?? settings.store;
  const asked: FoundLogin =
    helper === null ? { kind: 'none' } : await askHelper(helper, serverOf(place), environment, signal);
  if (asked.kind === 'found') return asked;
  const entry = firstOf(settings.auths, names);
  const written = entry === undefined ? null : readEntry(entry, file.file);
  return written === null || written.kind === 'none' ? asked : written;
}

/** What a place may be stored under, the narrowest first: `host/a/b`, `host/a`, `host`. */
function namesOf({ host, repository }: Place): readonly string[] {
  const hosts = host === dockerHub ? hubNames : [host];
  const parts = repository.split('/');
  return hosts.flatMap((name) => [
    ...parts.map((_, i) => `${name}/${parts.slice(0, parts.length - i).join('/')}`),
    name,
  ]);
}

function serverOf({ host }: Place): string {
  return host === dockerHub ? hubServer : host;
}

/** Keys are written as a host, as a URL, and as the URL of the first registry protocol. */
function firstOf<T>(entries: ReadonlyMap<string, T>, names: readonly string[]): T | undefined {
  const plain = new Map<string, T>();
  for (const [key, value] of entries) {
    const name = key
      .replace(/^https?:\/\//, '')
      .replace(/\/(?:v[12]\/?)?$/, '')
      .toLowerCase();
    if (!plain.has(name)) plain.set(name, value);
  }
  for (const name of names) {
    const value = plain.get(name);
    if (value !== undefined) return value;
  }
  return undefined;
}

function readEntry(entry: JsonObject, origin: string): FoundLogin {
  const { auth, identitytoken, registrytoken, username, password } = entry;
  if (isText(identitytoken)) {
    return { kind: 'found', login: { kind: 'identity-token', token: identitytoken, origin } };
  }
  if (isText(registrytoken)) return { kind: 'found', login: { kind: 'access-token', token: registrytoken, origin } };
  if (isText(auth)) {
    const pair = Buffer.from(auth, 'base64').toString('utf8').replace(/\0+$/, '');
    const colon = pair.indexOf(':');
    if (colon < 1)
      return {
        kind: 'trouble',
        origin,
        reason: {
          en: 'an entry under "auths" is not user:password in base64',
          'zh-CN': '“auths”中有一项不是 base64 编码的 用户:密码',
        },
      };
    const login = { kind: 'password', user: pair.slice(0, colon), password: pair.slice(colon + 1), origin } as const;
    return { kind: 'found', login };
  }
  if (isText(username) && isText(password)) {
    return { kind: 'found', login: { kind: 'password', user: username, password, origin } };
  }
  return { kind: 'none' };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value !== '';
}

/** The registries and helpers that a file speaks of. Names only, for `doctor`. */
export function namesIn(settings: LoginSettings): { hosts: readonly string[]; helpers: readonly string[] } {
  const hosts = [...settings.auths.keys(), ...settings.helpers.keys()];
  const helpers = [...settings.helpers.values(), ...(settings.store === null ? [] : [settings.store])];
  return { hosts: [...new Set(hosts)].sort(), helpers: [...new Set(helpers)].sort() };
}
