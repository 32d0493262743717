/** What to do, each as one order that a person can follow. Values come from the image: whoever shows them escapes them. */
export const adviceWords = {
  upgrade: { en: 'Upgrade {name} {from} → {to}', 'zh-CN': '升级 {name} {from} → {to}' },
  newBuild: {
    en: 'Get a newer build of {name} from whoever built {from}: {to} has the fix, and is a lower version',
    'zh-CN': '向 {from} 的构建方获取 {name} 的更新构建：已修复的 {to} 版本号更低，无法直接升级',
  },
  rebuild: { en: 'Rebuild on an updated {base}', 'zh-CN': '基于更新后的 {base} 重新构建' },
  undecidable: { en: 'Check by hand: {names}', 'zh-CN': '人工核对：{names}' },
  unfixed: { en: 'No fix yet: remove {names}, or record a waiver', 'zh-CN': '尚无修复版本：移除 {names}，或登记豁免' },
  more: { en: '{first} and {count} more', 'zh-CN': '{first} 等（另有 {count} 个）' },
  user: { en: 'Add USER to the image', 'zh-CN': '在镜像中设置 USER' },
  otherUser: { en: 'Set USER to one that is not root', 'zh-CN': '将 USER 改为非 root 用户' },
  packages: { en: 'Change the packages that the policy names', 'zh-CN': '调整策略点名的软件包' },
  remove: { en: 'remove {name}', 'zh-CN': '移除 {name}' },
  renew: { en: 'upgrade {name} to {version}', 'zh-CN': '将 {name} 升级到 {version}' },
  install: { en: 'install {name}', 'zh-CN': '安装 {name}' },
  baseImages: { en: 'Build on an approved base image', 'zh-CN': '改用已批准的基准镜像构建' },
  labels: { en: 'Correct the labels of the image', 'zh-CN': '更正镜像标签' },
  setLabel: { en: 'set the label {name}', 'zh-CN': '设置标签 {name}' },
  dropLabel: { en: 'drop the label {name}', 'zh-CN': '删除标签 {name}' },
  staleDatabase: { en: 'Update the advisories: plimsoll db update', 'zh-CN': '更新漏洞公告：plimsoll db update' },
  missingAdvisories: {
    en: 'Get advisories for {name}: plimsoll db update',
    'zh-CN': '获取 {name} 的漏洞公告：plimsoll db update',
  },
  unpublishedAdvisories: {
    en: 'Build on what OSV has advisories for, or bring a feed of your own: it has none for {name}',
    'zh-CN': '改用 OSV 收录的发行版构建，或使用自有数据源：OSV 没有 {name} 的漏洞公告',
  },
  missingSources: {
    en: "Get advisories that tell what its packages were built from: plimsoll db update; where they do not, keep dpkg's status in the image",
    'zh-CN': '获取写明源码包的漏洞公告：plimsoll db update；若仍未说明，请在镜像中保留 dpkg 状态',
  },
  control: { en: 'Satisfy the control {control}', 'zh-CN': '满足控制项 {control}' },
  undecided: { en: 'Settle what {control} could not decide', 'zh-CN': '消除控制项 {control} 无法判定的原因' },
  whole: { en: 'Get the image whole and scan it again', 'zh-CN': '取得完整的镜像后重新扫描' },
  limits: {
    en: 'If you trust the image, raise the limit that was crossed, and scan it again',
    'zh-CN': '如果信任该镜像，请调高被超出的上限后重新扫描',
  },
  hidden: { en: 'Look at all findings: scan without {options}', 'zh-CN': '查看全部漏洞：不加 {options} 重新扫描' },
  waiver: { en: 'Renew or drop the waivers that have expired', 'zh-CN': '续期或删除已过期的豁免' },
  lapsing: { en: 'Renew the waivers that end soon, or do without', 'zh-CN': '为即将到期的豁免续期，或消除其原因' },
  starter: { en: 'Fetch all advisories: plimsoll db update', 'zh-CN': '获取全部漏洞公告：plimsoll db update' },
} as const;

/** Why, or what it brings: stands after the order. */
export const adviceReasons = {
  fixes: { en: 'fixes {count}', 'zh-CN': '修复 {count} 个' },
  ofBase: { en: 'of {total} from the base', 'zh-CN': '基准镜像共有 {total} 个' },
  concerns: { en: '{count} findings', 'zh-CN': '{count} 个漏洞' },
  concernsOne: { en: '1 finding', 'zh-CN': '1 个漏洞' },
  exploited: { en: 'exploited in the wild', 'zh-CN': '已遭在野利用' },
  undecidable: { en: 'versions that cannot be compared', 'zh-CN': '版本号无法比较' },
  gaps: { en: '{count} parts could not be read', 'zh-CN': '{count} 处无法读取' },
  gapsOne: { en: '1 part could not be read', 'zh-CN': '1 处无法读取' },
  hidden: { en: '{count} findings that deny are out of sight', 'zh-CN': '有 {count} 个导致阻断的漏洞未显示' },
  hiddenOne: { en: '1 finding that denies is out of sight', 'zh-CN': '有 1 个导致阻断的漏洞未显示' },
  waivers: {
    en: '{count} expired, the last on {date}: they waive nothing',
    'zh-CN': '{count} 项已过期（最近一项 {date}），不再生效',
  },
  waiversOne: { en: '1 expired on {date}: it waives nothing', 'zh-CN': '1 项已于 {date} 过期，不再生效' },
  lapsing: { en: '{count} end soon, the first on {date}', 'zh-CN': '{count} 项即将到期，最早 {date}' },
  lapsingOne: { en: '1 ends on {date}', 'zh-CN': '1 项将于 {date} 到期' },
  starter: { en: 'only the built-in starter set of {count} was used', 'zh-CN': '本次仅使用内置的 {count} 条入门公告' },
} as const;

export const severityWords = {
  critical: { en: 'critical', 'zh-CN': '严重' },
  high: { en: 'high', 'zh-CN': '高危' },
  medium: { en: 'medium', 'zh-CN': '中危' },
  low: { en: 'low', 'zh-CN': '低危' },
  negligible: { en: 'negligible', 'zh-CN': '可忽略' },
  unknown: { en: 'unknown', 'zh-CN': '未知' },
} as const;
