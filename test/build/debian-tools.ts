import { spawnSync } from 'node:child_process';

/** Why a test cannot run here: a tool of Debian is missing. Under CI nothing is missing, so the test runs and fails. */
export function skipWithout(command: string, debianPackage: string): string | false {
  const missing = spawnSync(command, ['--version'], { stdio: 'ignore' }).error !== undefined;
  return missing && process.env['CI'] !== 'true' ? `needs Debian package: ${debianPackage}` : false;
}
