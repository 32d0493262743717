/** What a plan for a hardened image says: in the comments of the Dockerfile, in tables, and in JSON. Values are made safe by whoever shows them. */
export const goldenWords = {
  written: {
    en: 'The hardened successor of {ref}',
    'zh-CN': '{ref} 的加固后继镜像',
  },
  about: { en: 'Image: {distribution}, {id}, user {user}', 'zh-CN': '镜像：{distribution}，{id}，用户 {user}' },
  under: { en: 'Policy: {policy}', 'zh-CN': '策略：{policy}' },
  unset: { en: 'unset', 'zh-CN': '未设置' },
  noDistribution: { en: 'no known distribution', 'zh-CN': '未识别的发行版' },
  inherited: {
    en: 'ENTRYPOINT, CMD, ENV, WORKDIR and HEALTHCHECK stay as the image has them.',
    'zh-CN': 'ENTRYPOINT、CMD、ENV、WORKDIR、HEALTHCHECK 沿用原镜像。',
  },
  fromDigest: {
    en: 'Exactly this content, whatever its name leads to by now.',
    'zh-CN': '按摘要固定内容，与名称当前指向无关。',
  },
  fromId: {
    en: 'By its id: it has no digest in a registry. Only the engine that has it can build this; BuildKit wants a name instead (docker tag).',
    'zh-CN': '按 ID 引用：该镜像没有仓库摘要。只有持有它的引擎能构建；BuildKit 需改用名称（docker tag）。',
  },
  rootNeeded: { en: 'Packages are changed as root.', 'zh-CN': '修改软件包需要 root。' },
  upgrade: {
    en: 'Upgrade what has a fix: {count} packages, {fixes} findings. Repositories keep only their newest versions, so none is pinned: each has to be at least what stands here.',
    'zh-CN':
      '升级已有修复的软件包：{count} 个，涉及 {fixes} 个漏洞。软件源只保留最新版本，故不锁定版本，但至少应为此处所列版本。',
  },
  upgradeAtLeast: {
    en: 'Upgrade what has a fix: {count} packages, {fixes} findings. Each to at least the version that has it.',
    'zh-CN': '升级已有修复的软件包：{count} 个，涉及 {fixes} 个漏洞。至少升级到含修复的版本。',
  },
  forbidden: {
    en: 'Remove what the policy forbids and nothing else needs.',
    'zh-CN': '移除策略禁止且没有其他软件包依赖的软件包。',
  },
  forbiddenUnchecked: {
    en: 'Remove what the policy forbids. rpm refuses where another package needs it.',
    'zh-CN': '移除策略禁止的软件包。若其他软件包依赖它，rpm 会拒绝。',
  },
  tools: {
    en: 'Remove shells, compilers, network tools and package managers that no installed package needs.',
    'zh-CN': '移除没有已安装软件包依赖的 shell、编译器、网络工具和包管理器。',
  },
  toolsOptional: {
    en: 'No installed package needs these shells, compilers, network tools and package managers. Whether the application calls one, only you know: uncomment, or plan with --remove-tools.',
    'zh-CN':
      '没有已安装的软件包依赖这些 shell、编译器、网络工具和包管理器。应用是否调用它们只有你知道：取消注释，或加 --remove-tools。',
  },
  languageNpm: { en: 'Upgrade npm packages that are installed globally.', 'zh-CN': '升级全局安装的 npm 包。' },
  languagePypi: {
    en: 'Upgrade Python packages beside the image’s own pip.',
    'zh-CN': '用镜像自带的 pip 升级 Python 包。',
  },
  languageOptional: {
    en: 'Test the application with them: uncomment, or plan with --language-packages.',
    'zh-CN': '请先随应用测试：取消注释，或加 --language-packages。',
  },
  account: {
    en: 'An account without rights: {user}, the first free number from 1000 on.',
    'zh-CN': '无特权账户：{user}，取 1000 起第一个空闲编号。',
  },
  setuid: {
    en: 'No program may give more rights than its caller has.',
    'zh-CN': '取消 setuid/setgid：程序不得赋予高于调用者的权限。',
  },
  labels: { en: 'Where the image comes from.', 'zh-CN': '镜像来源。' },
  userKept: {
    en: 'As the image’s own USER, as a number, so that runAsNonRoot of Kubernetes sees that it is not root.',
    'zh-CN': '沿用镜像自身的 USER，写作编号，便于 Kubernetes runAsNonRoot 识别。',
  },
  userFound: {
    en: 'The image’s own account {name}; as a number, so that runAsNonRoot of Kubernetes sees that it is not root.',
    'zh-CN': '使用镜像已有账户 {name}；写作编号，便于 Kubernetes runAsNonRoot 识别。',
  },
  userNew: {
    en: 'Not root; as a number, so that runAsNonRoot of Kubernetes sees it.',
    'zh-CN': '非 root；写作编号，便于 Kubernetes runAsNonRoot 识别。',
  },
  userRoot: { en: 'The user stays, as was asked for.', 'zh-CN': '按要求保留原用户。' },
  isTool: {
    compiler: { en: 'compiler or debugger', 'zh-CN': '编译或调试工具' },
    network: { en: 'network tool', 'zh-CN': '网络工具' },
    shell: { en: 'another shell', 'zh-CN': '额外的 shell' },
    manager: { en: 'package manager', 'zh-CN': '包管理器' },
  },
  forbiddenBy: { en: 'the policy forbids {rule}', 'zh-CN': '策略禁止 {rule}' },
  minimumBy: { en: 'the policy wants at least {version}', 'zh-CN': '策略要求至少 {version}' },
  fixedIn: { en: 'fixed in {version}', 'zh-CN': '修复于 {version}' },
  more: { en: 'and {count} more', 'zh-CN': '另有 {count} 个' },
  exploited: { en: 'exploited', 'zh-CN': '已遭利用' },
  remarksTitle: { en: 'Not done here', 'zh-CN': '此处未处理' },
} as const;

