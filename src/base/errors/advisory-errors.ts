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
      'zh-CN': '数据源 {feed} 的记录将从 {before} 条减少到 {after} 条',
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
  'bad-artifact-name': {
    exit: 2,
    what: {
      en: '"{ref}" does not name a database in a registry: {reason}',
      'zh-CN': '“{ref}”不是镜像仓库中数据库的有效名称：{reason}',
    },
    remedy: {
      en: 'Write HOST/REPO:TAG, such as registry.local/plimsoll/advisories:1.',
      'zh-CN': '请写作 主机/仓库:标签，例如 registry.local/plimsoll/advisories:1。',
    },
  },
  'no-database-to-push': {
    exit: 3,
    what: { en: 'there is no database {file}', 'zh-CN': '数据库 {file} 不存在' },
    remedy: {
      en: 'Make one first: plimsoll db update, or plimsoll db build --output FILE and --file FILE',
      'zh-CN': '请先创建：plimsoll db update，或 plimsoll db build --output 文件，再用 --file 文件。',
    },
  },
  'published-database-missing': {
    exit: 3,
    what: { en: 'there is no database {ref}', 'zh-CN': '找不到数据库 {ref}' },
    remedy: {
      en: 'Check the repository and the tag; put one there with plimsoll db push {ref}',
      'zh-CN': '请检查仓库和标签；可用 plimsoll db push {ref} 推送。',
    },
  },
  'database-unsigned': {
    exit: 3,
    what: { en: 'the database {ref} is not signed', 'zh-CN': '数据库 {ref} 没有签名' },
    remedy: {
      en: 'Nothing of it was used. Have its owner push it with plimsoll db push, and copy it between registries with its referrers.',
      'zh-CN':
        '未使用其任何内容。请由其所有者用 plimsoll db push 推送；在仓库间复制时请连同引用（referrers）一起复制。',
    },
  },
  'database-signatures-too-many': {
    exit: 3,
    what: {
      en: 'none of the first {limit} of {count} signatures beside the database {ref} is by a key that this machine trusts',
      'zh-CN': '数据库 {ref} 附有 {count} 个签名，其中前 {limit} 个均非本机所信任的密钥所签',
    },
    remedy: {
      en: 'Nothing of it was used. Have its owner delete what others attached to it, or push it to a repository of its own.',
      'zh-CN': '未使用其任何内容。请由其所有者删除他人附加的内容，或推送到专用的仓库。',
    },
  },
  'database-signer-unknown': {
    exit: 3,
    what: {
      en: 'the database {ref} is signed by nobody that this machine trusts, but by {keys}',
      'zh-CN': '数据库 {ref} 的签名者不受本机信任：{keys}',
    },
    remedy: {
      en: 'Get the public key (keys/signing.pub) from its owner in another way, and put it into {folder} as NAME.pub or give it with --key.',
      'zh-CN': '请通过其他途径向所有者取得公钥（keys/signing.pub），以 名称.pub 放入 {folder}，或用 --key 指定。',
    },
  },
  'database-not-as-signed': {
    exit: 3,
    what: { en: 'the database {ref} is refused: {reason}', 'zh-CN': '拒绝使用数据库 {ref}：{reason}' },
    remedy: {
      en: 'The database on this machine is unchanged. Push it anew, and find out who changed what is in the registry.',
      'zh-CN': '本机的数据库未作改动。请重新推送，并查明是谁改动了仓库中的内容。',
    },
  },
  'published-database-older': {
    exit: 3,
    what: {
      en: 'the database {ref} is of {theirs}, and the one here is of {ours}',
      'zh-CN': '数据库 {ref} 的日期为 {theirs}，早于本机的 {ours}',
    },
    remedy: {
      en: 'An old one may be played back to hide newer vulnerabilities, so the one here stays. If that is what you want: --allow-older',
      'zh-CN': '旧库可能被用来掩盖新漏洞，因此保留本机数据库。如确需回退，请加 --allow-older。',
    },
  },
  'published-database-too-new': {
    exit: 3,
    what: { en: 'the database {ref} was made by a newer Plimsoll', 'zh-CN': '数据库 {ref} 由更新版本的 Plimsoll 生成' },
    remedy: { en: 'Bring Plimsoll up to date on this machine.', 'zh-CN': '请升级本机的 Plimsoll。' },
  },
  'published-database-outdated': {
    exit: 3,
    what: { en: 'the database {ref} was made by an older Plimsoll', 'zh-CN': '数据库 {ref} 由旧版 Plimsoll 生成' },
    remedy: {
      en: 'Bring Plimsoll up to date where it is pushed, and push it anew.',
      'zh-CN': '请升级推送端的 Plimsoll 后重新推送。',
    },
  },
  'database-damaged': {
    exit: 3,
    what: {
      en: 'the advisory database {file} is damaged: {reason}',
      'zh-CN': '漏洞公告数据库 {file} 已损坏：{reason}',
    },
    remedy: {
      en: 'Get it anew, the way it came: plimsoll db update, or plimsoll db pull REF',
      'zh-CN': '请按原来的方式重新获取：plimsoll db update，或 plimsoll db pull REF',
    },
  },
  'database-outdated': {
    exit: 3,
    what: {
      en: 'the advisory database {file} was made by an older Plimsoll',
      'zh-CN': '漏洞公告数据库 {file} 由旧版 Plimsoll 生成',
    },
    remedy: {
      en: 'Get it anew, the way it came: plimsoll db update, or plimsoll db pull REF',
      'zh-CN': '请按原来的方式重新获取：plimsoll db update，或 plimsoll db pull REF',
    },
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
