import { reasonOf } from '../../base/errors.ts';
import { printable } from '../../base/printable.ts';
import type { Metrics } from '../metrics.ts';
import type { GateEvent } from './gate-parts.ts';

/** An event as a line of the decision log. Nothing in it comes from a header: logins stand there. */
export function eventLine(event: GateEvent, now: Date, observe: boolean): Readonly<Record<string, unknown>> {
  const at = now.toISOString();
  switch (event.kind) {
    case 'decision': {
      const { question, decision } = event;
      const { act, asked, names, identity, user } = question;
      const outcome = decision.admitted
        ? { admitted: true, because: decision.because }
        : { admitted: false, code: decision.code, reason: decision.reason.en };
      const { configDigest, manifestDigest, indexDigest, chainId } = identity;
      const digests = { configDigest, manifestDigest, indexDigest, chainId };
      const as = user === null ? {} : { user: printable(user.text, 100), uid: user.uid };
      return { at, gate: 'docker', kind: 'decision', act, image: asked, names, ...digests, ...as, ...outcome, observe };
    }
    case 'refused': {
      const { method, path, refusal, observed } = event;
      const { code, status, message } = refusal;
      return {
        at,
        gate: 'docker',
        kind: 'refused',
        method,
        path: printable(path, 300),
        code,
        status,
        message: message.en,
        observed,
      };
    }
    case 'found': {
      const { what, id, asked, refusal, action, trouble } = event.found;
      const { code, reason } = refusal;
      return {
        at,
        gate: 'docker',
        kind: 'found',
        what,
        id,
        image: printable(asked, 200),
        code,
        reason: reason.en,
        action,
        trouble,
      };
    }
    case 'policy': {
      const { name, digest, trouble } = event;
      const outcome = trouble === null ? 'taken' : 'kept';
      return { at, gate: 'docker', kind: 'policy', outcome, name: printable(name, 200), digest, trouble };
    }
    case 'trouble':
      return { at, gate: 'docker', kind: 'trouble', reason: printable(reasonOf(event.error), 300) };
  }
}

export function countEvent(event: GateEvent, metrics: Metrics): void {
  const gate = 'docker';
  switch (event.kind) {
    case 'decision': {
      const outcome = event.decision.admitted ? 'admitted' : event.decision.code;
      metrics.count('plimsoll_gate_decisions_total', { gate, act: event.question.act, outcome });
      return;
    }
    case 'refused':
      metrics.count('plimsoll_gate_refusals_total', { gate, code: event.refusal.code });
      return;
    case 'found':
      metrics.count('plimsoll_gate_found_total', { gate, what: event.found.what, code: event.found.refusal.code });
      return;
    case 'policy': {
      const outcome = event.trouble === null ? 'taken' : 'kept';
      metrics.count('plimsoll_gate_policy_reloads_total', { gate, outcome });
      return;
    }
    case 'trouble':
      metrics.count('plimsoll_gate_troubles_total', { gate, kind: 'trouble' });
  }
}
