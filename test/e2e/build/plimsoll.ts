import { spawn } from 'node:child_process';
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
    child.on('error', reject);
    child.on('close', (code) => resolve({ code, stdout, stderr }));
    // A program that refuses its call does not read what it is given.
    child.stdin.on('error', () => {});
    child.stdin.end(input);
  });
}
