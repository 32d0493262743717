import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';

export interface Measured {
  /** Milliseconds from start to end of the process. */
  readonly wall: number;
  /** Most memory that the process held, in MiB. 0 where this system does not tell. */
  readonly peak: number;
  /** What it read, of files and sockets, in MiB, as of the last look at it. 0 where this system does not tell. */
  readonly read: number;
}

/** Runs a program once and measures it. Throws where it does not exit with one of `codes`. */
export function measure(
  program: string,
  args: readonly string[],
  { env = {}, codes = [0] }: { env?: Record<string, string>; codes?: readonly number[] } = {},
): Promise<Measured> {
  const started = performance.now();
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'ignore', 'pipe'] });
  let [peak, read] = [0, 0];
  const look = () => {
    peak = Math.max(peak, peakOf(child.pid));
    read = Math.max(read, readBy(child.pid));
  };
  const timer = setInterval(look, 10);
  let complaint = '';
  child.stderr.on('data', (text: Buffer) => {
    complaint += text.toString();
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      clearInterval(timer);
      const wall = performance.now() - started;
      if (code !== null && codes.includes(code)) resolve({ wall, peak, read });
      else reject(new Error(`${program} ${args.join(' ')} exited with ${code}: ${complaint}`));
    });
  });
}

/** The kernel keeps the high-water mark, so that looking now and then is enough. */
function peakOf(pid: number | undefined): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0) / 1024;
  } catch {
    // It has ended already.
    return 0;
  }
}

function readBy(pid: number | undefined): number {
  try {
    return Number(/rchar: (\d+)/.exec(readFileSync(`/proc/${pid}/io`, 'utf8'))?.[1] ?? 0) / (1 << 20);
  } catch {
    // It has ended already.
    return 0;
  }
}

/** The middle one of several runs by time, and the highest peak of all. */
export async function median(times: number, once: () => Promise<Measured>): Promise<Measured> {
  const runs: Measured[] = [];
  for (let i = 0; i < times; i += 1) runs.push(await once());
  runs.sort((a, b) => a.wall - b.wall);
  const middle = runs[Math.floor(runs.length / 2)];
  if (middle === undefined) throw new Error('nothing was measured');
  return { wall: middle.wall, read: middle.read, peak: Math.max(...runs.map((run) => run.peak)) };
}
