import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';

/** A service of a test's own, which may be started and ended several times. */
export interface OwnProcess {
  start(): Promise<void>;
  /** Ends it in an orderly way, or at once. */
  stop(signal?: 'SIGTERM' | 'SIGKILL'): Promise<void>;
}

interface Service {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: NodeJS.ProcessEnv;
  readonly logFile: string;
  /** Makes room for a new start. */
  readonly prepare: () => void;
  readonly isUp: () => boolean;
}

export function ownProcess({ program, args, env = process.env, logFile, prepare, isUp }: Service): OwnProcess {
  let running: ChildProcess | null = null;
  const stop: OwnProcess['stop'] = async (signal = 'SIGTERM') => {
    const child = running;
    running = null;
    if (child === null || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await new Promise((resolve) => child.once('exit', resolve));
  };
  return {
    stop,
    async start() {
      await stop();
      prepare();
      const log = openSync(logFile, 'w');
      // Not a pipe: a client that is waited for keeps this process from emptying it.
      const child = spawn(program, args, { stdio: ['ignore', log, log], env });
      running = child;
      closeSync(log);
      for (let tries = 0; tries < 150 && child.exitCode === null; tries += 1) {
        if (isUp()) return;
        await wait(100);
      }
      throw new Error(`${program} does not start: ${readFileSync(logFile, 'utf8').slice(-4000)}`);
    },
  };
}
