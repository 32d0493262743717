import type { Text } from '../base/text.ts';
import type { Blind, GapReason } from '../model/gap.ts';

/** What each reason of a gap means, in words that stand behind its name: "rpm database: it is damaged". */
export const gapReasonWords: Readonly<Record<GapReason, Text>> = {
  truncated: { en: 'it ends too early', 'zh-CN': '内容不完整，提前结束' },
  corrupt: { en: 'it is damaged', 'zh-CN': '内容已损坏' },
  'digest-mismatch': { en: 'its content is not what its digest says', 'zh-CN': '内容与摘要不符' },
  'unsupported-format': { en: 'its format is not supported', 'zh-CN': '格式不受支持' },
  unparsable: { en: 'it does not follow its own format', 'zh-CN': '内容不符合其格式，无法解析' },
  'too-large': { en: 'it is larger than the limit', 'zh-CN': '大小超过上限' },
  'too-many': { en: 'there are more entries than the limit allows', 'zh-CN': '条目数量超过上限' },
  'limit-crossed': { en: 'a limit was reached before its end', 'zh-CN': '未读完即达到上限' },
  missing: { en: 'it is named but not there', 'zh-CN': '被引用但不存在' },
  'not-a-file': {
    en: 'it is a directory, a device, a pipe or a socket and no file',
    'zh-CN': '它是目录、设备、管道或套接字，而不是文件',
  },
  'not-a-directory': { en: 'it is a file and no directory', 'zh-CN': '它是文件，而不是目录' },
  'no-database': {
    en: 'the distribution keeps one, and the image has none',
    'zh-CN': '该发行版应有此数据库，但镜像中没有',
  },
  unreadable: { en: 'it could not be read', 'zh-CN': '无法读取' },
  'link-not-followed': { en: 'it lies behind a link that could not be followed', 'zh-CN': '位于未能跟踪的链接之后' },
  'path-escapes': { en: 'its path leads out of the image', 'zh-CN': '路径指向镜像之外' },
  'written-through-link': {
    en: 'it is written through a link, so where it lands is not certain',
    'zh-CN': '经由链接写入，实际位置无法确定',
  },
  'engine-dependent': {
    en: 'engines do not agree on what it means',
    'zh-CN': '不同容器引擎对其含义的处理不一致',
  },
  ambiguous: {
    en: 'it contradicts itself or another one, and which of them counts is not certain',
    'zh-CN': '内容自相矛盾，或与另一份不一致，无法确定以哪一份为准',
  },
  encrypted: { en: 'it is encrypted', 'zh-CN': '内容已加密' },
  'no-advisories': { en: 'the database holds no advisories for it', 'zh-CN': '数据库中没有对应的漏洞公告' },
  'unknown-distribution': { en: 'the distribution or its release is not known', 'zh-CN': '无法识别发行版或其版本' },
  'foreign-layer': { en: 'it lies elsewhere and was not fetched', 'zh-CN': '存放在别处，未获取' },
  'no-sources': {
    en: 'neither the image nor the advisories tell all that its packages were built from, and advisories go by sources',
    'zh-CN': '镜像和漏洞公告均未说明全部软件包由哪些源码包构建，而漏洞公告以源码包为准',
  },
  'no-purl': {
    en: 'it has no purl by which advisories could know it',
    'zh-CN': '没有 purl，无法与漏洞公告对应',
  },
  'not-told': { en: 'the SBOM does not say it', 'zh-CN': 'SBOM 未作说明' },
  timeout: { en: 'time ran out', 'zh-CN': '读取超时' },
  'unowned-executable': {
    en: 'no package brought it, and it is not recognized',
    'zh-CN': '不属于任何软件包，也无法识别',
  },
  'nested-system': {
    en: 'it has a database of packages of its own, which is not looked into',
    'zh-CN': '它有自己的软件包数据库，未予读取',
  },
  unsigned: { en: 'it is not signed, so it counts for nothing', 'zh-CN': '没有签名，不予采信' },
  'untrusted-signature': {
    en: 'none of the given keys signed what it says, so it counts for nothing',
    'zh-CN': '其内容并非由所给密钥签名，不予采信',
  },
  'other-subject': {
    en: 'it is signed and speaks of another image, so it counts for nothing',
    'zh-CN': '签名有效，但说的是另一个镜像，不予采信',
  },
  'nothing-beside': {
    en: 'where this image comes from, nothing can lie beside it',
    'zh-CN': '该镜像的来源不能在镜像旁存放内容',
  },
};

/** What a gap hides from the controls. */
export const blindWords: Readonly<Record<Blind, Text>> = {
  packages: { en: 'packages', 'zh-CN': '软件包' },
  distribution: { en: 'distribution', 'zh-CN': '发行版' },
  accounts: { en: 'accounts', 'zh-CN': '账户' },
  advisories: { en: 'advisories', 'zh-CN': '漏洞公告' },
  files: { en: 'files', 'zh-CN': '文件' },
  config: { en: 'config', 'zh-CN': '配置' },
  programs: { en: 'programs', 'zh-CN': '程序' },
};
