import { setTimeout as wait } from 'node:timers/promises';
import { reasonOf } from '../../base/errors.ts';
import { isObject } from '../../formats/go-json.ts';
import type { Refused } from '../../model/question.ts';
import { engineCaller } from './engine-caller.ts';
import { type GateParts, recordedDecide } from './gate-parts.ts';
import type { GuardContext } from './guard.ts';
import { userInContainer } from './guards/container-user.ts';
import { engineContainer } from './guards/engine-container.ts';
import { engineImage } from './guards/engine-image.ts';
import { questionAbout, questionOf } from './guards/questions.ts';

/** What becomes of a container that runs and may not; an image is removed only by `remove`, and only one that was denied or taken back. */
export type WatchAction = 'report' | 'pause' | 'stop' | 'remove';

export interface WatchOptions {
  readonly action: WatchAction;
  /** Milliseconds between two looks at everything. */
  readonly every: number;
}

/** Something that is on the engine and may not be. */
export interface Found {
  readonly what: 'container' | 'image';
  readonly id: string;
  readonly asked: string;
  readonly refusal: Refused;
  readonly action: WatchAction | 'none';
  /** Why the action did not succeed; null where it did, or none was taken. */
  readonly trouble: string | null;
}

/** After an event, what else it brings is waited for. */
const SETTLE = 200;
const RETRY = 2000;

/**
 * Looks for what came past all locks: at everything now and then, after each event of the engine that may bring something, and whenever the
 * engine comes back. What was found is told once, until it is gone. Runs until the signal is aborted.
 *
 * @param parts decides without scanning: a look at everything is no reason to read everything
 */
export async function watchEngine(
  parts: GateParts,
  { action, every }: WatchOptions,
  tell: (found: Found) => void,
  signal: AbortSignal,
): Promise<void> {
  const known = new Set<string>();
  let wake: () => void = () => {};
  const events = followEvents(parts, () => wake(), signal);
  while (!signal.aborted) {
    const woken = new Promise<void>((resolve) => {
      wake = resolve;
    });
    try {
      await lookAround(parts, action, known, tell, signal);
    } catch (error) {
      if (!signal.aborted) parts.record({ kind: 'trouble', error });
    }
    const timer = new AbortController();
    const pause = wait(every, undefined, { signal: AbortSignal.any([signal, timer.signal]) }).catch(() => {});
    await Promise.race([woken.then(() => wait(SETTLE)), pause]);
    timer.abort();
  }
  await events;
}

/** Looks once, and does nothing about what it finds. */
export async function findUnfit(parts: Omit<GateParts, 'guards'>, signal: AbortSignal): Promise<readonly Found[]> {
  const found: Found[] = [];
  await lookAround(parts, 'report', new Set(), (one) => void found.push(one), signal);
  return found;
}

async function lookAround(
  parts: Omit<GateParts, 'guards'>,
  action: WatchAction,
  known: Set<string>,
  tell: (found: Found) => void,
  signal: AbortSignal,
): Promise<void> {
  const cannot = () => Promise.reject(new Error('the watch only looks'));
  const context: GuardContext = {
    engine: engineCaller(parts.engine),
    signal,
    decide: recordedDecide({ ...parts, observe: false, record: () => {} }),
    now: parts.now,
    forward: cannot,
    answer: () => {
      throw new Error('the watch only looks');
    },
  };
  const seen = new Set<string>();
  const note = async (
    key: string,
    found: Omit<Found, 'action' | 'trouble'>,
    act: () => Promise<void>,
    acts: boolean,
  ) => {
    seen.add(key);
    const isNew = !known.has(key);
    known.add(key);
    const willAct = acts && action !== 'report' && !parts.observe;
    const trouble = willAct ? await act().then(() => null, reasonOf) : null;
    if (isNew || willAct) tell({ ...found, action: willAct ? action : 'none', trouble });
  };
  for (const id of await idsAt('/containers/json', context)) {
    const container = await engineContainer(id, context);
    if (container.kind === 'absent') continue;
    const user =
      container.user === container.image.user ? null : (await userInContainer(container.user, container, context)).user;
    const decision = await context.decide(questionAbout('run', container, user));
    if (decision.admitted) continue;
    const found = { what: 'container', id, asked: container.asked, refusal: decision } as const;
    await note(`container ${id} ${decision.code}`, found, () => actOnContainer(id, action, context), true);
  }
  for (const id of await idsAt('/images/json', context)) {
    const image = await engineImage(id, context);
    if (image === null) continue;
    const decision = await context.decide(questionOf('run', id, image, null));
    if (decision.admitted) continue;
    const found = { what: 'image', id, asked: id, refusal: decision } as const;
    const isCondemned = decision.code === 'denied' || decision.code === 'revoked';
    await note(
      `image ${id} ${decision.code}`,
      found,
      () => removeImage(id, context),
      isCondemned && action === 'remove',
    );
  }
  for (const key of known) if (!seen.has(key)) known.delete(key);
}

async function idsAt(path: string, { engine, signal }: GuardContext): Promise<readonly string[]> {
  const { status, value } = await engine.json({ method: 'GET', version: null, path }, signal);
  if (status !== 200 || !Array.isArray(value)) throw new Error(`the engine answers ${status} when asked what it has`);
  return value.flatMap((item: unknown) => (isObject(item) && typeof item['Id'] === 'string' ? [item['Id']] : []));
}

async function actOnContainer(id: string, action: WatchAction, context: GuardContext): Promise<void> {
  switch (action) {
    case 'report':
      return;
    case 'pause':
      return ask('POST', `/containers/${id}/pause`, [], [204, 409], context);
    case 'stop':
      return ask('POST', `/containers/${id}/kill`, [], [204, 409], context);
    case 'remove':
      return ask('DELETE', `/containers/${id}`, [['force', '1']], [204, 404], context);
  }
}

function removeImage(id: string, context: GuardContext): Promise<void> {
  return ask('DELETE', `/images/${id}`, [['force', '1']], [200, 404], context);
}

async function ask(
  method: 'POST' | 'DELETE',
  path: string,
  query: readonly (readonly [string, string])[],
  fine: readonly number[],
  { engine, signal }: GuardContext,
): Promise<void> {
  const answer = await engine.call({ method, version: null, path, query }, signal);
  answer.discard();
  if (!fine.includes(answer.status)) throw new Error(`the engine answers ${answer.status}`);
}

/** Events that may bring an image or a container to life. */
const filters = JSON.stringify({
  event: ['start', 'restart', 'unpause', 'exec_start', 'load', 'import', 'pull', 'tag', 'create'],
});

/** Calls `changed` for each event, and once whenever the engine answers again after it did not. */
async function followEvents(parts: GateParts, changed: () => void, signal: AbortSignal): Promise<void> {
  const engine = engineCaller(parts.engine);
  while (!signal.aborted) {
    try {
      const query = [['filters', filters]] as const;
      const answer = await engine.call({ method: 'GET', version: null, path: '/events', query }, signal);
      changed();
      for await (const _ of answer.body) changed();
    } catch (error) {
      if (!signal.aborted) parts.record({ kind: 'trouble', error });
    }
    await wait(RETRY, undefined, { signal }).catch(() => {});
  }
}
