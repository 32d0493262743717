import { type ChildProcess, spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sbomsBeside } from '../sbom/sboms-beside.ts';
import { launcher } from './installation.ts';

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

interface Options {
  readonly home?: string;
  readonly env?: Record<string, string>;
  readonly input?: Buffer;
}

/** Milliseconds; longer than any call takes, and less than a test may. */
const PATIENCE = 420_000;

/**
 * Runs Plimsoll as a user does. The environment is the test's own, without settings of the person who runs it. What a scan finds in an
 * image, whichever test asks for it, it finds in the image's SBOM as well.
 */
export async function plimsoll(args: readonly string[], options: Options = {}): Promise<Ran> {
  const sboms = sbomsBeside(args);
  if (sboms === null) return ran(args, options);
  try {
    const result = await ran([...args, ...sboms.flags], options);
    const { home, env = {} } = options;
    await sboms.agree({ LANG: 'C.UTF-8', ...(home === undefined ? {} : { PLIMSOLL_HOME: home }), ...env });
    return result;
  } finally {
    sboms.remove();
  }
}

function ran(args: readonly string[], { home, env = {}, input }: Options): Promise<Ran> {
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
    // One that hangs would keep the process of the test, and with it all tests.
    const killer = setTimeout(() => {
      reject(new Error(`it was killed after ${PATIENCE / 1000} s: ${args.join(' ')}\n${atWork(child)}\n${stderr}`));
      child.kill('SIGKILL');
    }, PATIENCE);
    child.on('error', (error) => {
      clearTimeout(killer);
      reject(error);
    });
    child.on('close', (code) => {
      clearTimeout(killer);
      resolve({ code, stdout, stderr });
    });
    // A program that refuses its call does not read what it is given.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}

/** What the threads of a process are doing. */
function atWork({ pid }: ChildProcess): string {
  const tasks = `/proc/${pid}/task`;
  try {
    const said = readdirSync(tasks).map((id) => {
      const [name, wchan] = ['comm', 'wchan'].map((file) => readFileSync(join(tasks, id, file), 'utf8').trim());
      const [state, , , , , , , , , , , user, system] = readFileSync(join(tasks, id, 'stat'), 'utf8')
        .replace(/^.*\) /, '')
        .split(' ');
      return `${name}: ${state}, in ${wchan}, ${user} and ${system} hundredths of a second at work`;
    });
    return said.join('\n');
  } catch (error) {
    return `what it was doing cannot be said: ${error}`;
  }
}
