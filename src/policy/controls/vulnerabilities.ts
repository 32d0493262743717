import { fill, type Text } from '../../base/text.ts';
import { isMalice, type Severity, severities, severityRank, type VulnerabilityFinding } from '../../model/finding.ts';
import { lockFile } from '../../model/package.ts';
import type { Evidence } from '../../model/verdict.ts';
import type { Control, ControlInput, Doubt, Evaluation } from '../control.ts';
import { gapDoubts } from '../gap-doubts.ts';
import { advisoryIdShape } from '../setting-shapes.ts';
import { criteriaSentences, criteriaWords, type VulnerabilityCriteria } from '../vulnerability-criteria.ts';

interface Settings {
  readonly severity?: Severity;
  readonly score?: number;
  readonly epss?: number;
  readonly knownExploited?: boolean;
  readonly ids?: readonly string[];
  readonly onlyFixable?: boolean;
  readonly graceDays?: number;
  readonly installedOnly?: boolean;
  readonly unownedExecutables?: 'report' | 'unknown';
}

const dayLength = 86_400_000;

/** No finding at or above a severity, a score, a probability, on the list of the exploited, or named. */
export const vulnerabilities: Control<Settings> = {
  id: 'vulnerabilities',
  title: {
    en: 'no vulnerability that is too severe, exploited or named',
    'zh-CN': '不含过于严重、已被利用或被点名的漏洞',
  },
  settings: (zod) =>
    zod
      .strictObject({
        severity: zod.exactOptional(
          zod.enum(severities).meta({ description: 'Deny at this severity or above; unknown means every finding.' }),
        ),
        score: zod.exactOptional(
          zod.number().min(0).max(10).meta({ description: 'Deny at this CVSS base score or above.' }),
        ),
        epss: zod.exactOptional(
          zod.number().min(0).max(1).meta({ description: 'Deny at this EPSS probability or above.' }),
        ),
        knownExploited: zod.exactOptional(
          zod.boolean().meta({ description: 'Deny what the KEV catalogue lists as exploited.' }),
        ),
        ids: zod.exactOptional(
          zod
            .array(advisoryIdShape(zod, 'A CVE or any other name of an advisory.'))
            .meta({ description: 'Deny these whatever their severity, age or fix.' }),
        ),
        onlyFixable: zod.exactOptional(
          zod.boolean().meta({ description: 'Leave out what no newer version fixes (ids and malware excepted).' }),
        ),
        graceDays: zod.exactOptional(
          zod.number().int().min(0).max(3650).meta({
            description: 'Leave out advisories published less than so many days ago (ids and malware excepted).',
          }),
        ),
        installedOnly: zod.exactOptional(
          zod.boolean().meta({ description: 'Leave out packages that only a lock file names (ids excepted).' }),
        ),
        unownedExecutables: zod.exactOptional(
          zod.enum(['report', 'unknown']).meta({
            description:
              'Executables that no package brought and that are not recognized: list them (report, as it comes), or let this control be unknown because of them.',
          }),
        ),
      })
      .meta({
        description: 'Vulnerabilities that deny. With no criterion of its own: severity high or above, or exploited.',
      }),
  explain(settings) {
    const { onlyFixable = false, graceDays = 0, installedOnly = false } = settings;
    const lines = [...criteriaSentences(criteriaOf(settings)), onlyFixable ? texts.onlyFixable : texts.fixableOrNot];
    if (graceDays > 0) lines.push(fill(texts.grace, { days: graceDays }));
    if (installedOnly) lines.push(texts.installedOnly);
    if ((onlyFixable || graceDays > 0 || installedOnly) && (settings.ids ?? []).length > 0)
      lines.push(texts.namedAlways);
    if (settings.unownedExecutables === 'unknown') lines.push(texts.unowned);
    return lines;
  },
  evaluate,
};

function evaluate(input: ControlInput, settings: Settings): Evaluation {
  const criteria = criteriaOf(settings);
  const failing: VulnerabilityFinding[] = [];
  const doubts: Doubt[] = [];
  let isUntouched = false;
  for (const finding of input.vulnerabilities) {
    if (!matters(finding, criteria, settings, input.now)) isUntouched = true;
    else if (finding.status === 'undecidable') doubts.push(undecidable(finding));
    else failing.push(finding);
  }
  const needs = ['packages', 'distribution', 'advisories'] as const;
  const isStrict = settings.unownedExecutables === 'unknown';
  doubts.push(...gapDoubts(input.inventory.gaps, isStrict ? [...needs, 'programs'] : needs));
  if (isUntouched) doubts.push(...missingFeeds(input, criteria));
  const examined = input.vulnerabilities.length;
  const words = criteriaWords(criteria);
  return {
    failures: failing.sort(byUrgency).map(evidenceOf),
    doubts,
    examined,
    passed: examined === 0 ? texts.none : fill(texts.passed, { count: examined, criteria: words }),
    failed: (count) => fill(count === 1 ? texts.failedOne : texts.failed, { count, examined, criteria: words }),
  };
}

/** Turned on "as it comes", it asks for what most people mean by it. */
function criteriaOf({ severity, score, epss, knownExploited, ids }: Settings): VulnerabilityCriteria {
  const isSaid = severity !== undefined || score !== undefined || epss !== undefined || knownExploited === true;
  const named = new Set((ids ?? []).map((id) => id.toUpperCase()));
  if (!isSaid && named.size === 0) {
    return { severity: 'high', score: null, epss: null, knownExploited: knownExploited ?? true, ids: named };
  }
  return {
    severity: severity ?? null,
    score: score ?? null,
    epss: epss ?? null,
    knownExploited: knownExploited ?? false,
    ids: named,
  };
}

