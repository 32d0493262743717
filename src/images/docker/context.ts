import { createHash } from 'node:crypto';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { failureFrom, systemCode } from '../../base/errors.ts';
import { printable } from '../../base/printable.ts';
import { wordsOf } from '../../base/system-words.ts';
import type { Text } from '../../base/text.ts';
import { JsonError, type JsonObject, objectMember, parseObject, textMember } from '../../formats/go-json.ts';
import { dockerConfigFile, dockerConfigFolder } from '../login-files.ts';
import { type EngineTls, trustIn } from './engine-tls.ts';

/** The engine of the current Docker context. */
export interface ContextEndpoint {
  readonly host: string;
  readonly origin: Text;
  readonly tls: EngineTls | null;
}

/**
 * The context that `docker context use` or DOCKER_CONTEXT chose (docker/cli, "Docker contexts": `contexts/meta/SHA256/meta.json`). Null for
 * the default one. Throws `docker-host-invalid` for one that cannot be read: another engine than the chosen one must not be asked.
 */
export async function contextEndpoint(environment: NodeJS.ProcessEnv): Promise<ContextEndpoint | null> {
  const name = await currentContext(environment);
  if (name === null) return null;
  const origin = { en: `the Docker context ${printable(name, 80)}`, 'zh-CN': `Docker 上下文 ${printable(name, 80)}` };
  const folder = join(dockerConfigFolder(environment), 'contexts');
  const id = createHash('sha256').update(name).digest('hex');
  const trouble = (cause: unknown, reason: Text) =>
    failureFrom(cause, 'docker-host-invalid', { origin, reason, hint: contextHint });
  try {
    const meta = parseObject(await readFile(join(folder, 'meta', id, 'meta.json')));
    const docker = objectMember(objectMember(meta, 'Endpoints') ?? {}, 'docker') ?? {};
    const host = textMember(docker, 'Host') ?? '';
    if (host === '') return null;
    return { host, origin, tls: await contextTls(join(folder, 'tls', id, 'docker'), docker, origin) };
  } catch (error) {
    if (error instanceof JsonError) throw trouble(error, error.reason);
    if (systemCode(error) === undefined) throw error;
    throw trouble(error, wordsOf(error));
  }
}

async function currentContext(environment: NodeJS.ProcessEnv): Promise<string | null> {
  const given = environment['DOCKER_CONTEXT'] ?? '';
  if (given !== '') return given === 'default' ? null : given;
  const file = dockerConfigFile(environment);
  try {
    const name = textMember(parseObject(await readFile(file)), 'currentContext') ?? '';
    return name === '' || name === 'default' ? null : name;
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return null;
    const reason = error instanceof JsonError ? error.reason : wordsOf(error);
    throw failureFrom(error, 'docker-host-invalid', { origin: file, reason, hint: fileHint });
  }
}

async function contextTls(folder: string, docker: JsonObject, origin: Text): Promise<EngineTls | null> {
  const found = await stat(folder).catch(() => null);
  if (found === null) return null;
  return { trust: await trustIn(folder, origin), verify: docker['SkipTLSVerify'] !== true };
}

const contextHint = {
  en: 'Choose another one (docker context use default), or set DOCKER_HOST.',
  'zh-CN': '请选择其他上下文（docker context use default），或设置 DOCKER_HOST。',
} as const;

const fileHint = {
  en: 'Mend the file, or set DOCKER_HOST.',
  'zh-CN': '请修正该文件，或设置 DOCKER_HOST。',
} as const;
