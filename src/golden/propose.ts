import { fill, phrase, type Text } from '../base/text.ts';
import { goldenWords as words } from '../messages/golden-plan.ts';
import type { Report } from '../model/report.ts';
import { originLabels } from './base-reference.ts';
import type { ImageFacts } from './image-facts.ts';
import { insteadOf } from './instead.ts';
import { languageUpgrades } from './language-packages.ts';
import { isSystemType, managerOf, type PackageManager } from './package-managers.ts';
import type { BaseReference, GoldenOptions, GoldenPlan, PlanItem, Step } from './plan.ts';
import { stateRemarks, upgradeRemarks, userRemarks, wantedRemarks } from './remarks.ts';
import { removals } from './removals.ts';
import { type UserChoice, unprivilegedUser } from './unprivileged-user.ts';
import { type SchemeOf, upgrades } from './upgrades.ts';

export interface Proposing {
  readonly report: Report;
  readonly facts: ImageFacts;
  readonly from: BaseReference;
  readonly schemeOf: SchemeOf;
  readonly options: GoldenOptions;
}

/** Proposes the hardened successor of an image, from what a scan found and a policy says. Pure: the same report gives the same plan. */
export function proposeGolden({ report, facts, from, schemeOf, options }: Proposing): GoldenPlan {
  const { packages, distribution } = report.inventory;
  const manager = managerOf(packages);
  const wanted = upgrades(report, schemeOf);
  const system = wanted.filter(({ type }) => isSystemType(type)).map(withoutPath);
  const own = system.filter(({ type }) => type === manager?.type);
  const usable = own.filter((item) => manager !== null && manager.word(item) !== null);
  const language = languageUpgrades(
    wanted.filter(({ type }) => !isSystemType(type)),
    report,
  );
  const removing = removals(report, manager, facts.relations);
  const user = options.keepUser ? null : unprivilegedUser(report, facts.groups);
  const steps = [
    ...upgradeSteps(usable, manager),
    ...removalSteps(removing.forbidden, removing.tools, manager, options),
    ...languageSteps(language, options),
    ...accountSteps(user),
    ...setuidSteps(report, user, options),
  ];
  const needsRoot = steps.some(({ active }) => active) && report.config.user !== '';
  const root: readonly Step[] = needsRoot
    ? [{ kind: 'root', active: true, why: words.rootNeeded, items: [], instruction: { verb: 'USER', user: '0' } }]
    : [];
  const instead = insteadOf(report, manager, [...system, ...removing.forbidden]);
  return {
    image: { ref: report.ref, configDigest: report.fingerprint.configDigest, distribution, user: report.config.user },
    policy: report.verdict.policy,
    outcome: instead ?? {
      kind: 'dockerfile',
      from,
      steps: [...root, ...steps, labelStep(report, from), ...userSteps(report, user, needsRoot)],
    },
    remarks: [
      ...stateRemarks(report),
      ...upgradeRemarks(
        own.filter((item) => !usable.includes(item)),
        instead === null ? system.filter((item) => !own.includes(item)) : [],
      ),
      ...removing.remarks,
      ...wantedRemarks(report, language.application),
      ...(instead === null ? userRemarks(report, user) : []),
    ],
  };
}

function withoutPath({ path: _, ...item }: PlanItem & { readonly path: string }): PlanItem {
  return item;
}

function upgradeSteps(items: readonly PlanItem[], manager: PackageManager | null): readonly Step[] {
  if (manager === null || items.length === 0) return [];
  const fixes = new Set(items.flatMap((item) => item.fixes.map(({ id }) => `${item.name} ${id}`))).size;
  const text = manager.saysVersions ? words.upgradeAtLeast : words.upgrade;
  const commands = manager.upgrade([...new Set(items.flatMap((item) => manager.word(item) ?? []))]);
  const why = fill(text, { count: items.length, fixes });
  return [{ kind: 'upgrade', active: true, why, items, instruction: { verb: 'RUN', commands } }];
}

function removalSteps(
  forbidden: readonly PlanItem[],
  tools: readonly PlanItem[],
  manager: PackageManager | null,
  { removeTools }: GoldenOptions,
): readonly Step[] {
  if (manager === null) return [];
  const step = (
    kind: 'forbidden' | 'tools',
    active: boolean,
    why: Text,
    items: readonly PlanItem[],
  ): readonly Step[] => {
    const commands = manager.remove(items.map(({ name }) => name));
    return items.length === 0 ? [] : [{ kind, active, why, items, instruction: { verb: 'RUN', commands } }];
  };
  return [
    ...step('forbidden', true, manager.type === 'rpm' ? words.forbiddenUnchecked : words.forbidden, forbidden),
    ...step('tools', removeTools, removeTools ? words.tools : words.toolsOptional, tools),
  ];
}

function languageSteps(
  { npm, pypi }: ReturnType<typeof languageUpgrades>,
  { languagePackages }: GoldenOptions,
): readonly Step[] {
  const found = [
    { step: npm, text: words.languageNpm },
    { step: pypi, text: words.languagePypi },
  ];
  return found.flatMap(({ step, text }) => {
    if (step === null) return [];
    const { items, commands } = step;
    const why = languagePackages ? text : both(text, words.languageOptional);
    return [
      {
        kind: 'language',
        active: languagePackages,
        why,
        items: items.map((item) => ({ ...item })),
        instruction: { verb: 'RUN', commands },
      },
    ];
  });
}

function both(a: Text, b: Text): Text {
  return { en: `${a.en} ${b.en}`, 'zh-CN': `${a['zh-CN']}${b['zh-CN']}` };
}

function accountSteps(user: UserChoice | null): readonly Step[] {
  if (user === null || user.make === null) return [];
  const { name, commands } = user.make;
  const why = phrase(words.account, { user: name });
  return [{ kind: 'account', active: true, why, items: [], instruction: { verb: 'RUN', commands } }];
}

/** Only where the image brings `find`, by its own package database. */
function setuidSteps({ inventory }: Report, user: UserChoice | null, { keepSetuid }: GoldenOptions): readonly Step[] {
  const canFind = inventory.packages.some(({ name, type }) =>
    type === 'apk' ? name === 'busybox' : isSystemType(type) && name === 'findutils',
  );
  if (keepSetuid || user === null || !canFind || managerOf(inventory.packages) === null) return [];
  const fixed = 'find / -xdev -type f -perm /6000 -exec chmod a-s {} +';
  const instruction = { verb: 'RUN', commands: [{ fixed, words: [] }] } as const;
  return [{ kind: 'setuid', active: true, why: words.setuid, items: [], instruction }];
}

function labelStep(report: Report, from: BaseReference): Step {
  const instruction = { verb: 'LABEL', labels: originLabels(report, from) } as const;
  return { kind: 'labels', active: true, why: words.labels, items: [], instruction };
}

/** The user comes last: what stands before it is done as root. */
function userSteps(report: Report, user: UserChoice | null, needsRoot: boolean): readonly Step[] {
  const step = (name: string, why: Text): readonly Step[] => [
    { kind: 'user', active: true, why, items: [], instruction: { verb: 'USER', user: name } },
  ];
  if (user !== null) return step(user.user, user.why);
  // What USER was cannot be written down again where it is nothing that may stand here: it was a name, and becomes its number.
  return needsRoot ? step(unprivilegedUserOrRoot(report), words.userRoot) : [];
}

function unprivilegedUserOrRoot(report: Report): string {
  const choice = unprivilegedUser(report, new Map());
  return choice.isNew || choice.wasOdd ? '0' : choice.user;
}
