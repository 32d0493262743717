import { spawn } from 'node:child_process';

/** What one run of a program cost. */
export interface Cost {
  /** Milliseconds from start to end. */
  readonly wall: number;
  /** Milliseconds of processor time: the program's own threads and the processes that it waited for. */
  readonly cpu: number;
  /** Most memory that one of its processes held, in MiB (`ru_maxrss`). */
  readonly peak: number;
}

export interface Call {
  readonly program: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Exit codes that mean that the work was done. */
  readonly codes?: readonly number[];
  /** Where its standard output goes; nowhere where it is absent. */
  readonly output?: string;
}

// Node.js does not tell what its children used; wait4 does, exactly and after they ended.
const watcher = `
import json, os, sys, time
output, program = sys.argv[1], sys.argv[2:]
files = [
    (os.POSIX_SPAWN_OPEN, 0, '/dev/null', os.O_RDONLY, 0),
    (os.POSIX_SPAWN_OPEN, 1, output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600),
]
started = time.monotonic()
child = os.posix_spawnp(program[0], program, os.environ, file_actions=files)
_, status, used = os.wait4(child, 0)
wall = time.monotonic() - started
print(json.dumps({
    'wall': wall * 1000,
    'cpu': (used.ru_utime + used.ru_stime) * 1000,
    'peak': used.ru_maxrss / 1024,
    'code': os.waitstatus_to_exitcode(status),
}))
`;

/** What one run cost, and the end of what the program wrote to its standard error: some exit as if all were well. */
export interface Ran extends Cost {
  readonly complaint: string;
}

/** Runs a program once. Needs python3. Throws, with what the program complained about, where it does not exit as it should. */
export function costOf({ program, args, env = {}, codes = [0], output = '/dev/null' }: Call): Promise<Ran> {
  const child = spawn('python3', ['-c', watcher, output, program, ...args], {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let told = '';
  let complaint = '';
  child.stdout.on('data', (text: Buffer) => {
    told += text.toString();
  });
  child.stderr.on('data', (text: Buffer) => {
    complaint = (complaint + text.toString()).slice(-4000);
  });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => {
      const result = code === 0 ? (JSON.parse(told) as Cost & { code: number }) : null;
      if (result !== null && codes.includes(result.code)) {
        resolve({ wall: result.wall, cpu: result.cpu, peak: result.peak, complaint });
      } else reject(new Error(`${program} ${args.join(' ')} exited with ${result?.code ?? code}: ${complaint}`));
    });
  });
}

/** The run in the middle by time, with the highest peak of all. */
export function middle<Run extends Cost>(runs: readonly Run[]): Run {
  const one = [...runs].sort((a, b) => a.wall - b.wall)[Math.floor(runs.length / 2)];
  if (one === undefined) throw new Error('nothing was measured');
  return { ...one, peak: Math.max(...runs.map(({ peak }) => peak)) };
}
