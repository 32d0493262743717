import { type Text, verbatim } from '../base/text.ts';

/** Words that several report formats share. Values come from the image: whoever shows them escapes them. */
export const reportWords = {
  denied: { en: 'DENIED', 'zh-CN': '阻断' },
  allowed: { en: 'ALLOWED', 'zh-CN': '放行' },
  undecided: { en: 'NOT DECIDED', 'zh-CN': '无法判定' },
  byPolicy: { en: '{verdict} by policy {policy}', 'zh-CN': '{verdict}，依据策略 {policy}' },
  byPolicyUnjudged: {
    en: '{verdict} by policy {policy}, which judges nothing',
    'zh-CN': '{verdict}，依据策略 {policy}（该策略不作判定）',
  },
  undecidedUnder: {
    en: '{verdict} under policy {policy}: not allowed',
    'zh-CN': '{verdict}，依据策略 {policy}：不予放行',
  },
  noControls: { en: 'no control is on', 'zh-CN': '没有启用控制项' },
  oneControl: { en: '1 control', 'zh-CN': '1 个控制项' },
  controls: { en: '{count} controls', 'zh-CN': '{count} 个控制项' },
  allPassed: { en: 'all passed', 'zh-CN': '全部通过' },
  failed: { en: '{count} failed', 'zh-CN': '{count} 个未通过' },
  notDecided: { en: '{count} not decided', 'zh-CN': '{count} 个无法判定' },
  whatToDo: { en: 'What to do', 'zh-CN': '该做什么' },
  controlsTitle: { en: 'Controls', 'zh-CN': '控制项' },
  evidence: { en: 'Evidence', 'zh-CN': '证据' },
  findings: { en: 'Findings', 'zh-CN': '漏洞' },
  packages: { en: 'Packages', 'zh-CN': '软件包' },
  layersTitle: { en: 'Layers', 'zh-CN': '镜像层' },
  gapsTitle: { en: 'Gaps', 'zh-CN': '盲区' },
  expiredTitle: { en: 'Expired waivers', 'zh-CN': '已过期的豁免' },
  suppressedTitle: { en: 'Left out, and why', 'zh-CN': '已排除及原因' },
  database: { en: 'Database', 'zh-CN': '数据库' },
  image: { en: 'Image', 'zh-CN': '镜像' },
  more: { en: '{count} more: --verbose', 'zh-CN': '另有 {count} 项：--verbose' },
  moreFixing: {
    en: '{count} more, fixing {fixes}: --verbose',
    'zh-CN': '另有 {count} 项，可修复 {fixes} 个：--verbose',
  },
  andMore: { en: 'and {count} more', 'zh-CN': '另有 {count} 项' },
  userUnset: { en: 'user not set (root)', 'zh-CN': '未设置用户（root）' },
  user: { en: 'user {user}', 'zh-CN': '用户 {user}' },
  base: { en: 'base {base} ({count} of {total} layers)', 'zh-CN': '基准镜像 {base}（{total} 层中的 {count} 层）' },
  noBase: { en: 'no base image recognized', 'zh-CN': '未识别出基准镜像' },
  config: { en: '(config)', 'zh-CN': '（config）' },
  pastEnd: { en: '{name} (past its end of life since {date})', 'zh-CN': '{name}（已于 {date} 停止维护）' },
  noDistribution: { en: 'no distribution', 'zh-CN': '无发行版' },
  layers: { en: '{count} layers', 'zh-CN': '{count} 层' },
  unproven: { en: '{count} read in place, not hashed', 'zh-CN': '{count} 层就地读取，未校验摘要' },
  unprovenLayer: { en: 'not hashed', 'zh-CN': '未校验摘要' },
  oneLayer: { en: '1 layer', 'zh-CN': '1 层' },
  fromBase: { en: '{base} from the base, {own} own', 'zh-CN': '{base} 个来自基准镜像，{own} 个自有' },
  exploitedCount: { en: '{count} exploited in the wild', 'zh-CN': '{count} 个已遭在野利用' },
  noFindings: { en: 'no findings', 'zh-CN': '未发现漏洞' },
  noPackages: { en: 'no packages', 'zh-CN': '没有软件包' },
  noGaps: { en: 'no gaps', 'zh-CN': '没有盲区' },
  takenByVex: { en: '{count} left out by VEX: see --verbose', 'zh-CN': '{count} 个被 VEX 声明排除：见 --verbose' },
  gaps: { en: '{count} gaps', 'zh-CN': '{count} 处盲区' },
  oneGap: { en: '1 gap', 'zh-CN': '1 处盲区' },
  executables: {
    en: '{count} unowned executables in {directory}: {names}',
    'zh-CN': '{directory} 中有 {count} 个来历不明的可执行文件：{names}',
  },
  executablesMore: {
    en: '{count} unowned executables in {directory}: {names} and {left} more (each by name: -o json)',
    'zh-CN': '{directory} 中有 {count} 个来历不明的可执行文件：{names}，另有 {left} 个（完整列表：-o json）',
  },
  findingsCount: { en: '{count} findings', 'zh-CN': '{count} 个漏洞' },
  oneFinding: { en: '1 finding', 'zh-CN': '1 个漏洞' },
  hidden: { en: '{count} kept out of sight by {options}', 'zh-CN': '另有 {count} 个被 {options} 隐藏' },
  hiddenNone: { en: 'nothing kept out of sight by {options}', 'zh-CN': '{options} 没有隐藏任何漏洞' },
  seconds: { en: '{seconds} s', 'zh-CN': '{seconds} 秒' },
  readIn: { en: 'read in {time}', 'zh-CN': '读取用时 {time}' },
  inTime: { en: '{findings} in {time}', 'zh-CN': '{findings}，用时 {time}' },
  advisoriesOf: { en: 'advisories of {date} ({feeds})', 'zh-CN': '公告更新于 {date}（{feeds}）' },
  age: { en: '{date}, {days} days old', 'zh-CN': '{date}，{days} 天前' },
  starter: {
    en: 'starter set of {count} advisories only; next: plimsoll db update',
    'zh-CN': '仅含 {count} 条入门公告；下一步：plimsoll db update',
  },
  fullReport: { en: 'full report: -o html=report.html', 'zh-CN': '完整报告：-o html=report.html' },
  incomplete: { en: 'the image could not be read completely', 'zh-CN': '镜像未能完整读取' },
  expiredWaiver: { en: 'expired {date} ({owner})', 'zh-CN': '{date} 到期（{owner}）' },
  waivedUntil: { en: 'waived until {until} ({owner})', 'zh-CN': '豁免至 {until}（{owner}）' },
  endsToday: { en: '{date}, which is today', 'zh-CN': '{date}，今天到期' },
  dayLeft: { en: '{date}, 1 day left', 'zh-CN': '{date}，剩 1 天' },
  daysLeft: { en: '{date}, {days} days left', 'zh-CN': '{date}，剩 {days} 天' },
  needed: { en: 'needed to be allowed: {numbers}', 'zh-CN': '放行所需：{numbers}' },
  toBeJudged: { en: 'to be judged: --policy builtin:default', 'zh-CN': '如需判定：--policy builtin:default' },
  noFix: { en: 'no fix', 'zh-CN': '无修复' },
  inPackage: { en: '{id} in {package}', 'zh-CN': '{package} 中的 {id}' },
  baseLayer: { en: 'base', 'zh-CN': '基准' },
  ownLayer: { en: 'own', 'zh-CN': '自有' },
  blinds: { en: 'hides: {what}', 'zh-CN': '影响：{what}' },
  control: { en: 'Control', 'zh-CN': '控制项' },
  says: { en: 'What it found', 'zh-CN': '结果' },
  severity: { en: 'Severity', 'zh-CN': '严重程度' },
  id: { en: 'Id', 'zh-CN': '编号' },
  package: { en: 'Package', 'zh-CN': '软件包' },
  installed: { en: 'Installed', 'zh-CN': '已安装' },
  fixed: { en: 'Fixed in', 'zh-CN': '修复版本' },
  policy: { en: 'Policy', 'zh-CN': '策略' },
  reproduce: { en: 'To reproduce this scan', 'zh-CN': '复现本次扫描' },
  expiredOne: { en: '1 waiver has expired', 'zh-CN': '1 项豁免已过期' },
  expiredCount: { en: '{count} waivers have expired', 'zh-CN': '{count} 项豁免已过期' },
  lapsingOne: { en: '1 waiver ends soon', 'zh-CN': '1 项豁免即将到期' },
  lapsingCount: { en: '{count} waivers end soon', 'zh-CN': '{count} 项豁免即将到期' },
  colon: { en: ': ', 'zh-CN': '：' },
  aside: { en: ' ({text})', 'zh-CN': '（{text}）' },
  noted: { en: ' {text}', 'zh-CN': '，{text}' },
  ageOne: { en: '{date}, 1 day old', 'zh-CN': '{date}，1 天前' },
  noAdvisories: {
    en: 'no advisories at all ({date}); next: plimsoll db update',
    'zh-CN': '没有任何漏洞公告（{date}）；下一步：plimsoll db update',
  },
  exploitedLong: { en: 'exploited in the wild', 'zh-CN': '已遭在野利用' },
  denies: { en: 'denies', 'zh-CN': '导致阻断' },
  waived: { en: 'waived', 'zh-CN': '已豁免' },
  layer: { en: 'Layer', 'zh-CN': '镜像层' },
  exploitedMark: { en: 'exploited', 'zh-CN': '在野利用' },
} as const;

