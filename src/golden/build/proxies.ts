import { readFile } from 'node:fs/promises';
import { failureFrom, systemCode } from '../../base/errors.ts';
import { wordsOf } from '../../base/system-words.ts';
import { JsonError, objectMember, parseObject, textMember } from '../../formats/go-json.ts';
import { dockerConfigFile } from '../../images/login-files.ts';

/** What config.json says and how a build knows it. Engines leave these arguments out of the image's history. */
const members = [
  ['httpProxy', 'HTTP_PROXY'],
  ['httpsProxy', 'HTTPS_PROXY'],
  ['ftpProxy', 'FTP_PROXY'],
  ['noProxy', 'NO_PROXY'],
  ['allProxy', 'ALL_PROXY'],
] as const;

/** The proxies that the docker CLI would give a build (docker/cli, "Configure the Docker client", `proxies.default`). */
export async function buildProxies(environment: NodeJS.ProcessEnv): Promise<Readonly<Record<string, string>>> {
  const file = dockerConfigFile(environment);
  try {
    const proxies = objectMember(objectMember(parseObject(await readFile(file)), 'proxies') ?? {}, 'default') ?? {};
    const pairs = members.flatMap(([member, name]) => {
      const value = textMember(proxies, member) ?? '';
      return value === '' ? [] : [[name, value] as const, [name.toLowerCase(), value] as const];
    });
    return Object.fromEntries(pairs);
  } catch (error) {
    const code = systemCode(error);
    if (code === 'ENOENT' || code === 'ENOTDIR') return {};
    const reason = error instanceof JsonError ? error.reason : wordsOf(error);
    throw failureFrom(error, 'docker-host-invalid', { origin: file, reason, hint: mend });
  }
}

const mend = { en: 'Mend the file, or set DOCKER_CONFIG.', 'zh-CN': '请修正该文件，或设置 DOCKER_CONFIG。' } as const;
