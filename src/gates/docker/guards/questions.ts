import { printable } from '../../../base/printable.ts';
import { fullImageName } from '../../../model/image-name.ts';
import type { Act, AskedUser, Question } from '../../../model/question.ts';
import type { GuardContext, GuardOutcome } from '../guard.ts';
import type { EngineContainer } from './engine-container.ts';
import type { EngineImage } from './engine-image.ts';
import { refusalOf } from './refusals.ts';

export function questionOf(act: Act, asked: string, image: EngineImage, user: AskedUser | null): Question {
  const { id, identity, origins, labels } = image;
  const name = isIdOf(id, asked) ? null : fullImageName(asked);
  return {
    act,
    asked: printable(asked, 200),
    names: name === null ? [] : [name],
    identity,
    origins,
    scanRef: `docker:${id}`,
    labels,
    ownUser: image.user,
    user,
  };
}

/** Whether an image was asked for by its id, or the beginning of it: that could be read as a name, and is none. */
function isIdOf(id: string, asked: string): boolean {
  return (
    asked.length >= minimalId &&
    (id.slice(id.indexOf(':') + 1).startsWith(asked) || (asked.includes(':') && id.startsWith(asked)))
  );
}

const minimalId = 4;

export function questionAbout(act: Act, { asked, image }: EngineContainer, user: AskedUser | null): Question {
  return questionOf(act, asked, image, user);
}

/** The refusal where the decision is one. */
export async function asks(question: Question, { decide }: GuardContext): Promise<GuardOutcome | null> {
  const decision = await decide(question);
  return decision.admitted ? null : refusalOf(question, decision);
}

/**
 * Answers that something is not there, in the engine's own words. Nothing goes on: under that name something may be there in a moment, and
 * nobody would have looked at it.
 */
export function notThere(message: string): GuardOutcome {
  const body = Buffer.from(`${JSON.stringify({ message })}\n`);
  const headers = [
    ['content-type', 'application/json'],
    ['content-length', String(body.length)],
  ] as const;
  return { kind: 'relay', answer: { status: 404, reason: 'Not Found', headers, body: only(body), discard: () => {} } };
}

async function* only(bytes: Buffer): AsyncGenerator<Buffer> {
  yield bytes;
}
