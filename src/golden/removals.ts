import { phrase, type Text, verbatim } from '../base/text.ts';
import { goldenRemarks, goldenWords as words } from '../messages/golden-plan.ts';
import type { Package } from '../model/package.ts';
import type { Report } from '../model/report.ts';
import { listedTexts } from './listed.ts';
import { hasShell, isSystemType, type PackageManager } from './package-managers.ts';
import type { PlanItem, Remark } from './plan.ts';
import { type PackageRelations, removable } from './relations.ts';
import { isSafeName } from './safe-words.ts';
import { toolKind } from './tool-packages.ts';
import { evidenceOf } from './upgrades.ts';

export interface Removals {
  readonly forbidden: readonly PlanItem[];
  readonly tools: readonly PlanItem[];
  readonly remarks: readonly Remark[];
}

/** What the policy forbids, and tools that nothing needs, as far as the package database allows it. */
export function removals(
  report: Report,
  manager: PackageManager | null,
  relations: readonly PackageRelations[] | null,
): Removals {
  const { packages } = report.inventory;
  const banned = forbiddenPackages(report);
  const isOwn = (type: string) => manager !== null && type === manager.type;
  const elsewhere = banned.filter(({ type }) => !isOwn(type));
  const own = banned.filter(({ type }) => isOwn(type));
  const checked =
    relations === null
      ? null
      : removable(
          own.map(({ name }) => name),
          relations,
        );
  const canGo = new Set(checked?.names ?? own.map(({ name }) => name));
  const forbidden = own.filter(({ name }) => canGo.has(name) && manager !== null && isSafeName(manager.id, name));
  const unsafe = own.filter((one) => canGo.has(one.name) && !forbidden.includes(one));
  const needed = own.flatMap(({ name }) => {
    const others = checked?.kept.get(name);
    if (others === undefined) return [];
    if (others.length === 0) return [phrase(goldenRemarks.essential, { name })];
    return [phrase(goldenRemarks.neededBy, { name, others: others.slice(0, 3).join(', ') })];
  });
  const hasCheck = report.config.hasHealthcheck;
  const tools = manager === null ? [] : toolsIn(packages, manager, relations, forbidden, hasCheck);
  const spared = hasCheck && packages.some(({ name, type }) => isOwn(type) && isCaller(name));
  return {
    forbidden,
    tools,
    remarks: [
      ...remark('needed', needed, goldenRemarks.needed),
      ...remark(
        'forbidden-elsewhere',
        elsewhere.map(({ name }) => verbatim(name)),
        goldenRemarks.forbiddenElsewhere,
      ),
      ...remark(
        'unsafe',
        unsafe.map(({ name }) => verbatim(name)),
        goldenRemarks.unsafe,
      ),
      ...(spared ? [{ code: 'healthcheck', text: goldenRemarks.healthcheck }] : []),
      ...(relations === null &&
      hasShell(packages) &&
      packages.some(({ type, name }) => isSystemType(type) && toolKind(name) !== null)
        ? [{ code: 'unknown-needs', text: goldenRemarks.unknownNeeds }]
        : []),
    ],
  };
}

function remark(
  code: string,
  names: readonly Text[],
  text: { readonly en: string; readonly 'zh-CN': string },
): readonly Remark[] {
  return names.length === 0 ? [] : [{ code, text: listedTexts(text, names) }];
}

function forbiddenPackages(report: Report): readonly PlanItem[] {
  const seen = new Map<string, PlanItem>();
  for (const { package: name, type, version, forbidden } of evidenceOf(report)) {
    if (typeof forbidden !== 'string' || typeof name !== 'string' || typeof type !== 'string') continue;
    const note = phrase(words.forbiddenBy, { rule: forbidden });
    seen.set(`${type} ${name}`, { name, type, installed: String(version), fixed: null, fixes: [], note });
  }
  return [...seen.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

/** What a health check most often calls. */
function isCaller(name: string): boolean {
  return name === 'curl' || name === 'wget';
}

/** Tools beside what is removed anyway, where the database says that nothing needs them. */
function toolsIn(
  packages: readonly Package[],
  manager: PackageManager,
  relations: readonly PackageRelations[] | null,
  forbidden: readonly PlanItem[],
  hasCheck: boolean,
): readonly PlanItem[] {
  if (relations === null) return [];
  const gone = new Set(forbidden.map(({ name }) => name));
  const candidates = packages.filter(
    ({ name, type }) =>
      type === manager.type &&
      !gone.has(name) &&
      toolKind(name) !== null &&
      isSafeName(manager.id, name) &&
      !(hasCheck && isCaller(name)),
  );
  const both = removable([...gone, ...candidates.map(({ name }) => name)], relations).names;
  return candidates
    .filter(({ name }, at) => both.includes(name) && candidates.findIndex((one) => one.name === name) === at)
    .map(({ name, type, version }) => {
      const kind = toolKind(name);
      return {
        name,
        type,
        installed: version,
        fixed: null,
        fixes: [],
        note: kind === null ? null : words.isTool[kind],
      };
    });
}
