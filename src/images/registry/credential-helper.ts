import { spawn } from 'node:child_process';
import { systemCode } from '../../base/errors.ts';
import { wordsOf } from '../../base/system-words.ts';
import { fill, type Text } from '../../base/text.ts';
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
  if (program === null) return { kind: 'trouble', origin: 'credHelpers', reason: texts.badName };
  const trouble = (reason: Text): FoundLogin => ({ kind: 'trouble', origin: program, reason });
  let run: { code: number | null; output: string };
  try {
    run = await output(program, server, environment, signal);
  } catch (error) {
    signal.throwIfAborted();
    if (error instanceof Stopped) return trouble(error.words);
    return trouble(systemCode(error) === 'ENOENT' ? texts.notOnPath : wordsOf(error));
  }
  if (run.code !== 0) {
    // The one failure that means "none stored"; the words are part of the protocol.
    if (/credentials not found/i.test(run.output)) return { kind: 'none' };
    return trouble(run.code === null ? texts.killed : fill(texts.ended, { code: run.code }));
  }
  return readAnswer(run.output, program) ?? trouble(texts.otherAnswer);
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
    let stopped: Stopped | null = null;
    const stop = (words: Text) => {
      stopped ??= new Stopped(words);
      child.kill('SIGKILL');
      // A grandchild may keep the pipe open.
      child.stdout.destroy();
    };
    const timer = setTimeout(() => stop(texts.silent), PATIENCE);
    child.stdout.on('data', (chunk: Buffer) => {
      length += chunk.length;
      if (length > MAX_OUTPUT) stop(texts.tooLong);
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

/** Why a helper was not waited for any longer. */
class Stopped extends Error {
  readonly words: Text;

  constructor(words: Text) {
    super(words.en);
    this.words = words;
  }
}

const texts = {
  badName: { en: 'the helper has no valid name', 'zh-CN': '凭据助手的名称无效' },
  notOnPath: { en: 'it is not on PATH', 'zh-CN': 'PATH 中没有该程序' },
  ended: { en: 'it ended with {code}', 'zh-CN': '退出码为 {code}' },
  killed: { en: 'it was ended by a signal', 'zh-CN': '被信号终止' },
  silent: { en: 'it does not answer', 'zh-CN': '没有应答' },
  tooLong: { en: 'its answer is too long', 'zh-CN': '返回内容过长' },
  otherAnswer: { en: 'its answer is not what helpers answer', 'zh-CN': '返回内容不符合凭据助手的约定' },
} as const satisfies Record<string, Text>;
