import { UnfitFile } from './bounded-file.ts';
import { reasonOf, systemCode } from './errors.ts';
import { type Text, verbatim } from './text.ts';

/** What the codes of this machine's system mean to somebody who wanted a file read or written, or an address; they stand after a colon. */
const words: Readonly<Record<string, Text>> = {
  ENOENT: { en: 'there is no such file or directory', 'zh-CN': '文件或目录不存在' },
  EACCES: { en: 'this user has no right to it', 'zh-CN': '当前用户没有访问权限' },
  EPERM: { en: 'this user has no right to do that', 'zh-CN': '当前用户无权执行该操作' },
  EISDIR: { en: 'it is a directory', 'zh-CN': '这是一个目录' },
  ENOTDIR: { en: 'a part of its path is not a directory', 'zh-CN': '路径中有一部分不是目录' },
  EEXIST: { en: 'something else of that name is there', 'zh-CN': '已存在同名的其他文件' },
  ENAMETOOLONG: { en: 'its name is too long', 'zh-CN': '名称过长' },
  ELOOP: { en: 'its links lead in a circle', 'zh-CN': '符号链接形成循环' },
  ENXIO: { en: 'nothing can be read from it', 'zh-CN': '无法从中读取' },
  EIO: { en: 'the disk reports a fault', 'zh-CN': '磁盘报告读写错误' },
  ENOSPC: { en: 'the disk is full', 'zh-CN': '磁盘空间已满' },
  EDQUOT: { en: 'the disk quota of this user is used up', 'zh-CN': '当前用户的磁盘配额已用完' },
  EROFS: { en: 'its file system is read-only', 'zh-CN': '所在文件系统为只读' },
  EFBIG: { en: 'it would be larger than a file may be', 'zh-CN': '超过允许的文件大小' },
  EMFILE: { en: 'this process has too many files open', 'zh-CN': '本进程打开的文件过多' },
  ENFILE: { en: 'this machine has too many files open', 'zh-CN': '本机打开的文件过多' },
  ECONNREFUSED: { en: 'nobody listens there', 'zh-CN': '该地址无人监听' },
  EADDRINUSE: { en: 'something listens there already', 'zh-CN': '该地址已被占用' },
  EADDRNOTAVAIL: { en: 'this machine does not have that address', 'zh-CN': '本机没有该地址' },
  EBUSY: { en: 'something else is using it', 'zh-CN': '正被其他程序使用' },
};

/** Why something went wrong, in words: what the system's code means, else the message as it is. */
export function wordsOf(error: unknown): Text {
  if (error instanceof UnfitFile) return error.reason;
  const code = systemCode(error) ?? '';
  return (Object.hasOwn(words, code) ? words[code] : undefined) ?? verbatim(reasonOf(error));
}
