import type { Command } from './command.ts';
import { baselineApprove } from './commands/baseline-approve.ts';
import { baselineCollect } from './commands/baseline-collect.ts';
import { baselineDrift } from './commands/baseline-drift.ts';
import { baselineReport } from './commands/baseline-report.ts';
import { completion } from './commands/completion.ts';
import { dbStatus } from './commands/db-status.ts';
import { dbUpdate } from './commands/db-update.ts';
import { doctor } from './commands/doctor.ts';
import { gateDocker } from './commands/gate-docker.ts';
import { gateDockerInstall } from './commands/gate-docker-install.ts';
import { gateDockerStatus } from './commands/gate-docker-status.ts';
import { gateDockerUninstall } from './commands/gate-docker-uninstall.ts';
import { gateRuntime } from './commands/gate-runtime.ts';
import { goldenBuild } from './commands/golden-build.ts';
import { goldenPlan } from './commands/golden-plan.ts';
import { help } from './commands/help.ts';
import { ledgerAllow } from './commands/ledger-allow.ts';
import { ledgerExport } from './commands/ledger-export.ts';
import { ledgerImport } from './commands/ledger-import.ts';
import { ledgerList } from './commands/ledger-list.ts';
import { ledgerRevoke } from './commands/ledger-revoke.ts';
import { ledgerShow } from './commands/ledger-show.ts';
import { ledgerVerify } from './commands/ledger-verify.ts';
import { policyCheck } from './commands/policy-check.ts';
import { policyExplain } from './commands/policy-explain.ts';
import { policySchema } from './commands/policy-schema.ts';
import { quickstart } from './commands/quickstart.ts';
import { sbom } from './commands/sbom.ts';
import { scan } from './commands/scan.ts';
import { versionsCompare } from './commands/versions-compare.ts';

/** Every command, in the order in which help lists them. */
export const commands: readonly Command[] = [
  quickstart,
  scan,
  sbom,
  dbUpdate,
  dbStatus,
  policyCheck,
  policyExplain,
  policySchema,
  ledgerList,
  ledgerShow,
  ledgerAllow,
  ledgerRevoke,
  ledgerVerify,
  ledgerExport,
  ledgerImport,
  gateDocker,
  gateDockerInstall,
  gateDockerStatus,
  gateDockerUninstall,
  gateRuntime,
  baselineCollect,
  baselineReport,
  baselineApprove,
  baselineDrift,
  goldenPlan,
  goldenBuild,
  versionsCompare,
  doctor,
  completion,
  help,
];
