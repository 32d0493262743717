import { fill, type Text, verbatim } from '../base/text.ts';
import type { Gap } from '../model/gap.ts';
import { gapReasonWords } from './gap-reasons.ts';

/** A gap in one line: `rpm database var/lib/rpm/rpmdb.sqlite: it is damaged`. What it names comes from the image: whoever shows it escapes it. */
export function gapText({ what, path, reason }: Pick<Gap, 'what' | 'path' | 'reason'>): Text {
  const subject = subjectText(what);
  const where = path === null ? subject : fill(texts.at, { subject, path });
  return fill(texts.gap, { where, reason: gapReasonWords[reason] });
}

/** What collectors and matching call the things that they could not read. What has no words here is a name of its own: `Alpine:v3.12`. */
const subjects: Readonly<Record<string, Text>> = {
  layer: { en: 'layer', 'zh-CN': '镜像层' },
  entry: { en: 'entry', 'zh-CN': '条目' },
  file: { en: 'file', 'zh-CN': '文件' },
  directory: { en: 'directory', 'zh-CN': '目录' },
  link: { en: 'link', 'zh-CN': '链接' },
  distribution: { en: 'distribution', 'zh-CN': '发行版信息' },
  'copyright file': { en: 'copyright file', 'zh-CN': '版权文件' },
  'list of package files': { en: 'list of package files', 'zh-CN': '软件包文件清单' },
  'list of diverted files': { en: 'list of diverted files', 'zh-CN': '文件转移清单' },
  executable: { en: 'executable', 'zh-CN': '可执行文件' },
  'dpkg database': { en: 'dpkg database', 'zh-CN': 'dpkg 数据库' },
  'chisel manifest': { en: 'chisel manifest', 'zh-CN': 'chisel 清单' },
  'apk database': { en: 'apk database', 'zh-CN': 'apk 数据库' },
  'portage database': { en: 'portage database', 'zh-CN': 'portage 数据库' },
  'opkg database': { en: 'opkg database', 'zh-CN': 'opkg 数据库' },
  'rpm database': { en: 'rpm database', 'zh-CN': 'rpm 数据库' },
  accounts: { en: 'accounts', 'zh-CN': '账户' },
  'image config': { en: 'image config', 'zh-CN': '镜像配置' },
  'SBOM components': { en: 'SBOM components', 'zh-CN': 'SBOM 组件' },
  'source packages': { en: 'source packages', 'zh-CN': '源码包' },
  'VEX attestations': { en: 'VEX attestations', 'zh-CN': 'VEX 证明' },
  'Python package metadata': { en: 'Python package metadata', 'zh-CN': 'Python 包元数据' },
};

function subjectText(what: string): Text {
  const known = Object.hasOwn(subjects, what) ? subjects[what] : undefined;
  if (known !== undefined) return known;
  const more = /^(\d+) more executables$/.exec(what)?.[1];
  if (more !== undefined) return fill(texts.moreExecutables, { count: more });
  const attestation = /^VEX attestation (\S+)$/.exec(what)?.[1];
  if (attestation !== undefined) return fill(texts.attestation, { digest: attestation });
  const type = /^(\S+) packages$/.exec(what)?.[1];
  return type === undefined ? verbatim(what) : fill(texts.packages, { type });
}

const texts = {
  gap: { en: '{where}: {reason}', 'zh-CN': '{where}：{reason}' },
  at: { en: '{subject} {path}', 'zh-CN': '{subject} {path}' },
  moreExecutables: { en: '{count} more executables', 'zh-CN': '另外 {count} 个可执行文件' },
  attestation: { en: 'VEX attestation {digest}', 'zh-CN': 'VEX 证明 {digest}' },
  packages: { en: '{type} packages', 'zh-CN': '{type} 软件包' },
} as const satisfies Record<string, Text>;
