import { type Digest, isDigest } from '../base/digest.ts';
import type { Text } from '../base/text.ts';

/** The name of an image in a registry. */
export interface ImageName {
  /** As people write it: `docker.io`, `registry.local:5000`. */
  readonly host: string;
  /** `library/nginx` */
  readonly repository: string;
  /** `latest` where neither tag nor digest was given; null where only a digest was. */
  readonly tag: string | null;
  readonly digest: Digest | null;
}

/** Why a text is not the name of an image. */
export interface BadName {
  readonly reason: Text;
}

/** The registry that a name without a host means. */
export const dockerHub = 'docker.io';

const MAX_LENGTH = 1024;
const MAX_REPOSITORY = 255;

// Grammar: distribution/reference, "reference.go".
const domain =
  /^(?:(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9])(?:\.(?:[a-zA-Z0-9]|[a-zA-Z0-9][a-zA-Z0-9-]*[a-zA-Z0-9]))*|\[[a-fA-F0-9:]+\])(?::([0-9]{1,5}))?$/;
const component = /^[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*$/;
const tagPattern = /^[a-zA-Z0-9_][a-zA-Z0-9_.-]{0,127}$/;

/**
 * Reads `[HOST[:PORT]/]REPOSITORY[:TAG][@DIGEST]` as Docker does: a first part is a host where it has a dot, a port or capitals, or is
 * `localhost`; names without a host are Docker Hub's, those of one part in `library`.
 */
export function parseImageName(text: string): ImageName | BadName {
  if (text === '') return { reason: { en: 'it is empty', 'zh-CN': '名称为空' } };
  if (text.length > MAX_LENGTH) return { reason: { en: 'it is too long', 'zh-CN': '名称过长' } };
  const at = text.indexOf('@');
  const digest = at < 0 ? null : text.slice(at + 1);
  if (digest !== null && !isDigest(digest))
    return {
      reason: {
        en: 'what stands behind @ is not a sha256 or sha512 digest',
        'zh-CN': '@ 之后不是 sha256 或 sha512 摘要',
      },
    };
  const named = at < 0 ? text : text.slice(0, at);
  const colon = named.lastIndexOf(':');
  const hasTag = colon > named.lastIndexOf('/');
  const tag = hasTag ? named.slice(colon + 1) : null;
  if (tag !== null && !tagPattern.test(tag)) return { reason: { en: 'its tag is not valid', 'zh-CN': '标签无效' } };
  const place = placeOf(hasTag ? named.slice(0, colon) : named);
  if ('reason' in place) return place;
  return { ...place, tag: tag ?? (digest === null ? 'latest' : null), digest };
}

/** A name in full, as the ledger knows it (`nginx` → `docker.io/library/nginx:latest`); null for what is no name. */
export function fullImageName(text: string): string | null {
  const name = parseImageName(text);
  if ('reason' in name) return null;
  const { host, repository, tag, digest } = name;
  return `${host}/${repository}${tag === null ? '' : `:${tag}`}${digest === null ? '' : `@${digest}`}`;
}

/** The name that an image has because it was found under it. Beside a digest a tag was not looked at: it says nothing. Empty for no name. */
export function foundNames(text: string): readonly string[] {
  const full = fullImageName(text);
  return full === null ? [] : [full.replace(/:[^:/@]+@/, '@')];
}

/** Names in full and each once; what is no name, or a tag alone, is left out. */
export function fullImageNames(texts: readonly string[]): readonly string[] {
  // A tag alone names nothing, although it could be read as a repository of Docker Hub.
  const full = texts.map((text) => (/[/:]/.test(text) ? fullImageName(text) : null));
  return [...new Set(full.filter((name) => name !== null))];
}

function placeOf(text: string): { host: string; repository: string } | BadName {
  const slash = text.indexOf('/');
  const first = slash < 0 ? '' : text.slice(0, slash);
  const isHost = /[.:[]/.test(first) || first === 'localhost' || first !== first.toLowerCase();
  const given = isHost ? first.toLowerCase() : dockerHub;
  const host = given === 'index.docker.io' ? dockerHub : given;
  const port = domain.exec(host)?.[1];
  if (!domain.test(host) || (port !== undefined && (Number(port) < 1 || Number(port) > 65_535))) {
    return { reason: { en: `"${first}" is not a host`, 'zh-CN': `“${first}”不是主机名` } };
  }
  const path = isHost ? text.slice(slash + 1) : text;
  const repository = host === dockerHub && !path.includes('/') ? `library/${path}` : path;
  if (/[A-Z]/.test(path))
    return { reason: { en: 'the name of a repository is all lower case', 'zh-CN': '仓库名只能使用小写字母' } };
  if (repository.length > MAX_REPOSITORY)
    return { reason: { en: 'the name of its repository is too long', 'zh-CN': '仓库名过长' } };
  if (!repository.split('/').every((part) => component.test(part)))
    return { reason: { en: 'its repository is not a valid name', 'zh-CN': '仓库名无效' } };
  // Docker reserves names that could be taken for an image's id.
  if (/^[0-9a-f]{64}$/.test(text))
    return {
      reason: { en: 'it is the id of an image, which no registry knows', 'zh-CN': '这是镜像 ID，镜像仓库无法识别' },
    };
  return { host, repository };
}