/** What cannot be done on top of an image, and what can be done instead. */
export const goldenInstead = {
  ended: {
    en: '{distribution} has had no security updates since {date}: what is upgraded today stays unfixed tomorrow',
    'zh-CN': '{distribution} 自 {date} 起不再提供安全更新：今天升级，明天仍会有漏洞',
  },
  noManager: {
    en: 'there is no package manager (or no shell) in the image, so nothing can be upgraded or removed inside it',
    'zh-CN': '镜像内没有包管理器（或 shell），无法在其内部升级或移除',
  },
  newerRelease: {
    en: 'Build the application anew on {distribution} {release} or later.',
    'zh-CN': '请在 {distribution} {release} 或更新版本上重新构建应用。',
  },
  newerBase: {
    en: 'Build the application anew on a current build of its base image, which has at least the versions below.',
    'zh-CN': '请在基准镜像的最新构建上重新构建应用，其版本应不低于下列版本。',
  },
  userToo: {
    en: 'Set USER in that Dockerfile to a number other than 0.',
    'zh-CN': '在该 Dockerfile 中把 USER 设为非 0 编号。',
  },
} as const;

/** Remarks of a plan. */
export const goldenRemarks = {
  unfixed: {
    en: '{count} findings have no fix yet: {names}',
    'zh-CN': '{count} 个漏洞尚无修复：{names}',
  },
  unsafe: {
    en: 'left out, as no package manager has such names or versions: {names}',
    'zh-CN': '已略过，名称或版本不符合任何包管理器的规则：{names}',
  },
  unmanaged: {
    en: 'there is a fix, but the image’s package manager does not manage these packages: {names}',
    'zh-CN': '已有修复，但不由镜像的包管理器管理：{names}',
  },
  application: {
    en: 'packages of the application, which has to be built anew with them: {names}',
    'zh-CN': '应用自带的依赖，需以下列版本重新构建应用：{names}',
  },
  needed: { en: 'forbidden by the policy, but needed: {names}', 'zh-CN': '策略禁止但被依赖：{names}' },
  neededBy: { en: '{name} (by {others})', 'zh-CN': '{name}（被 {others} 依赖）' },
  essential: { en: '{name} (the distribution does not work without it)', 'zh-CN': '{name}（发行版必需）' },
  unknownNeeds: {
    en: 'which packages need which could not be read, so that no tools are proposed for removal',
    'zh-CN': '无法读取软件包依赖关系，因此未提议移除工具',
  },
  forbiddenElsewhere: {
    en: 'forbidden by the policy, and no package manager of the image removes it: {names}',
    'zh-CN': '策略禁止，但镜像的包管理器无法移除：{names}',
  },
  required: { en: 'required by the policy and not installed: {names}', 'zh-CN': '策略要求但未安装：{names}' },
  healthcheck: {
    en: 'the image has a HEALTHCHECK, which may call curl or wget: they are not proposed for removal',
    'zh-CN': '镜像设有 HEALTHCHECK，可能调用 curl 或 wget：未提议移除',
  },
  writes: {
    en: 'the user is new: where the application writes (data, logs, sockets), give it the directory: COPY --chown or RUN chown, before USER',
    'zh-CN': '用户为新设：应用写入的目录（数据、日志、套接字）需归其所有：在 USER 之前使用 COPY --chown 或 RUN chown',
  },
  ports: {
    en: 'ports below 1024 ({ports}): Docker and containerd let any user open them, other runtimes may not',
    'zh-CN': '端口低于 1024（{ports}）：Docker 和 containerd 允许任何用户使用，其他运行时可能不允许',
  },
  noAccount: {
    en: 'no account stands behind the number, as none can be made in this image; most programs do without',
    'zh-CN': '镜像内无法创建账户，编号没有对应账户；多数程序不受影响',
  },
  oddUser: {
    en: 'the image’s USER is not one that runtimes agree about, and is replaced',
    'zh-CN': '镜像的 USER 各运行时理解不一，已替换',
  },
  partial: {
    en: 'the image could not be read to its end: this is a plan for what was read',
    'zh-CN': '镜像未能完整读取：此方案仅针对已读内容',
  },
  starter: {
    en: 'only the starter advisories are here: run plimsoll db update first',
    'zh-CN': '目前只有入门公告集：请先运行 plimsoll db update',
  },
} as const;
