import { fill, type Text, verbatim } from '../../base/text.ts';
import type { Package } from '../../model/package.ts';
import type { Evidence } from '../../model/verdict.ts';
import type { Control, ControlInput, Doubt, Evaluation } from '../control.ts';
import { gapDoubts } from '../gap-doubts.ts';
import { listed } from '../listing.ts';
import {
  checkPackageRule,
  type PackageRule,
  packageRuleShape,
  packageRuleWords,
  packageTest,
} from '../package-rule.ts';
import { rulesHold } from '../rule-words.ts';

interface Settings {
  readonly forbid?: readonly PackageRule[];
  readonly minimum?: readonly PackageRule[];
  readonly require?: readonly PackageRule[];
}

const lists = ['forbid', 'minimum', 'require'] as const;

/** What one rule comes to. */
interface Found {
  readonly failures: readonly Evidence[];
  readonly doubts: readonly Doubt[];
}

/** Packages that must not be there, must be new enough, or must be there. */
export const packages: Control<Settings> = {
  id: 'packages',
  title: {
    en: 'no forbidden, outdated or missing package',
    'zh-CN': '没有被禁用、过旧或缺失的软件包',
  },
  settings: (zod) =>
    zod
      .strictObject({
        forbid: zod.exactOptional(
          zod.array(packageRuleShape(zod, 'range')).meta({ description: 'Packages that must not be there.' }),
        ),
        minimum: zod.exactOptional(
          zod
            .array(packageRuleShape(zod, 'minimum'))
            .meta({ description: 'Packages that, where they are there, must be new enough.' }),
        ),
        require: zod.exactOptional(
          zod.array(packageRuleShape(zod, 'range')).meta({ description: 'Packages that must be there.' }),
        ),
      })
      .meta({ description: 'Packages by name and version.' }),
  check(settings, check) {
    for (const list of lists) {
      for (const [at, rule] of (settings[list] ?? []).entries()) checkPackageRule(rule, [list, at], check);
    }
  },
  explain: (settings) => {
    const lines = lists.flatMap((list) => listed(texts[list], (settings[list] ?? []).map(ruleText)));
    return lines.length === 0 ? [texts.nothing] : lines;
  },
  evaluate,
};

function evaluate(input: ControlInput, settings: Settings): Evaluation {
  const { packages: installed, gaps } = input.inventory;
  const found = [
    ...(settings.forbid ?? []).map((rule) => forbidden(rule, installed, input)),
    ...(settings.minimum ?? []).map((rule) => outdated(rule, installed, input)),
    ...(settings.require ?? []).map((rule) => missing(rule, installed, input)),
  ];
  const hidden = found.length === 0 ? [] : gapDoubts(gaps, ['packages']);
  return {
    failures: found.flatMap(({ failures }) => failures),
    doubts: [...found.flatMap(({ doubts }) => doubts), ...hidden],
    examined: installed.length,
    passed: rulesHold(found.length),
    failed: (failures) => (failures === 1 ? texts.failedOne : fill(texts.failed, { failures })),
  };
}

function forbidden(rule: PackageRule, installed: readonly Package[], { schemeOf }: ControlInput): Found {
  const test = packageTest(rule, schemeOf);
  const words = packageRuleWords(rule);
  return sorted(installed.filter(test.isAbout), test.hasVersion, (pkg) => ({ ...evidenceOf(pkg), forbidden: words }));
}

function outdated(rule: PackageRule, installed: readonly Package[], { schemeOf }: ControlInput): Found {
  const test = packageTest(rule, schemeOf);
  const isTooOld = (pkg: Package) => {
    const isNewEnough = test.hasVersion(pkg);
    return typeof isNewEnough === 'boolean' ? !isNewEnough : isNewEnough;
  };
  return sorted(installed.filter(test.isAbout), isTooOld, (pkg) => ({
    ...evidenceOf(pkg),
    minimum: rule.version ?? '',
  }));
}

/** One package of the right version is enough; while none is seen to be, one that cannot be compared may be it, and one in a gap too. */
function missing(rule: PackageRule, installed: readonly Package[], { schemeOf, inventory }: ControlInput): Found {
  const test = packageTest(rule, schemeOf);
  const candidates = installed.filter(test.isAbout);
  const doubts: Doubt[] = [];
  for (const pkg of candidates) {
    const answer = test.hasVersion(pkg);
    if (answer === true) return { failures: [], doubts: [] };
    if (answer !== false) doubts.push(answer);
  }
  if (doubts.length > 0 || gapDoubts(inventory.gaps, ['packages']).length > 0) return { failures: [], doubts };
  const required = packageRuleWords(rule);
  if (candidates.length === 0) return { failures: [{ package: rule.name, required, missing: true }], doubts };
  return { failures: candidates.map((pkg) => ({ ...evidenceOf(pkg), required })), doubts };
}

function ruleText({ name, type, version, versions }: PackageRule): Text {
  const subject = type === undefined ? name : `${name} (${type})`;
  if (version !== undefined) return verbatim(`${subject} ${version}`);
  return versions === undefined ? verbatim(subject) : fill(texts.inVersions, { subject, versions });
}

function sorted(
  packages: readonly Package[],
  breaks: (pkg: Package) => boolean | Doubt,
  evidence: (pkg: Package) => Evidence,
): Found {
  const failures: Evidence[] = [];
  const doubts: Doubt[] = [];
  for (const pkg of packages) {
    const answer = breaks(pkg);
    if (answer === true) failures.push(evidence(pkg));
    else if (answer !== false) doubts.push(answer);
  }
  return { failures, doubts };
}

function evidenceOf({ name, version, type, purl, path, layer }: Package): Evidence {
  return { package: name, version, type, purl, path, layer };
}

const texts = {
  forbid: {
    en: 'It must not contain any of these packages (* stands for any characters):',
    'zh-CN': '不得含有下列任何软件包（* 代表任意字符）：',
  },
  minimum: {
    en: 'Where it contains one of these packages, the version must be at least:',
    'zh-CN': '如含有下列软件包，其版本不得低于：',
  },
  require: { en: 'It must contain each of these packages:', 'zh-CN': '必须含有下列每个软件包：' },
  inVersions: { en: '{subject}, versions {versions}', 'zh-CN': '{subject}，版本 {versions}' },
  nothing: { en: 'No rule about packages is set, so this always holds.', 'zh-CN': '未设置软件包规则，此项始终满足。' },
  failed: { en: 'rules are broken {failures} times', 'zh-CN': '违反规则 {failures} 处' },
  failedOne: { en: 'a rule is broken', 'zh-CN': '违反规则 1 处' },
} as const satisfies Record<string, Text>;
