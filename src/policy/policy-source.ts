import { closeSync, constants, fstatSync, openSync, readSync, realpathSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { TextDecoder } from 'node:util';
import { systemCode } from '../base/errors.ts';
import { wordsOf } from '../base/system-words.ts';
import { fill, type Text } from '../base/text.ts';
import { builtins } from './builtin.ts';

const maxBytes = 1 << 20;

/** The text of a policy, before anybody has looked into it. */
export interface PolicySource {
  /** As the user or the extending file named it; of an extended file, relative to where the user is. */
  readonly file: string;
  /** What it is by whatever name: to see that a file extends itself. */
  readonly identity: string;
  readonly text: string;
  /** What the policy is called where it does not say. */
  readonly name: string;
}

/** Reads a file, or a built-in policy by its name. Gives the reason where it cannot be read. */
export function readPolicySource(file: string): PolicySource | { readonly trouble: Text } {
  const builtin = builtins.get(file);
  if (builtin !== undefined) return { file, identity: file, text: builtin, name: file };
  if (file.startsWith('builtin:')) return { trouble: texts.noBuiltin };
  const bytes = readBytes(file);
  if ('trouble' in bytes) return bytes;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes.content);
    return { file, identity: realpathSync(file), text, name: basename(file).replace(/\.ya?ml$/i, '') };
  } catch (error) {
    if (error instanceof TypeError) return { trouble: texts.notUtf8 };
    return { trouble: wordsOf(error) };
  }
}

/** Where an extended file is: relative to the one that extends it. A built-in policy extends built-in ones alone. */
export function extendedFile(from: string, extended: string): string {
  if (extended.startsWith('builtin:') || from.startsWith('builtin:')) return extended;
  return resolve(dirname(from), extended) === resolve(extended) ? extended : resolve(dirname(from), extended);
}

function readBytes(file: string): { readonly content: Buffer } | { readonly trouble: Text } {
  let descriptor: number;
  try {
    // Without O_NONBLOCK a pipe under this name would hang the call.
    descriptor = openSync(file, constants.O_RDONLY | constants.O_NONBLOCK);
  } catch (error) {
    return { trouble: systemCode(error) === 'ENOENT' ? texts.missing : wordsOf(error) };
  }
  try {
    if (!fstatSync(descriptor).isFile()) return { trouble: texts.noFile };
    // One byte more than allowed, however much the file has grown since it was looked at.
    const content = Buffer.alloc(maxBytes + 1);
    let length = 0;
    for (let got = -1; got !== 0 && length < content.length; length += got) {
      got = readSync(descriptor, content, length, content.length - length, null);
    }
    if (length > maxBytes) return { trouble: fill(texts.tooLarge, { limit: '1 MiB' }) };
    return { content: content.subarray(0, length) };
  } catch (error) {
    return { trouble: wordsOf(error) };
  } finally {
    closeSync(descriptor);
  }
}

const texts = {
  noBuiltin: { en: 'there is no built-in policy of this name', 'zh-CN': '没有该名称的内置策略' },
  missing: { en: 'there is no such file', 'zh-CN': '文件不存在' },
  noFile: { en: 'it is not a regular file', 'zh-CN': '不是普通文件' },
  tooLarge: { en: 'it is larger than {limit}', 'zh-CN': '超过 {limit}' },
  notUtf8: { en: 'it is not UTF-8', 'zh-CN': '不是 UTF-8 编码' },
} as const satisfies Record<string, Text>;