export const statusWords = {
  affected: { en: 'affected', 'zh-CN': '受影响' },
  undecidable: { en: 'undecidable', 'zh-CN': '无法判定' },
  'wont-fix': { en: 'will not be fixed', 'zh-CN': '不予修复' },
  'under-investigation': { en: 'under investigation', 'zh-CN': '调查中' },
} as const;

const certaintyWords: Readonly<Record<string, Text>> = {
  'lock file': { en: 'named by a lock file, not installed', 'zh-CN': '仅由锁文件列出，未安装' },
  'SBOM in the image': { en: 'told by an SBOM in the image', 'zh-CN': '由镜像内的 SBOM 声明' },
  'file name': { en: 'known by its file name', 'zh-CN': '依据文件名识别' },
};

/** How certain a package is, in words. An SBOM of somebody else may have one of its own. */
export function certaintyText(certainty: string): Text {
  return Object.hasOwn(certaintyWords, certainty)
    ? (certaintyWords[certainty] ?? verbatim(certainty))
    : verbatim(certainty);
}

export const signedWords = {
  en: ', signed by the key {key}',
  'zh-CN': '，由密钥 {key} 签名',
} as const;

export const suppressionWords = {
  vex: { en: 'VEX', 'zh-CN': 'VEX 声明' },
  distribution: { en: 'distribution', 'zh-CN': '发行版声明' },
  waiver: { en: 'waiver', 'zh-CN': '豁免' },
} as const;

export const outcomeWords = {
  pass: { en: 'passed', 'zh-CN': '通过' },
  fail: { en: 'failed', 'zh-CN': '未通过' },
  unknown: { en: 'not decided', 'zh-CN': '无法判定' },
} as const;
