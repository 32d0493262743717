import type { Text } from '../base/text.ts';
import { type OsvCoverage, osvCoverage } from '../model/distributions/osv-coverage.ts';
import { type GapReason, gapReasons } from '../model/gap.ts';

const again: Text = {
  en: 'Save or push the image again, and do not run this one. The report has what could be read.',
  'zh-CN': '请重新保存或推送该镜像，不要运行当前这个。能读取的部分见报告。',
};
const rebuild: Text = {
  en: 'Build the image again with a current tool. The report names every place.',
  'zh-CN': '请用较新的工具重新构建该镜像。报告列出了每一处。',
};
const leave: Text = {
  en: 'Build the image anew, and leave the files of its distribution and package managers as those wrote them. The report names the place.',
  'zh-CN': '请重新构建该镜像，并让发行版和包管理器的文件保持原样。报告列出了相应位置。',
};
const limit: Text = {
  en: 'No usual image comes near this. If you trust it, raise --max-image-size, --max-file-size or --max-layers.',
  'zh-CN': '一般镜像不会达到该上限。如果信任该镜像，可调高 --max-image-size、--max-file-size 或 --max-layers。',
};
const links: Text = {
  en: 'Scan it from a file instead of a pipe, or build it without links where packages are recorded.',
  'zh-CN': '请从文件而不是管道扫描，或构建时不要在记录软件包的位置使用链接。',
};

const sbom: Text = {
  en: 'Scan the image itself, or its SBOM as `plimsoll sbom` writes it.',
  'zh-CN': '请直接扫描镜像，或扫描由 `plimsoll sbom` 生成的 SBOM。',
};

const attest: Text = {
  en: 'Attest the statement for this digest with a key that --vex-key names, or give it as a file with --vex.',
  'zh-CN': '请用 --vex-key 指定的密钥针对该摘要签署声明，或用 --vex 以文件给出。',
};

/** What to do about a gap of each kind, as the second line of an error says it. */
const remedies: Readonly<Record<GapReason, Text>> = {
  truncated: again,
  corrupt: again,
  'digest-mismatch': again,
  missing: {
    en: 'Save or push the image again with all of its layers; where the report names a link that leads nowhere, build it anew without. Do not run this one.',
    'zh-CN': '请连同全部镜像层重新保存或推送该镜像；若报告指出的是无效链接，请去掉它重新构建。不要运行当前这个。',
  },
  'unsupported-format': {
    en: 'Build the image on a current release, or give the file in a form that usual tools write. The report names it.',
    'zh-CN': '请基于较新的发行版构建该镜像，或改用常用工具写出的格式。报告列出了该文件。',
  },
  unparsable: rebuild,
  'too-large': limit,
  'too-many': limit,
  'limit-crossed': limit,
  'not-a-file': leave,
  'not-a-directory': leave,
  'no-database': {
    en: 'Leave the package database in the image: without it nobody can say what is installed.',
    'zh-CN': '请把软件包数据库保留在镜像中：没有它就无法得知安装了什么。',
  },
  unreadable: {
    en: 'Scan as a user who may read all of it. The report names the places.',
    'zh-CN': '请以有权读取全部内容的用户扫描。报告列出了相应位置。',
  },
  'link-not-followed': links,
  'path-escapes': rebuild,
  'written-through-link': links,
  'engine-dependent': rebuild,
  ambiguous: {
    en: 'Remove the one that is not used from the image; pack an archive anew with a usual tool. The report names it.',
    'zh-CN': '请从镜像中删除不使用的那一份；若是归档，请用常用工具重新打包。报告列出了其位置。',
  },
  encrypted: { en: 'Decrypt the image before it is scanned.', 'zh-CN': '请先解密该镜像再扫描。' },
  'no-advisories': {
    en: 'Bring the advisories: plimsoll db update. Where that brings none, OSV has none for this release.',
    'zh-CN': '请获取漏洞公告：plimsoll db update。若仍没有，则 OSV 未收录该版本。',
  },
  'unknown-distribution': {
    en: 'Build on a base image whose os-release names a known distribution: docs/distributions.md',
    'zh-CN': '请基于 os-release 中写明已知发行版的基准镜像构建：docs/distributions.zh-CN.md',
  },
  'foreign-layer': {
    en: 'Push the image with all of its layers, then scan it again.',
    'zh-CN': '请推送包含全部镜像层的镜像后重新扫描。',
  },
  'no-sources': {
    en: "Update the advisories, which tell most sources: plimsoll db update. Where they do not, put dpkg's status of the packages into the image (var/lib/dpkg/status), or build on an image with dpkg.",
    'zh-CN':
      '请更新漏洞公告，其中写明了多数源码包：plimsoll db update。若仍未说明，请把这些软件包的 dpkg 状态写入镜像（var/lib/dpkg/status），或改用带有 dpkg 的基准镜像。',
  },
  'no-purl': sbom,
  'not-told': sbom,
  'unowned-executable': {
    en: 'Install it as a package, or build it so that it tells of itself (Go does; cargo auditable). The report names the file.',
    'zh-CN': '请以软件包形式安装，或使其自带构建信息（Go 默认如此；Rust 用 cargo auditable）。报告列出了该文件。',
  },
  'nested-system': {
    en: 'Scan that directory by itself (rootfs:DIR), or build the image without it. The report names its database.',
    'zh-CN': '请单独扫描该目录（rootfs:目录），或构建时不要包含它。报告列出了其数据库。',
  },
  unsigned: attest,
  'untrusted-signature': attest,
  'other-subject': attest,
  'nothing-beside': {
    en: 'Scan it as registry:HOST/REPO:TAG or oci:DIR, or give the statements as a file with --vex.',
    'zh-CN': '请以 registry:主机/仓库:标签 或 oci:目录 扫描，或用 --vex 以文件给出声明。',
  },
  timeout: {
    en: 'Give it more time with --timeout; what was read so far is kept.',
    'zh-CN': '请用 --timeout 放宽时限；已读取的内容会被保留。',
  },
};

