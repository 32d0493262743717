import type { ErrorEntry } from '../errors.ts';

/** Errors of the advisory database and of the sources it is made from. */
export const advisoryErrors = {
  'source-invalid': {
    exit: 2,
    what: {
      en: '"{given}" is not a source of advisories: {reason}',
      'zh-CN': '“{given}”不是有效的漏洞公告来源：{reason}',
    },
    remedy: {
      en: 'Give the URL of an OSV bucket: https://…, or file:DIR for a copy on this machine.',
      'zh-CN': '请提供 OSV 存储桶的地址：https://…，或用 file:目录 指向本机副本。',
    },
  },
  'source-unreachable': {
    exit: 3,
    what: { en: 'cannot get {url}: {reason}', 'zh-CN': '无法获取 {url}：{reason}' },
    remedy: {
      en: 'Check the network and the proxy, then run it again; the database on this machine is unchanged.',
      'zh-CN': '请检查网络和代理后重试；本机的数据库未作改动。',
    },
  },
  'source-refused': {
    exit: 3,
    what: { en: 'cannot get {url}: the server answers {status}', 'zh-CN': '无法获取 {url}：服务器返回 {status}' },
    remedy: {
      en: 'Check the URL and whether this machine may read it; the database on this machine is unchanged.',
      'zh-CN': '请检查该地址以及本机是否有权读取；本机的数据库未作改动。',
    },
  },
  'source-lacks-file': {
    exit: 3,
    what: { en: 'there is no {url}', 'zh-CN': '{url} 不存在' },
    remedy: {
      en: 'Give the folder that holds ecosystems.txt with --source, or the file itself with --kev, --epss and --nvd.',
      'zh-CN': '--source 应指向包含 ecosystems.txt 的目录；--kev、--epss 和 --nvd 应指向文件本身。',
    },
  },
  'feed-unknown': {
    exit: 2,
    what: { en: 'there is no ecosystem "{given}" in {source}', 'zh-CN': '{source} 中没有生态“{given}”' },
    remedy: { en: 'It has: {available}', 'zh-CN': '可用的生态：{available}' },
  },
  'feed-damaged': {
    exit: 3,
    what: { en: '{file} is damaged: {reason}', 'zh-CN': '{file} 已损坏：{reason}' },
    remedy: {
      en: 'Run it again, or mend the mirror; the database on this machine is unchanged.',
      'zh-CN': '请重试或修复镜像源；本机的数据库未作改动。',
    },
  },
  'advisory-invalid': {
    exit: 3,
    what: {
      en: '{file} holds a record that cannot be used, {record}: {reason}',
      'zh-CN': '{file} 中的记录 {record} 无法使用：{reason}',
    },
    remedy: {
      en: 'Run it again later, or report the record to the publisher; the database on this machine is unchanged.',
      'zh-CN': '请稍后重试，或向发布方反馈该记录；本机的数据库未作改动。',
    },
  },
  'feed-shrank': {
    exit: 3,
    what: {
      en: 'the feed {feed} would shrink from {before} to {after} records',
      'zh-CN': '公告源 {feed} 的记录将从 {before} 条减少到 {after} 条',
    },
    remedy: {
      en: 'The source may be cut off, so the database on this machine is unchanged. If it is right, run it again with --allow-shrink.',
      'zh-CN': '来源可能不完整，本机的数据库未作改动。如确认无误，请加 --allow-shrink 重新运行。',
    },
  },
  'update-running': {
    exit: 3,
    what: { en: 'another update of {home} is running ({holder})', 'zh-CN': '{home} 正在由另一个进程更新（{holder}）' },
    remedy: { en: 'Wait until it is done, then run it again.', 'zh-CN': '请等它完成后再运行。' },
  },
  'no-room-for-database': {
    exit: 3,
    what: {
      en: 'there is no room for the new advisory database in {home}',
      'zh-CN': '{home} 的空间不足，无法写入新的漏洞公告数据库',
    },
    remedy: {
      en: 'Make room (about twice the size of advisories.db), then run it again; the database there is unchanged.',
      'zh-CN': '请腾出空间（约为 advisories.db 的两倍）后重试；原有数据库未作改动。',
    },
  },
  'database-not-written': {
    exit: 3,
    what: {
      en: 'the new advisory database in {home} could not be written: {reason}',
      'zh-CN': '无法在 {home} 写入新的漏洞公告数据库：{reason}',
    },
    remedy: {
      en: 'Check the disk and the permissions; the database there is unchanged.',
      'zh-CN': '请检查磁盘和权限；原有数据库未作改动。',
    },
  },
  'build-not-written': {
    exit: 3,
    what: { en: 'the database {file} could not be written: {reason}', 'zh-CN': '无法写入数据库 {file}：{reason}' },
    remedy: {
      en: 'Check the disk (a build takes about three times the size of its file) and the permissions of the folder.',
      'zh-CN': '请检查磁盘空间（构建约需文件大小的三倍）和目录权限。',
    },
  },
  'database-damaged': {
    exit: 3,
    what: {
      en: 'the advisory database {file} is damaged: {reason}',
      'zh-CN': '漏洞公告数据库 {file} 已损坏：{reason}',
    },
    remedy: { en: 'Build it anew: plimsoll db update', 'zh-CN': '请重新构建：plimsoll db update' },
  },
  'database-outdated': {
    exit: 3,
    what: {
      en: 'the advisory database {file} was made by an older Plimsoll',
      'zh-CN': '漏洞公告数据库 {file} 由旧版 Plimsoll 生成',
    },
    remedy: { en: 'Build it anew: plimsoll db update', 'zh-CN': '请重新构建：plimsoll db update' },
  },
  'database-too-new': {
    exit: 3,
    what: {
      en: 'the advisory database {file} was made by a newer Plimsoll',
      'zh-CN': '漏洞公告数据库 {file} 由更新版本的 Plimsoll 生成',
    },
    remedy: {
      en: 'Use that version, or give this one its own --home.',
      'zh-CN': '请使用该版本，或用 --home 为当前版本指定单独的目录。',
    },
  },
  'database-unreadable': {
    exit: 3,
    what: {
      en: 'the advisory database {file} cannot be opened: {reason}',
      'zh-CN': '无法打开漏洞公告数据库 {file}：{reason}',
    },
    remedy: { en: 'Check the permissions of the file and of its folder.', 'zh-CN': '请检查该文件及其目录的权限。' },
  },
} as const satisfies Record<string, ErrorEntry>;
