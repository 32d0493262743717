/** What a golden build says: progress, the comparison, what became of the result. */
export const goldenBuildWords = {
  step: { en: 'Building', 'zh-CN': '正在构建' },
  untagged: {
    en: 'the image was not given a name: the policy denies it. It stays as {id}',
    'zh-CN': '策略阻断该镜像，未命名；镜像保留为 {id}',
  },
  left: {
    en: 'images of the failed build could not be removed: {ids}; see docker image prune',
    'zh-CN': '构建失败留下的镜像未能移除：{ids}；可用 docker image prune 清理',
  },
  title: { en: '{before} and its hardened successor', 'zh-CN': '{before} 及其加固后继镜像' },
  before: { en: 'before', 'zh-CN': '之前' },
  after: { en: 'after', 'zh-CN': '之后' },
  verdict: { en: 'verdict', 'zh-CN': '判定' },
  allowed: { en: 'allowed', 'zh-CN': '放行' },
  denied: { en: 'denied', 'zh-CN': '阻断' },
  undecided: { en: 'not decided', 'zh-CN': '无法判定' },
  findings: { en: 'findings', 'zh-CN': '漏洞' },
  exploited: { en: 'exploited in the wild', 'zh-CN': '已遭在野利用' },
  packages: { en: 'packages', 'zh-CN': '软件包' },
  size: { en: 'size', 'zh-CN': '大小' },
  layers: { en: 'layers', 'zh-CN': '镜像层' },
  user: { en: 'user', 'zh-CN': '用户' },
  root: { en: 'root', 'zh-CN': 'root' },
  unsure: { en: 'not known', 'zh-CN': '未知' },
  uid: { en: 'uid {uid}', 'zh-CN': 'uid {uid}' },
  control: { en: 'control {id}', 'zh-CN': '控制项 {id}' },
  byPolicy: { en: 'by policy {policy}', 'zh-CN': '策略 {policy}' },
  passes: { en: 'passes', 'zh-CN': '通过' },
  fails: { en: 'fails', 'zh-CN': '不通过' },
  unknown: { en: 'unknown', 'zh-CN': '未知' },
  upgraded: { en: 'Upgraded', 'zh-CN': '已升级' },
  removed: { en: 'Removed', 'zh-CN': '已移除' },
  added: { en: 'Added', 'zh-CN': '新增' },
  stays: { en: 'Still there', 'zh-CN': '仍存在' },
  isNew: { en: 'Not there before', 'zh-CN': '新出现' },
  noFix: { en: 'no fix yet', 'zh-CN': '尚无修复' },
  notReached: {
    en: 'fixed in {version}, which the image’s repositories did not have',
    'zh-CN': '修复于 {version}，但镜像的软件源中没有',
  },
  application: { en: 'fixed in {version}: build the application anew', 'zh-CN': '修复于 {version}：需重新构建应用' },
  more: { en: 'and {count} more: -o json', 'zh-CN': '另有 {count} 个：-o json' },
  remarks: { en: 'Not done here', 'zh-CN': '此处未处理' },
  result: { en: 'image {name} ({id})', 'zh-CN': '镜像 {name}（{id}）' },
  recorded: { en: 'recorded in the ledger', 'zh-CN': '已写入账本' },
  notRecorded: { en: 'not recorded', 'zh-CN': '未写入账本' },
  isApproved: { en: 'approved base {name}', 'zh-CN': '已批准的基准镜像 {name}' },
  noScript: {
    en: 'This page needs scripts, which stand in it. The same is in the table: plimsoll golden build.',
    'zh-CN': '本页需要运行其内置脚本。同样的内容见 plimsoll golden build 的表格。',
  },
} as const;

/** What to do where a build fails. */
export const goldenBuildHints = {
  unreachable: {
    en: 'The build reaches no repository. Try --network host; behind a proxy set proxies.default in ~/.docker/config.json.',
    'zh-CN':
      '构建容器无法访问软件源。可尝试 --network host；使用代理时请在 ~/.docker/config.json 中设置 proxies.default。',
  },
  gone: {
    en: 'The repositories of this release are gone or expired: build the application anew on a newer release.',
    'zh-CN': '该发行版本的软件源已下线或过期：请在更新的发行版本上重新构建应用。',
  },
  full: {
    en: 'Free space where the engine keeps images: docker system df',
    'zh-CN': '请清理引擎的存储空间：docker system df',
  },
  needed: {
    en: 'Something needs what was to be removed. Plan without it: plimsoll golden plan, edit, docker build.',
    'zh-CN': '要移除的内容被依赖。请用 plimsoll golden plan 输出后修改，再用 docker build 构建。',
  },
  forbidden: {
    en: 'A gate refuses it. See why: plimsoll ledger list; the base has to be allowed before anything runs from it.',
    'zh-CN': '关卡拒绝了该操作。请查看 plimsoll ledger list；基准镜像须先放行。',
  },
  other: {
    en: 'See all that the build says: --verbose; or by hand: plimsoll golden plan REF -o dockerfile=Dockerfile && docker build .',
    'zh-CN': '查看完整输出：--verbose；或手动构建：plimsoll golden plan REF -o dockerfile=Dockerfile && docker build .',
  },
} as const;
