import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { failure } from '../base/errors.ts';
import { takeFileLock } from '../base/file-lock.ts';
import { phrase, type Text } from '../base/text.ts';
import { writeFailure } from './sqlite-failure.ts';
import type { UpdateProgress } from './update-progress.ts';
import { closeWorkspace, openWorkspace, type Workspace } from './update-workspace.ts';

export interface LockWishes {
  /** The state directory. It is made where it is missing. */
  readonly home: string;
  readonly signal: AbortSignal;
  readonly progress: UpdateProgress;
  /** Milliseconds to wait for another update; default a minute. */
  readonly patience?: number;
}

/**
 * Does something to the database of a state directory while nobody else does. Throws `update-running`, what the work throws, and whatever
 * goes wrong with this machine's disk as an error of the catalogue.
 */
export async function alone<T>(
  { home, signal, progress, patience = 60_000 }: LockWishes,
  work: () => Promise<T>,
): Promise<T> {
  try {
    mkdirSync(home, { recursive: true, mode: 0o700 });
    const release = await takeFileLock(join(home, 'advisories.lock'), {
      patience,
      pause: 200,
      signal,
      busy: (holder) => failure('update-running', { home, holder }),
      onWait: (holder) =>
        progress.step({ what: phrase(texts.waiting, { holder }), done: 0, total: null, unit: 'records' }),
    });
    try {
      return await work();
    } finally {
      release();
    }
  } catch (error) {
    signal.throwIfAborted();
    throw writeFailure(error, home);
  }
}

/** To be called under the lock. Afterwards nothing is left, or after a failure what can be continued. */
export async function inWorkspace<T>(home: string, work: (workspace: Workspace) => Promise<T>): Promise<T> {
  const workspace = openWorkspace(home);
  try {
    const result = await work(workspace);
    closeWorkspace(workspace, true);
    return result;
  } catch (error) {
    abandon(workspace, error);
  }
}

/** Throws the error that an update failed with. What cannot be removed now is for the next update to remove, or to complain of. */
function abandon(workspace: Workspace, error: unknown): never {
  try {
    closeWorkspace(workspace, false);
  } catch {
    throw error;
  }
  throw error;
}

const texts = {
  waiting: { en: 'Waiting for another update ({holder})', 'zh-CN': '正在等待另一个更新完成（{holder}）' },
} as const satisfies Record<string, Text>;
