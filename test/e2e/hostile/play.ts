import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { testCache } from '../build/debian.ts';
import { launcher } from '../build/installation.ts';
import { type SbomsBeside, sbomsBeside } from '../sbom/sboms-beside.ts';
import type { Call, HostileCase, Outcome, Place } from './hostile-case.ts';

/** After this long a process is taken for one that hangs, and killed. */
const PATIENCE = 120_000;

/** Plays a case in folders of its own, which are gone afterwards. What could be read of an image is the same in its SBOM. */
export async function play(hostile: HostileCase): Promise<Outcome> {
  const root = mkdtempSync(join(tmpdir(), 'plimsoll-hostile-'));
  const place = {
    folder: join(root, 'case'),
    home: join(root, 'home'),
    cwd: join(root, 'cwd'),
    tmp: join(root, 'tmp'),
  };
  for (const folder of Object.values(place)) mkdirSync(folder, { mode: 0o755 });
  let stop: () => void | Promise<void> = () => {};
  let sboms: SbomsBeside | null = null;
  try {
    const prepared = await hostile.prepare(place);
    stop = prepared.stop ?? stop;
    const watched = [place.folder, place.cwd, place.tmp];
    const before = new Set(watched.flatMap((folder) => paths(folder)));
    sboms = sbomsFor(prepared);
    const outcome = await call(place, { ...prepared, args: [...prepared.args, ...(sboms?.flags ?? [])] });
    const strays = watched.flatMap((folder) => paths(folder)).filter((path) => !before.has(path));
    await prepared.afterwards?.({ ...outcome, strays });
    await sboms?.agree(defined({ ...environment(place), ...prepared.env }));
    return { ...outcome, strays };
  } finally {
    await stop();
    sboms?.remove();
    rmSync(root, { recursive: true, force: true });
  }
}

/** Not where the case is about how the process is run: what it writes there is not the point. */
function sbomsFor({ args, under, stdout, started }: Call): SbomsBeside | null {
  return under === undefined && stdout === undefined && started === undefined ? sbomsBeside(args) : null;
}

function defined(environment: Readonly<Record<string, string | undefined>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(environment).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

/** Calls Plimsoll as a user does, watching its memory. */
export async function call(
  place: Place,
  { args, input, env = {}, under = [], stdout, started }: Call,
): Promise<Omit<Outcome, 'strays'>> {
  const [program = launcher, ...rest] = [...under, launcher, ...args];
  const sink = stdout === undefined ? 'pipe' : openSync(stdout, 'w');
  const began = performance.now();
  const child = spawn(program, rest, {
    cwd: place.cwd,
    env: { ...environment(place), ...env },
    stdio: ['pipe', sink, 'pipe'],
  });
  if (typeof sink === 'number') closeSync(sink);
  const usage = { peak: 0, cpu: 0 };
  const watch = setInterval(() => look(child.pid, usage), 10);
  const killer = setTimeout(() => child.kill('SIGKILL'), PATIENCE);
  try {
    started?.(child);
    feed(child, input);
    const [out, err, code] = await Promise.all([
      text(child.stdout),
      text(child.stderr),
      new Promise<number | null>((resolve, reject) => {
        child.on('error', reject);
        child.on('close', resolve);
      }),
    ]);
    return { code, stdout: out, stderr: err, wall: (performance.now() - began) / 1000, ...usage };
  } finally {
    clearInterval(watch);
    clearTimeout(killer);
  }
}

function environment(place: Place): Record<string, string | undefined> {
  const inherited = Object.entries(process.env).filter(
    ([name]) => !/^(?:PLIMSOLL_|DOCKER_|XDG_|(?:https?|no|all)_proxy$)/i.test(name),
  );
  return {
    // Compiling the program anew for each case would be most of what the suite does.
    NODE_COMPILE_CACHE: join(testCache(), 'compiled'),
    ...Object.fromEntries(inherited),
    LANG: 'C.UTF-8',
    PLIMSOLL_HOME: place.home,
    DOCKER_CONFIG: place.home,
    TMPDIR: place.tmp,
  };
}

function feed({ stdin }: ChildProcess, input: Call['input']): void {
  if (stdin === null) return;
  // Whoever refuses what it is given does not read it.
  stdin.on('error', () => {});
  if (typeof input !== 'function') {
    stdin.end(input ?? '');
    return;
  }
  const parts = input();
  const next = (): void => {
    for (;;) {
      if (stdin.destroyed) return;
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

async function text(stream: AsyncIterable<Buffer> | null): Promise<string> {
  const parts: Buffer[] = [];
  try {
    for await (const part of stream ?? []) parts.push(part);
  } catch (error) {
    // A case that stops reading, as `head` does.
    if (!(error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE')) throw error;
  }
  return Buffer.concat(parts).toString('utf8');
}

/** What lies in a folder, three directories deep: what hostile trees hold further down is not ours. */
function paths(folder: string, depth = 3): string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    // A name that is not UTF-8 does not lead back to its directory.
    const isOpen = entry.isDirectory() && depth > 0 && !path.includes('\ufffd');
    return isOpen ? [path, ...paths(path, depth - 1)] : [path];
  });
}

export function listing(folder: string): string[] {
  return readdirSync(folder, { recursive: true }).map(String);
}

/** Notes what a process has used so far (proc(5)); a tick of its clock is a hundredth of a second. */
function look(pid: number | undefined, usage: { peak: number; cpu: number }): void {
  try {
    const kilobytes = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
    usage.peak = Math.max(usage.peak, Number(kilobytes ?? 0) / 1024);
    const [, fields = ''] = /\) (.*)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
    const ticks = fields.split(' ').slice(11, 13).map(Number);
    usage.cpu = Math.max(usage.cpu, ticks.reduce((sum, one) => sum + one, 0) / 100);
  } catch {
    // It has ended already.
  }
}
