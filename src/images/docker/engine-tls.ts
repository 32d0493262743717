import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failureFrom, systemCode } from '../../base/errors.ts';
import type { Trust } from '../../base/http/trust.ts';
import { wordsOf } from '../../base/system-words.ts';
import { fill, type Text } from '../../base/text.ts';

/** TLS for an engine that is reached over the network. */
export interface EngineTls {
  readonly trust: Trust;
  readonly verify: boolean;
}

/** `ca.pem`, `cert.pem` and `key.pem` of a folder, as Docker names them. The authority counts alone. */
export async function trustIn(folder: string, origin: Text | string): Promise<Trust> {
  const [ca, certificate, key] = await Promise.all(
    ['ca.pem', 'cert.pem', 'key.pem'].map((name) => optional(join(folder, name), origin)),
  );
  const identity = certificate == null || key == null ? null : { certificate, key };
  return { authorities: ca == null ? [] : [ca], exclusive: ca != null, identity };
}

async function optional(file: string, origin: Text | string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    const reason = fill(texts.ofFile, { file, why: wordsOf(error) });
    throw failureFrom(error, 'docker-host-invalid', { origin, reason, hint });
  }
}

const texts = { ofFile: { en: '{file}: {why}', 'zh-CN': '{file}：{why}' } } as const;
const hint = { en: 'Check the permissions of that file.', 'zh-CN': '请检查该文件的权限。' } as const;
