import { type ChildProcess, spawn } from 'node:child_process';
import { launcher } from '../build/installation.ts';

/** `plimsoll gate docker` as a user starts it. */
export interface RealGate {
  readonly child: ChildProcess;
  /** All that it said on standard error. */
  said(): string;
  /** Ends it as systemd would; its exit code. */
  stop(): Promise<number | null>;
}

/** Starts it and waits for its `ready:` line. Rejects with what it said where it ends before. */
export async function startRealGate(
  home: string,
  args: readonly string[],
  more: Readonly<Record<string, string>> = {},
): Promise<RealGate> {
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PLIMSOLL_'));
  const child = spawn(launcher, ['gate', 'docker', ...args], {
    env: { ...Object.fromEntries(inherited), LANG: 'C.UTF-8', PLIMSOLL_HOME: home, ...more },
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    exited.then(() => reject(new Error(`the gate ended: ${said}`)));
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (/^ready: /m.test(said)) resolve();
    });
  });
  return {
    child,
    said: () => said,
    stop: () => {
      child.kill('SIGTERM');
      return exited;
    },
  };
}
