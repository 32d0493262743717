import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('open-gate.ts', import.meta.url));

export interface GateProcess {
  readonly path: string;
  readonly child: ChildProcess;
  /** What it said on standard error after it was ready. */
  troubles(): string;
  /** Ends it as systemd would. Resolves to its exit code. */
  stop(): Promise<number | null>;
}

/** Starts a gate that lets everything pass before an engine. */
export async function startGate(path: string, enginePath: string): Promise<GateProcess> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', script, path, enginePath], {
    stdio: ['ignore', 'inherit', 'pipe'],
  });
  let said = '';
  const exited = new Promise<number | null>((resolve) => child.on('exit', resolve));
  await new Promise<void>((resolve, reject) => {
    child.on('error', reject);
    exited.then(() => reject(new Error(`the gate ended: ${said}`)));
    child.stderr?.setEncoding('utf8').on('data', (text: string) => {
      said += text;
      if (said.startsWith(`ready: unix://${path}\n`)) resolve();
    });
  });
  return {
    path,
    child,
    troubles: () => said.slice(`ready: unix://${path}\n`.length),
    async stop() {
      child.kill('SIGTERM');
      return exited;
    },
  };
}
