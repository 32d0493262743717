import type { Text } from '../../base/text.ts';

/** What can be wrong with a tar archive. */
export const tarFaults = {
  cutOff: { en: 'the archive ends in the middle of an entry', 'zh-CN': '归档在条目中间结束' },
  loneZero: { en: 'a lone zero block stands between entries', 'zh-CN': '条目之间有单独的零块' },
  checksum: { en: 'a header has a wrong checksum', 'zh-CN': '有文件头校验和错误' },
  size: { en: 'a header has no valid size', 'zh-CN': '有文件头的大小无效' },
  longExtension: { en: 'an extension header is larger than 1 MiB', 'zh-CN': '有扩展头大于 1 MiB' },
  sparseSize: { en: 'a sparse file has no valid size', 'zh-CN': '有稀疏文件的大小无效' },
  sparseMap: { en: 'a sparse file has a broken map', 'zh-CN': '有稀疏文件的映射表损坏' },
  longSparseMap: { en: 'a sparse map is larger than 1 MiB', 'zh-CN': '有稀疏文件的映射表大于 1 MiB' },
  extensionSize: { en: 'an extension header states a broken size', 'zh-CN': '有扩展头写的大小无效' },
  entrySize: { en: 'an entry states a broken size', 'zh-CN': '有条目写的大小无效' },
  extension: { en: 'an extension header is broken', 'zh-CN': '有扩展头损坏' },
} as const satisfies Record<string, Text>;
