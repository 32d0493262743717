import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

export const launcher = fileURLToPath(new URL('../../../bin/plimsoll', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs Plimsoll as a user does. The environment is the test's own, without settings of the person who runs it. */
export function plimsoll(
  args: readonly string[],
  { home, env = {}, input }: { home?: string; env?: Record<string, string>; input?: Buffer } = {},
): Promise<Ran> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PLIMSOLL_'));
  const child = spawn(launcher, args, {
    env: {
      ...Object.fromEntries(inherited),
      LANG: 'C.UTF-8',
      ...(home === undefined ? {} : { PLIMSOLL_HOME: home }),
      ...env,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  return new Promise((resolve, reject) => {
    let stdout = '';
    let stderr = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      stdout += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      stderr += text;
    });
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    // A program that refuses its call does not read what it is given.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}
