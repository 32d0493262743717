import type { EngineAnswer, EngineCall, EngineClient } from '../../src/gates/docker/engine-client.ts';
import type { EngineRequest } from '../../src/gates/docker/engine-request.ts';
import type { GuardContext } from '../../src/gates/docker/guard.ts';
import type { Question } from '../../src/model/question.ts';

/** What an engine answers to what a guard asks it: JSON by `METHOD PATH`, 404 for everything else. */
export type Says = Readonly<Record<string, unknown>>;

/** A guard's context before an engine that says these things; every question is admitted, and kept. */
export function guardContext(says: Says): { readonly context: GuardContext; readonly questions: readonly Question[] } {
  const questions: Question[] = [];
  const json = async ({ method, path }: EngineCall) => {
    const value = says[`${method} ${path}`];
    return value === undefined ? { status: 404, value: { message: `no such thing: ${path}` } } : { status: 200, value };
  };
  const call = async (): Promise<EngineAnswer> => {
    throw new Error('nothing but JSON is to be had here');
  };
  const engine: EngineClient = { call, json };
  const context: GuardContext = {
    engine,
    signal: new AbortController().signal,
    now: () => new Date(),
    decide: async (question) => {
      questions.push(question);
      return { admitted: true, because: 'the test says so' };
    },
    forward: () => Promise.reject(new Error('not here')),
    answer: () => Promise.reject(new Error('not here')),
  };
  return { context, questions };
}

/** A request as a guard gets it. */
export function guardRequest(
  parameters: Readonly<Record<string, string>>,
  body: unknown = null,
  query: EngineRequest['query'] = [],
): EngineRequest {
  return {
    method: 'POST',
    version: null,
    endpoint: null,
    path: '/',
    parameters,
    query,
    headers: [],
    body: body === null ? { kind: 'none' } : { kind: 'json', value: body },
  };
}