function matters(
  finding: VulnerabilityFinding,
  criteria: VulnerabilityCriteria,
  settings: Settings,
  now: Date,
): boolean {
  const names = [finding.id, ...finding.aliases, finding.evidence.advisory];
  if (criteria.ids.size > 0 && names.some((name) => criteria.ids.has(name.toUpperCase()))) return true;
  // Where versions cannot be compared, that no fix is known does not say that there is none.
  const isFixable = finding.fixed !== null || finding.status === 'undecidable';
  // Malware is repaired by nobody, and the newest does the most harm.
  const isMalware = names.some(isMalice);
  if (settings.onlyFixable === true && !isFixable && !isMalware) return false;
  if (settings.installedOnly === true && finding.certainty === lockFile) return false;
  if (!isMalware && isInGrace(finding.published, settings.graceDays ?? 0, now)) return false;
  const { severity, score, epss, knownExploited } = criteria;
  if (severity !== null && severityRank(finding.severity) >= severityRank(severity)) return true;
  if (score !== null && finding.score !== null && finding.score >= score) return true;
  if (epss !== null && finding.epss !== null && finding.epss >= epss) return true;
  return knownExploited && finding.knownExploited;
}

/** An advisory from the future is no reason for patience: it would have the same grace on every day until then. */
function isInGrace(published: string | null, graceDays: number, now: Date): boolean {
  if (published === null || graceDays === 0) return false;
  const age = now.getTime() - Date.parse(published);
  return age >= -dayLength && age < graceDays * dayLength;
}

/**
 * A demand about exploitation over a database that knows nothing of it would pass everything. The starter set is left out of
 * this: it says of itself that it is not the whole, and the control `database` is there to refuse it.
 */
function missingFeeds({ database }: ControlInput, criteria: VulnerabilityCriteria): readonly Doubt[] {
  if (database.starter) return [];
  const wanted = [...(criteria.knownExploited ? ['KEV'] : []), ...(criteria.epss === null ? [] : ['EPSS'])];
  return wanted
    .filter((name) => !database.feeds.some((feed) => feed.name === name && feed.records > 0))
    .map((name) => ({ reason: fill(texts.noFeed, { name, flag: name.toLowerCase() }), evidence: { feed: name } }));
}

function undecidable(finding: VulnerabilityFinding): Doubt {
  const { id, package: name, installed } = finding;
  return { reason: fill(texts.undecidable, { id, name, installed }), evidence: evidenceOf(finding) };
}

function evidenceOf(finding: VulnerabilityFinding): Evidence {
  const {
    id,
    package: name,
    installed,
    fixed,
    severity,
    score,
    epss,
    knownExploited,
    status,
    purl,
    path,
    disputed,
    certainty,
  } = finding;
  const others = [...new Set([...finding.aliases, finding.evidence.advisory])].filter((other) => other !== id);
  return {
    id,
    package: name,
    installed,
    fixed,
    severity,
    score,
    ...(epss === null ? {} : { epss }),
    ...(knownExploited ? { knownExploited } : {}),
    ...(status === 'affected' ? {} : { status }),
    ...(certainty === null ? {} : { certainty }),
    ...(disputed === true ? { disputed } : {}),
    ...(others.length === 0 ? {} : { aliases: others.join(' ') }),
    purl,
    path,
  };
}

function byUrgency(a: VulnerabilityFinding, b: VulnerabilityFinding): number {
  return (
    Number(b.knownExploited) - Number(a.knownExploited) ||
    severityRank(b.severity) - severityRank(a.severity) ||
    (b.score ?? 0) - (a.score ?? 0)
  );
}

const texts = {
  onlyFixable: {
    en: 'One for which there is no repaired version yet does not count.',
    'zh-CN': '尚无修复版本的漏洞不计入。',
  },
  fixableOrNot: {
    en: 'It counts whether or not there is a repaired version yet.',
    'zh-CN': '无论是否已有修复版本，都计入。',
  },
  grace: {
    en: 'One that became public less than {days} days ago does not count yet, even if attackers exploit it.',
    'zh-CN': '公布未满 {days} 天的漏洞暂不计入，即使已有攻击者利用。',
  },
  installedOnly: {
    en: 'A package that only a lock file names, and that is not installed, does not count.',
    'zh-CN': '仅由锁文件列出而未安装的软件包不计入。',
  },
  namedAlways: {
    en: 'Those that are named here by their number always count.',
    'zh-CN': '此处点名编号的漏洞始终计入。',
  },
  unowned: {
    en: 'It must hold no executable of which nobody knows what it is: none that no package brought and that is not recognized.',
    'zh-CN': '不得包含来历不明的可执行文件：即不属于任何软件包、也无法识别的可执行文件。',
  },
  none: { en: 'no findings', 'zh-CN': '未发现漏洞' },
  passed: { en: 'none of the {count} findings is {criteria}', 'zh-CN': '{count} 个漏洞中没有符合条件的：{criteria}' },
  failed: {
    en: '{count} of {examined} findings are {criteria}',
    'zh-CN': '{examined} 个漏洞中有 {count} 个属于：{criteria}',
  },
  failedOne: {
    en: '1 of {examined} findings is {criteria}',
    'zh-CN': '{examined} 个漏洞中有 1 个属于：{criteria}',
  },
  undecidable: {
    en: 'whether {id} affects {name} cannot be said: its version {installed} cannot be compared',
    'zh-CN': '无法判断 {name} 是否受 {id} 影响：其版本 {installed} 无法比较',
  },
  noFeed: {
    en: 'the database knows nothing of {name}: plimsoll db update with --{flag}',
    'zh-CN': '数据库中没有 {name} 数据：请用 plimsoll db update 并加 --{flag}',
  },
} as const satisfies Record<string, Text>;
