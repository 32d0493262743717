import { reasonOf } from '../../base/errors.ts';
import { printable } from '../../base/printable.ts';
import type { EngineRequest } from './engine-request.ts';
import type { GuardContext, GuardOutcome, Guards } from './guard.ts';
import { RequestRefused, refusal } from './refusals.ts';

/**
 * What happens with a request: by the table where that is enough, else by the guard of its route. A route that the table does not have
 * passes where it can only look; a guarded route without its guard is refused; so is whatever a guard throws at.
 */
export async function admit(request: EngineRequest, guards: Guards, context: GuardContext): Promise<GuardOutcome> {
  const { endpoint, method } = request;
  const words = { method, path: printable(request.path, 200) };
  if (endpoint === null)
    return method === 'GET' || method === 'HEAD' ? { kind: 'pass' } : refusal('unknown-route', words);
  switch (endpoint.meaning.kind) {
    case 'passes':
      return { kind: 'pass' };
    case 'refused':
      return refusal('refused-route', { ...words, why: endpoint.why });
    case 'guarded': {
      const guard = guards[endpoint.meaning.guard];
      if (guard === undefined) return refusal('unguarded', words);
      try {
        return await guard(request, context);
      } catch (error) {
        if (error instanceof RequestRefused) return error.refusal;
        return refusal('broken', { reason: printable(reasonOf(error), 300) });
      }
    }
  }
}
