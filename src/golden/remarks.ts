import { phrase, type Text } from '../base/text.ts';
import { goldenRemarks } from '../messages/golden-plan.ts';
import type { Report } from '../model/report.ts';
import { listedNames } from './listed.ts';
import type { PlanItem, Remark } from './plan.ts';
import type { UserChoice } from './unprivileged-user.ts';
import { evidenceOf } from './upgrades.ts';

/** What keeps the plan from being about everything. */
export function stateRemarks({ inventory, database }: Report): readonly Remark[] {
  return [
    ...(inventory.gaps.some(({ incomplete }) => incomplete) ? [{ code: 'partial', text: goldenRemarks.partial }] : []),
    ...(database.starter ? [{ code: 'starter', text: goldenRemarks.starter }] : []),
  ];
}

/** Packages with a fix that no command of this plan upgrades. */
export function upgradeRemarks(unsafe: readonly PlanItem[], unmanaged: readonly PlanItem[]): readonly Remark[] {
  return [
    ...remark(
      'unsafe',
      goldenRemarks.unsafe,
      unsafe.map(({ name }) => name),
    ),
    ...remark(
      'unmanaged',
      goldenRemarks.unmanaged,
      unmanaged.map(({ name, type, fixed }) => `${name} (${type}) → ${fixed}`),
    ),
  ];
}

/** What somebody else has to do: whoever builds the application, or whoever mends a package. */
export function wantedRemarks(report: Report, application: readonly PlanItem[]): readonly Remark[] {
  const unfixed = report.vulnerabilities.filter(({ fixed, status }) => fixed === null || status !== 'affected');
  const required = evidenceOf(report).flatMap(({ package: name, required: rule }) =>
    typeof rule === 'string' ? [`${name}`] : [],
  );
  const names = application.map(({ name, installed, fixed }) => `${name} ${installed} → ${fixed}`);
  return [
    ...remark('application', goldenRemarks.application, names),
    ...remark('required', goldenRemarks.required, required),
    ...remark(
      'unfixed',
      goldenRemarks.unfixed,
      unfixed.map((one) => `${one.id} (${one.package})`),
    ),
  ];
}

/** What a user that the image did not have may meet. */
export function userRemarks({ config }: Report, user: UserChoice | null): readonly Remark[] {
  if (user === null || !user.isNew) return [];
  const ports = config.exposedPorts.filter((port) => /^[0-9]+\//.test(port) && Number.parseInt(port, 10) < 1024);
  return [
    ...(user.wasOdd ? [{ code: 'odd-user', text: goldenRemarks.oddUser }] : []),
    { code: 'writes', text: goldenRemarks.writes },
    ...(user.isBare ? [{ code: 'no-account', text: goldenRemarks.noAccount }] : []),
    ...(ports.length === 0
      ? []
      : [{ code: 'ports', text: phrase(goldenRemarks.ports, { ports: ports.slice(0, 10).join(', ') }) }]),
  ];
}

function remark(code: string, text: Text, names: readonly string[]): readonly Remark[] {
  return names.length === 0 ? [] : [{ code, text: listedNames(text, names) }];
}
