import { spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { launcher } from '../build/plimsoll.ts';

/** Something hostile, and what Plimsoll has to say to it. */
export interface HostileCase {
  readonly name: string;
  /** Makes the hostile thing in an empty folder and says how Plimsoll is called; `stop` ends what was started for it. */
  readonly prepare: (folder: string) => Prepared | Promise<Prepared>;
  readonly exit: 0 | 1 | 2 | 3;
  /** The code in the error's first line; null where there is no error. */
  readonly error: string | null;
  /** `what: reason` of gaps that the JSON report must name. */
  readonly gaps?: readonly string[];
}

export interface Prepared {
  readonly args: readonly string[];
  readonly input?: Buffer | (() => Generator<Buffer>);
  readonly stop?: () => void;
}

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Milliseconds. */
  readonly wall: number;
  /** MiB. */
  readonly peak: number;
  /** What lies where nothing should have been written. */
  readonly strays: readonly string[];
}

const LONGEST = 90_000;

export async function play(hostile: HostileCase): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-hostile-'));
  for (const name of ['case', 'home', 'cwd', 'tmp']) mkdirSync(join(folder, name));
  const prepared = await hostile.prepare(join(folder, 'case'));
  const before = listing(join(folder, 'case'));
  const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith('PLIMSOLL_'));
  const started = performance.now();
  const child = spawn(launcher, [...prepared.args], {
    cwd: join(folder, 'cwd'),
    env: {
      ...Object.fromEntries(inherited),
      LANG: 'C.UTF-8',
      PLIMSOLL_HOME: join(folder, 'home'),
      TMPDIR: join(folder, 'tmp'),
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  let peak = 0;
  const timer = setInterval(() => {
    peak = Math.max(peak, peakOf(child.pid));
  }, 10);
  const killer = setTimeout(() => child.kill('SIGKILL'), LONGEST);
  try {
    // Whoever refuses what it is given does not read it.
    child.stdin.on('error', () => {});
    feed(child.stdin, prepared.input);
    const [stdout, stderr, code] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise<number | null>((resolve) => child.on('close', resolve)),
    ]);
    const strays = [
      ...listing(join(folder, 'cwd')),
      ...listing(join(folder, 'tmp')),
      ...listing(join(folder, 'case')).filter((name) => !before.includes(name)),
    ];
    return { code, stdout, stderr, wall: performance.now() - started, peak, strays };
  } finally {
    clearInterval(timer);
    clearTimeout(killer);
    prepared.stop?.();
    rmSync(folder, { recursive: true, force: true });
  }
}

function feed(stdin: NodeJS.WritableStream, input: Prepared['input']): void {
  if (typeof input !== 'function') {
    stdin.end(input ?? '');
    return;
  }
  const parts = input();
  const next = (): void => {
    for (;;) {
      const part = parts.next();
      if (part.done) {
        stdin.end();
        return;
      }
      if (!stdin.write(part.value)) {
        stdin.once('drain', next);
        return;
      }
    }
  };
  next();
}

async function text(stream: AsyncIterable<Buffer>): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part);
  return Buffer.concat(parts).toString('utf8');
}

function listing(folder: string): string[] {
  return readdirSync(folder, { recursive: true }).map(String);
}

function peakOf(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024;
  } catch {
    // It has ended already.
    return 0;
  }
}
