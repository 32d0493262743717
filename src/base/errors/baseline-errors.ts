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
  'container-not-found': {
    exit: 2,
    what: { en: 'there is no container {name} at {address}', 'zh-CN': '{address} 上没有容器 {name}' },
    remedy: {
      en: 'See what there is: docker ps -a; or leave the name out for all that run.',
      'zh-CN': '请用 docker ps -a 查看；不写名称则比较全部运行中的容器。',
    },
  },
  'drift-incomplete': {
    exit: 3,
    what: {
      en: 'not everything could be compared: {count} gaps in {containers}',
      'zh-CN': '未能全部比较：{containers} 中有 {count} 处盲区',
    },
    remedy: {
      en: 'They stand in the report. What could not be compared counts as neither changed nor unchanged.',
      'zh-CN': '盲区列在报告中。无法比较的内容既不算改动，也不算未改动。',
    },
  },
  'base-not-found': {
    exit: 2,
    what: { en: 'nothing that was collected is called {given}', 'zh-CN': '采集结果中没有 {given}' },
    remedy: { en: '{hint}', 'zh-CN': '{hint}' },
  },
  'base-ambiguous': {
    exit: 2,
    what: { en: '{given} is not one content: {candidates}', 'zh-CN': '{given} 对应多个内容：{candidates}' },
    remedy: { en: 'Give the fingerprint of the one that is meant.', 'zh-CN': '请改用其中一个的特征码。' },
  },
  'base-claimed': {
    exit: 2,
    what: {
      en: 'only a label calls something {given}, and anybody may write a label: {candidates}',
      'zh-CN': '只有标签声称名为 {given}，而标签任何人都能写：{candidates}',
    },
    remedy: {
      en: 'If you know that these layers are it, give the fingerprint.',
      'zh-CN': '如能确认这些镜像层确实是它，请改用特征码。',
    },
  },
  'base-not-written': {
    exit: 3,
    what: {
      en: 'the base could not be added to {policy} without changing what else it says',
      'zh-CN': '无法在不影响其他内容的情况下把基准镜像加入 {policy}',
    },
    remedy: {
      en: 'The file is unchanged. Add the entry to controls.baseImages.approved by hand: plimsoll baseline report -o json has the diffIds.',
      'zh-CN': '文件未作改动。请手动加入 controls.baseImages.approved；diffIds 见 plimsoll baseline report -o json。',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
