import type { Command } from './command.ts';

/** Every command, each loaded when it is asked for: a call waits for no other one. */
export interface CommandTable {
  /** In the order in which help lists them. */
  readonly names: readonly string[];
  /** Null where there is none of this name. */
  find(name: string): Promise<Command | null>;
  all(): Promise<readonly Command[]>;
}

/** @param loaders by the name of the command that they bring */
export function commandTable(loaders: Readonly<Record<string, () => Promise<Command>>>): CommandTable {
  return {
    names: Object.keys(loaders),
    find: async (name) => (Object.hasOwn(loaders, name) ? ((await loaders[name]?.()) ?? null) : null),
    all: () => Promise.all(Object.values(loaders).map((load) => load())),
  };
}

export const commands: CommandTable = commandTable({
  quickstart: async () => (await import('./commands/quickstart.ts')).quickstart,
  scan: async () => (await import('./commands/scan.ts')).scan,
  sbom: async () => (await import('./commands/sbom.ts')).sbom,
  'registry scan': async () => (await import('./commands/registry-scan.ts')).registryScan,
  'db update': async () => (await import('./commands/db-update.ts')).dbUpdate,
  'db status': async () => (await import('./commands/db-status.ts')).dbStatus,
  'db build': async () => (await import('./commands/db-build.ts')).dbBuild,
  'db push': async () => (await import('./commands/db-push.ts')).dbPush,
  'db pull': async () => (await import('./commands/db-pull.ts')).dbPull,
  'policy check': async () => (await import('./commands/policy-check.ts')).policyCheck,
  'policy explain': async () => (await import('./commands/policy-explain.ts')).policyExplain,
  'policy schema': async () => (await import('./commands/policy-schema.ts')).policySchema,
  'ledger list': async () => (await import('./commands/ledger-list.ts')).ledgerList,
  'ledger show': async () => (await import('./commands/ledger-show.ts')).ledgerShow,
  'ledger allow': async () => (await import('./commands/ledger-allow.ts')).ledgerAllow,
  'ledger revoke': async () => (await import('./commands/ledger-revoke.ts')).ledgerRevoke,
  'ledger verify': async () => (await import('./commands/ledger-verify.ts')).ledgerVerify,
  'ledger export': async () => (await import('./commands/ledger-export.ts')).ledgerExport,
  'ledger import': async () => (await import('./commands/ledger-import.ts')).ledgerImport,
  'gate docker': async () => (await import('./commands/gate-docker.ts')).gateDocker,
  'gate docker install': async () => (await import('./commands/gate-docker-install.ts')).gateDockerInstall,
  'gate docker status': async () => (await import('./commands/gate-docker-status.ts')).gateDockerStatus,
  'gate docker uninstall': async () => (await import('./commands/gate-docker-uninstall.ts')).gateDockerUninstall,
  'gate runtime': async () => (await import('./commands/gate-runtime.ts')).gateRuntime,
  'baseline collect': async () => (await import('./commands/baseline-collect.ts')).baselineCollect,
  'baseline report': async () => (await import('./commands/baseline-report.ts')).baselineReport,
  'baseline approve': async () => (await import('./commands/baseline-approve.ts')).baselineApprove,
  'baseline drift': async () => (await import('./commands/baseline-drift.ts')).baselineDrift,
  'golden plan': async () => (await import('./commands/golden-plan.ts')).goldenPlan,
  'golden build': async () => (await import('./commands/golden-build.ts')).goldenBuild,
  'versions compare': async () => (await import('./commands/versions-compare.ts')).versionsCompare,
  doctor: async () => (await import('./commands/doctor.ts')).doctor,
  completion: async () => (await import('./commands/completion.ts')).completion,
  help: async () => (await import('./commands/help.ts')).help,
});
