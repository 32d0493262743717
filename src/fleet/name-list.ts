import { failure } from '../base/errors.ts';
import { printable } from '../base/printable.ts';
import type { Text } from '../base/text.ts';
import { parseImageName } from '../model/image-name.ts';
import type { ListedName } from './fleet-ask.ts';

const MOST_LINES = 500_000;

/**
 * Reads a list of names, one a line: `REPOSITORY`, `REPOSITORY:TAG`, `REPOSITORY@DIGEST`, each also with the host before it. What stands
 * behind a `#` at the beginning of a line or after a space is a remark. Throws `list-invalid` with the line.
 * @param file how it is called in errors
 */
export function readNameList(text: string, host: string, file: string): readonly ListedName[] {
  const found = new Map<string, ListedName>();
  const lines = text.replace(/^\ufeff/, '').split(/\r?\n/);
  if (lines.length > MOST_LINES) throw failure('list-invalid', { file, line: MOST_LINES + 1, reason: texts.long });
  for (const [at, line] of lines.entries()) {
    const given = line.replace(/(?:^|\s)#.*$/, '').trim();
    if (given === '') continue;
    const name = readName(given, host);
    if ('reason' in name) throw failure('list-invalid', { file, line: at + 1, reason: name.reason });
    found.set(JSON.stringify(name), name);
  }
  return [...found.values()];
}

function readName(given: string, host: string): ListedName | { readonly reason: Text } {
  const plain = given.replace(/^registry:/, '');
  const name = parseImageName(plain.startsWith(`${host}/`) ? plain : `${host}/${plain}`);
  if ('reason' in name) return { reason: name.reason };
  // With another host before it, the whole would be read as a path below this one.
  if (/^[^/]*[.:][^/]*\//.test(plain) && !plain.startsWith(`${host}/`)) return { reason: texts.otherHost };
  const isWhole = name.digest === null && !/:[^/]*$/.test(printable(plain));
  return { repository: name.repository, reference: name.digest ?? (isWhole ? null : name.tag) };
}

const texts = {
  long: { en: 'the list is too long', 'zh-CN': '列表过长' },
  otherHost: { en: 'it is in another registry', 'zh-CN': '属于另一个镜像仓库' },
} as const satisfies Record<string, Text>;
