import { isAbsolute, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { failure, reasonOf } from '../base/errors.ts';
import { isLoopback } from '../base/http/loopback.ts';

/** Where a document of a source is: on this machine, or behind HTTP. */
export type SourceLocation =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'http'; readonly url: string };

/**
 * Reads what a person gave as a source: `https:`, `http:` to this machine only, `file:` with an absolute path, or with one
 * relative to the working directory (`file:mirror/osv`). Throws `source-invalid`.
 */
export function sourceLocation(given: string): SourceLocation {
  const relative = /^file:(?!\/)(.+)$/i.exec(given)?.[1];
  if (relative !== undefined && !isAbsolute(relative)) return { kind: 'file', path: resolve(safeDecode(relative)) };
  let url: URL;
  try {
    url = new URL(given);
  } catch {
    throw failure('source-invalid', { given, reason: { en: 'it is not a URL', 'zh-CN': '不是有效的 URL' } });
  }
  if (url.protocol === 'file:') return { kind: 'file', path: filePath(url, given) };
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw failure('source-invalid', {
      given,
      reason: { en: `${url.protocol} is not read`, 'zh-CN': `不支持 ${url.protocol}` },
    });
  }
  if (url.protocol === 'http:' && !isLoopback(url.hostname)) {
    throw failure('source-invalid', {
      given,
      reason: {
        en: 'http: is only read from this machine, because anybody on the way could change it',
        'zh-CN': 'http: 仅限本机使用，因为链路上的任何人都能篡改内容',
      },
    });
  }
  if (url.username !== '' || url.password !== '') {
    throw failure('source-invalid', {
      given: url.host,
      reason: { en: 'a URL may not carry a password', 'zh-CN': 'URL 中不能带密码' },
    });
  }
  url.hash = '';
  return { kind: 'http', url: url.href.replace(/\/+$/, '') };
}

/** A document below a folder; the names are put into a URL or a path as they are meant, whatever characters they hold. */
export function within(folder: SourceLocation, ...parts: readonly string[]): SourceLocation {
  if (folder.kind === 'file') return { kind: 'file', path: resolve(folder.path, ...parts.map(refuseClimbing)) };
  const url = new URL(folder.url);
  const tail = parts.map((part) => encodeURIComponent(refuseClimbing(part))).join('/');
  url.pathname = `${url.pathname.replace(/\/+$/, '')}/${tail}`;
  return { kind: 'http', url: url.href };
}

/** How a location is shown and remembered. */
export function locationText(location: SourceLocation): string {
  return location.kind === 'file' ? pathToFileURL(location.path).href : location.url;
}

function filePath(url: URL, given: string): string {
  try {
    return resolve(fileURLToPath(url));
  } catch (error) {
    throw failure('source-invalid', { given, reason: reasonOf(error) });
  }
}

function safeDecode(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** The names of ecosystems and records come from the source; none of them may lead out of its folder. */
function refuseClimbing(part: string): string {
  if (part === '.' || part === '..' || /[/\\\0]/.test(part)) throw new Error(`"${part}" is not a name in a source`);
  return part;
}
