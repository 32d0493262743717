import { spawn } from 'node:child_process';
import { PlimsollError, reasonOf, systemCode } from '../../../base/errors.ts';
import { wordsOf } from '../../../base/system-words.ts';
import type { Text } from '../../../base/text.ts';
import { isObject } from '../../../formats/go-json.ts';
import { engineCaller } from '../engine-caller.ts';
import { RequestRefused } from '../refusals.ts';
import { statsAt } from './whole-file.ts';

/** How long one answer is waited for. */
const patience = 10_000;

type Answer = { readonly kind: 'answer'; readonly message: string } | { readonly kind: 'lost'; readonly reason: Text };

/** Why an engine gave no answer. */
export function saidBy(error: unknown): Text {
  if (error instanceof RequestRefused) return error.refusal.message;
  return error instanceof PlimsollError ? error.what : wordsOf(error);
}

/** A machine cannot join a swarm of nobody, and no lock lets it try. */
export async function refusedAt(path: string): Promise<Answer> {
  const engine = engineCaller({ kind: 'unix', path });
  try {
    const { value } = await engine.json(
      { method: 'POST', version: null, path: '/swarm/join', body: { kind: 'json', value: {} } },
      AbortSignal.timeout(patience),
    );
    const message = isObject(value) && typeof value['message'] === 'string' ? value['message'] : '';
    return { kind: 'answer', message };
  } catch (error) {
    return { kind: 'lost', reason: saidBy(error) };
  }
}

const nobody = 65_534;
const connecting =
  "require('net').connect(process.argv[1]).on('connect',()=>process.exit(0)).on('error',(e)=>{console.log(e.code);process.exit(1)})";

/** Has somebody without any rights connect; what became of it: `connected`, or the code of the system. */
export function connectAsNobody(path: string): Promise<string> {
  const child = spawn(process.execPath, ['-e', connecting, path], {
    uid: nobody,
    gid: nobody,
    cwd: '/',
    env: {},
    stdio: ['ignore', 'pipe', 'ignore'],
    timeout: patience,
  });
  let said = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    said += text;
  });
  return new Promise((resolve) => {
    // Not to be told apart from a socket that refuses: where this program itself may not be run by others, its modes are looked at.
    child.once('error', (error) => resolve(systemCode(error) === 'EACCES' ? modesOf(path) : reasonOf(error)));
    child.once('close', (code) => resolve(code === 0 ? 'connected' : said.trim() || 'no answer'));
  });
}

/** Whether the folder of a socket lets others in. */
function modesOf(path: string): string {
  const folder = statsAt(path.slice(0, path.lastIndexOf('/')));
  return folder !== null && (folder.mode & 0o007) === 0 ? 'EACCES' : 'connected';
}
