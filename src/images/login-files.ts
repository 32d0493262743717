import { readFile, stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { systemCode } from '../base/errors.ts';
import { wordsOf } from '../base/system-words.ts';
import type { Text } from '../base/text.ts';
import { isObject, type JsonObject, parseObject } from '../formats/go-json.ts';

/** One place where logins are stored. */
export type LoginFile =
  | { readonly state: 'absent' | 'unreadable' | 'malformed'; readonly file: string; readonly reason: Text }
  | { readonly state: 'usable'; readonly file: string; readonly settings: LoginSettings };

/** The part of config.json that is about logins (docker/cli, "config.json"; containers-auth.json(5)). */
export interface LoginSettings {
  readonly auths: ReadonlyMap<string, JsonObject>;
  /** Helper names by registry. */
  readonly helpers: ReadonlyMap<string, string>;
  readonly store: string | null;
}

const MAX_FILE = 4 << 20;

/** Docker's own config.json: the first place looked at. */
export function dockerConfigFile(environment: NodeJS.ProcessEnv): string {
  return join(dockerConfigFolder(environment), 'config.json');
}

export function dockerConfigFolder(environment: NodeJS.ProcessEnv): string {
  const given = environment['DOCKER_CONFIG'] ?? '';
  return given === '' ? join(environment['HOME'] ?? homedir(), '.docker') : given;
}

/** Every file that may hold logins, in the order in which they are asked: Docker's, then those of Podman and Skopeo. */
export function loginFiles(environment: NodeJS.ProcessEnv): readonly string[] {
  const runtime = environment['XDG_RUNTIME_DIR'] ?? '';
  const config = environment['XDG_CONFIG_HOME'] ?? '';
  const given = environment['REGISTRY_AUTH_FILE'] ?? '';
  return [
    dockerConfigFile(environment),
    ...(given === '' ? [] : [given]),
    ...(runtime === '' ? [] : [join(runtime, 'containers', 'auth.json')]),
    join(config === '' ? join(environment['HOME'] ?? homedir(), '.config') : config, 'containers', 'auth.json'),
  ];
}

export async function readLoginFile(file: string): Promise<LoginFile> {
  let bytes: Buffer;
  try {
    const facts = await stat(file);
    if (!facts.isFile() || facts.size > MAX_FILE) {
      return { state: 'unreadable', file, reason: { en: 'it is not a file of settings', 'zh-CN': '不是配置文件' } };
    }
    bytes = await readFile(file);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return { state: 'absent', file, reason: wordsOf(error) };
    return { state: 'unreadable', file, reason: wordsOf(error) };
  }
  try {
    return { state: 'usable', file, settings: readSettings(parseObject(bytes)) };
  } catch (error) {
    return { state: 'malformed', file, reason: wordsOf(error) };
  }
}

function readSettings(root: JsonObject): LoginSettings {
  const { auths, credHelpers, credsStore } = root;
  return {
    auths: new Map(
      Object.entries(isObject(auths) ? auths : {}).flatMap(([key, value]) => (isObject(value) ? [[key, value]] : [])),
    ),
    helpers: new Map(
      Object.entries(isObject(credHelpers) ? credHelpers : {}).flatMap(([key, value]) =>
        typeof value === 'string' ? [[key, value]] : [],
      ),
    ),
    store: typeof credsStore === 'string' && credsStore !== '' ? credsStore : null,
  };
}