/** What to do where a control could not be decided and no gap says why. */
const mend: Text = {
  en: 'The report says what the control could not find out. Mend that, then scan again.',
  'zh-CN': '报告说明了该控制项未能确定什么。请补全后重新扫描。',
};

/** What to do where an update brings no advisories, since OSV publishes none. */
const unpublished: Readonly<Record<Exclude<OsvCoverage, 'published'>, Text>> = {
  distribution: {
    en: 'OSV publishes no advisories for this distribution, so no update brings them. Build on one that docs/distributions.md names, or bring a feed of your own: plimsoll db update --source URL',
    'zh-CN':
      'OSV 不发布该发行版的公告，更新数据库也无法获得。请改用 docs/distributions.zh-CN.md 所列的发行版构建，或使用自有数据源：plimsoll db update --source URL',
  },
  borrowed: {
    en: 'OSV publishes no advisories of its own for this distribution; those of the one that it is built from are used and do not tell all. Build on that one, or bring a feed of your own: plimsoll db update --source URL',
    'zh-CN':
      'OSV 不发布该发行版自己的公告；目前使用其上游发行版的公告，内容并不完整。请改用上游发行版构建，或使用自有数据源：plimsoll db update --source URL',
  },
  nobody: {
    en: 'No feed speaks of it, so no update brings advisories. Install it as a package of the distribution, or bring a feed of your own: plimsoll db update --source URL',
    'zh-CN':
      '没有任何数据源涵盖它，更新数据库也无法获得公告。请改用发行版的软件包安装，或使用自有数据源：plimsoll db update --source URL',
  },
};

/**
 * @param reason of a gap, or whatever else stands in evidence
 * @param what the gap is about
 */
export function gapRemedy(reason: unknown, what: unknown): Text {
  const known = gapReasons.find((one) => one === reason);
  if (known === undefined) return mend;
  const coverage = known === 'no-advisories' && typeof what === 'string' ? osvCoverage(what) : 'published';
  return coverage === 'published' ? remedies[known] : unpublished[coverage];
}
