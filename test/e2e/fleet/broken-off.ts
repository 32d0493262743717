import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';

/** Runs a scan of a registry until so many images are judged, kills it as nobody can prevent, and says how many there were. */
export async function killedAt(
  images: number,
  { program, args, home }: { readonly program: string; readonly args: readonly string[]; readonly home: string },
): Promise<number> {
  const child = spawn(program, args, { stdio: 'ignore' });
  const ended = new Promise((resolve) => child.once('exit', resolve));
  for (let tries = 0; judgedIn(home) < images; tries += 1) {
    assert.ok(tries < 6000 && child.exitCode === null, `ended early, with ${judgedIn(home)} judged`);
    await pause(20);
  }
  child.kill('SIGKILL');
  await ended;
  return judgedIn(home);
}

/** Images that the state directory has as judged. */
function judgedIn(home: string): number {
  const state = join(home, 'fleet');
  if (!existsSync(state)) return 0;
  const files = readdirSync(state).filter((name) => name.endsWith('.jsonl'));
  return files.reduce(
    (sum, name) => sum + readFileSync(join(state, name), 'utf8').split('"kind":"judged"').length - 1,
    0,
  );
}

/** How often each blob was asked for in a part of a registry's access log. */
export function fetches(asked: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const line of asked) {
    const digest = /^GET .*\/blobs\/(sha256:[0-9a-f]+)/.exec(line)?.[1];
    if (digest !== undefined) counts.set(digest, (counts.get(digest) ?? 0) + 1);
  }
  return counts;
}
