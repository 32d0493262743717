import { statSync } from 'node:fs';
import { resolve } from 'node:path';
import { UnfitFile } from './bounded-file.ts';

/** The number of the open descriptor that a name stands for, such as `/dev/stdout`; null for the name of a file. */
export function namedDescriptor(name: string): number | null {
  const [, standard, number] =
    /^\/(?:dev\/(stdout|stderr)|(?:dev|proc\/self)\/fd\/(\d{1,9}))$/.exec(resolve(name)) ?? [];
  if (standard !== undefined) return standard === 'stdout' ? 1 : 2;
  return number === undefined ? null : Number(number);
}

/**
 * Throws {@link UnfitFile} for a name that no new file may be renamed to: that would take a device, a socket or `/dev/stdout` from everybody
 * on this machine. Errors of the system pass.
 */
export function checkReplaceable(name: string): void {
  const facts = statSync(name, { throwIfNoEntry: false });
  if (facts?.isDirectory() === true) throw new UnfitFile(texts.directory);
  if (namedDescriptor(name) !== null || facts?.isFile() === false) throw new UnfitFile(texts.noFile);
}

const texts = {
  directory: { en: 'it is a directory', 'zh-CN': '这是一个目录' },
  noFile: { en: 'it is not a regular file', 'zh-CN': '不是普通文件' },
} as const;
