import type { ErrorEntry } from '../errors.ts';

/** Errors of reading the images under a host's containers. */
export const baselineErrors = {
  'no-baseline': {
    exit: 2,
    what: { en: 'nothing was collected yet in {home}', 'zh-CN': '{home} 中还没有采集结果' },
    remedy: {
      en: 'Read the containers of this host first: plimsoll baseline collect',
      'zh-CN': '请先采集本机容器：plimsoll baseline collect',
    },
  },
  'baseline-invalid': {
    exit: 2,
    what: { en: '{file} is no collection that can be used: {reason}', 'zh-CN': '{file} 不是可用的采集结果：{reason}' },
    remedy: {
      en: 'Collect anew: plimsoll baseline collect -o json=FILE',
      'zh-CN': '请重新采集：plimsoll baseline collect -o json=文件',
    },
  },
  'baseline-incomplete': {
    exit: 3,
    what: {
      en: 'not all images under containers could be read completely: {count} could not',
      'zh-CN': '容器使用的镜像中有 {count} 个未能完整读取',
    },
    remedy: {
      en: 'The rest was kept. See which ones: plimsoll baseline report',
      'zh-CN': '其余内容已保存。查看是哪些镜像：plimsoll baseline report',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
