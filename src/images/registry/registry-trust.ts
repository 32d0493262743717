import { X509Certificate } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { failureFrom, systemCode } from '../../base/errors.ts';
import { systemTrust, type Trust } from '../../base/http/trust.ts';
import { wordsOf } from '../../base/system-words.ts';

/** Where Docker and Podman keep certificates of single registries (docs.docker.com, "Verify repository client with certificates"). */
const certificateFolders = ['/etc/docker/certs.d', '/etc/containers/certs.d'];

/**
 * Whom to believe about a registry: the machine's authorities, the file of --registry-ca, and what is kept for this registry
 * (`*.crt` authorities, one `*.cert` with its `*.key` as client certificate).
 */
export async function registryTrust(
  host: string,
  ca: string | null,
  folders: readonly string[] = certificateFolders,
): Promise<Trust> {
  const authorities = ca === null ? [] : [await authoritiesOf(ca)];
  let { identity } = systemTrust;
  for (const folder of folders) {
    const kept = join(folder, host);
    const names = await namesIn(kept);
    for (const name of names.filter((one) => one.endsWith('.crt')))
      authorities.push(await authoritiesOf(join(kept, name)));
    const pair = names.find((one) => one.endsWith('.cert') && names.includes(one.replace(/cert$/, 'key')));
    if (pair !== undefined && identity === null) {
      const certificate = await authoritiesOf(join(kept, pair));
      identity = { certificate, key: await pem(join(kept, pair.replace(/cert$/, 'key'))) };
    }
  }
  return { authorities, exclusive: false, identity };
}

async function namesIn(folder: string): Promise<readonly string[]> {
  try {
    return (await readdir(folder)).sort();
  } catch (error) {
    if (systemCode(error) === 'ENOENT' || systemCode(error) === 'ENOTDIR') return [];
    throw failureFrom(error, 'file-unreadable', { file: folder, reason: wordsOf(error) });
  }
}

/** Reads a PEM file and makes sure that there are certificates in it. Throws `authority-unreadable`. */
async function authoritiesOf(file: string): Promise<string> {
  const text = await pem(file);
  try {
    new X509Certificate(text);
  } catch (error) {
    throw failureFrom(error, 'authority-unreadable', {
      file,
      reason: { en: 'it holds no certificate', 'zh-CN': '其中没有证书' },
    });
  }
  return text;
}

async function pem(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    throw failureFrom(error, 'authority-unreadable', { file, reason: wordsOf(error) });
  }
}
