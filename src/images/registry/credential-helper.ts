import { spawn } from 'node:child_process';
import { reasonOf, systemCode } from '../../base/errors.ts';
import { isObject } from '../../formats/go-json.ts';
import type { FoundLogin } from './login.ts';

const MAX_OUTPUT = 64 << 10;
const PATIENCE = 20_000;

/** The program behind a helper's name; null where the name could lead anywhere but to a program on PATH. */
export function helperProgram(name: string): string | null {
  return /^[A-Za-z0-9][A-Za-z0-9_.-]{0,63}$/.test(name) ? `docker-credential-${name}` : null;
}

/**
 * Asks a credential helper (docker/docker-credential-helpers, "Development"): the server on standard input, JSON with Username and
 * Secret on standard output. The user `<token>` marks an identity token.
 */
export async function askHelper(
  name: string,
  server: string,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<FoundLogin> {
  const program = helperProgram(name);
  if (program === null) return { kind: 'trouble', origin: 'credHelpers', reason: 'the helper has no valid name' };
  const trouble = (reason: string): FoundLogin => ({ kind: 'trouble', origin: program, reason });
  let run: { code: number | null; output: string };
  try {
    run = await output(program, server, environment, signal);
  } catch (error) {
    signal.throwIfAborted();
    return trouble(systemCode(error) === 'ENOENT' ? 'it is not on PATH' : reasonOf(error));
  }
  if (run.code !== 0) {
    // The one failure that means "none stored"; the words are part of the protocol.
    if (/credentials not found/i.test(run.output)) return { kind: 'none' };
    return trouble(`it ended with ${run.code ?? 'a signal'}`);
  }
  return readAnswer(run.output, program) ?? trouble('its answer is not what helpers answer');
}

function readAnswer(text: string, origin: string): FoundLogin | null {
  let answer: unknown;
  try {
    answer = JSON.parse(text);
  } catch {
    // Its text may hold a secret, so that it is not quoted.
    return null;
  }
  if (!isObject(answer)) return null;
  const { Username: user, Secret: secret } = answer;
  if (typeof user !== 'string' || typeof secret !== 'string') return null;
  if (secret === '') return { kind: 'none' };
  if (user === '<token>') return { kind: 'found', login: { kind: 'identity-token', token: secret, origin } };
  return { kind: 'found', login: { kind: 'password', user, password: secret, origin } };
}

function output(
  program: string,
  input: string,
  environment: NodeJS.ProcessEnv,
  signal: AbortSignal,
): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, ['get'], { env: environment, stdio: ['pipe', 'pipe', 'ignore'], signal });
    const chunks: Buffer[] = [];
    let length = 0;
    let stopped: Error | null = null;
    const stop = (reason: string) => {
      stopped ??= new Error(reason);
      child.kill('SIGKILL');
      // A grandchild may keep the pipe open.
      child.stdout.destroy();
    };
    const timer = setTimeout(() => stop('it does not answer'), PATIENCE);
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > MAX_OUTPUT) stop('its answer is too long');
      else chunks.push(chunk);
    });
    // A helper that does not read its input is not a reason to fail.
    child.stdin.on('error', () => {});
    child.stdin.end(`${input}\n`);
    child.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    child.on('close', (code) => {
      clearTimeout(timer);
      if (stopped === null) resolve({ code, output: Buffer.concat(chunks).toString() });
      else reject(stopped);
    });
  });
}
