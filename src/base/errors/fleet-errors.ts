import type { ErrorEntry } from '../errors.ts';

/** Errors of scanning whole registries. */
export const fleetErrors = {
  'catalog-unavailable': {
    exit: 3,
    what: {
      en: '{host} does not tell which repositories it has: {reason}',
      'zh-CN': '{host} 不提供仓库列表：{reason}',
    },
    remedy: {
      en: 'Name them, one REPOSITORY[:TAG] a line: --list FILE, or --list - for standard input. Or log in as somebody who may see them all.',
      'zh-CN':
        '请自行列出，每行一个 仓库[:标签]：--list 文件，或 --list - 从标准输入读取；或换有权列出全部仓库的账号登录。',
    },
  },
  'listing-endless': {
    exit: 3,
    what: {
      en: 'the list {list} of {host} does not come to an end: {reason}',
      'zh-CN': '{host} 的列表 {list} 没有尽头：{reason}',
    },
    remedy: {
      en: 'Name what is to be scanned instead: --list FILE. The fault is at the registry.',
      'zh-CN': '请改为自行列出要扫描的内容：--list 文件。问题出在镜像仓库。',
    },
  },
  'bad-registry-place': {
    exit: 2,
    what: { en: '"{given}" is no registry: {reason}', 'zh-CN': '“{given}”不是镜像仓库：{reason}' },
    remedy: {
      en: 'Write HOST or HOST/PREFIX, such as registry.local:5000/shop; for one image: plimsoll scan REF',
      'zh-CN': '请写作 主机 或 主机/前缀，例如 registry.local:5000/shop；单个镜像请用：plimsoll scan REF',
    },
  },
  'list-invalid': {
    exit: 2,
    what: { en: '{file}, line {line}: {reason}', 'zh-CN': '{file} 第 {line} 行：{reason}' },
    remedy: {
      en: 'Write one REPOSITORY, REPOSITORY:TAG or REPOSITORY@DIGEST a line; # begins a remark.',
      'zh-CN': '每行写一个 仓库、仓库:标签 或 仓库@摘要；# 之后为注释。',
    },
  },
  'nothing-to-scan': {
    exit: 2,
    what: { en: 'there is no image in {place} that fits what was asked for', 'zh-CN': '{place} 中没有符合条件的镜像' },
    remedy: {
      en: 'Check the prefix and the patterns of --repository and --tag.',
      'zh-CN': '请检查前缀以及 --repository、--tag 的模式。',
    },
  },
  'name-unusable': {
    exit: 3,
    what: {
      en: 'the registry lists {name}, and no engine could pull that',
      'zh-CN': '镜像仓库列出了 {name}，但没有引擎能拉取',
    },
    remedy: {
      en: 'Have it removed or renamed in the registry, or leave it out: --repository, --tag.',
      'zh-CN': '请在镜像仓库中删除或改名，或用 --repository、--tag 将其排除。',
    },
  },
  'fleet-busy': {
    exit: 3,
    what: {
      en: 'another process is scanning the same ({holder})',
      'zh-CN': '另一个进程正在扫描相同内容（{holder}）',
    },
    remedy: {
      en: 'Wait for it to end, or give this one a state directory of its own: --home DIR.',
      'zh-CN': '请等待其结束，或用 --home 指定另一个状态目录。',
    },
  },
  'fleet-incomplete': {
    exit: 3,
    what: {
      en: '{count} of {total} could not be judged completely; {denied} are denied',
      'zh-CN': '{total} 个中有 {count} 个未能完整判定；{denied} 个被阻断',
    },
    remedy: {
      en: 'The summary says which and why. Run the same command again: what is done is not done again.',
      'zh-CN': '摘要中列有具体镜像和原因。重新运行同一命令即可：已完成的部分不会重做。',
    },
  },
  'registry-gave-up': {
    exit: 3,
    what: {
      en: 'not reached: {count} images in a row could not be read from {host}',
      'zh-CN': '未处理：{host} 连续 {count} 个镜像无法读取',
    },
    remedy: {
      en: 'Wait until the registry is well again, then run the same command: what is done is not done again.',
      'zh-CN': '请等镜像仓库恢复后重新运行同一命令：已完成的部分不会重做。',
    },
  },
} as const satisfies Record<string, ErrorEntry>;
