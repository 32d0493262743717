import { appendFileSync, readFileSync } from 'node:fs';
import { PlimsollError } from './base/errors.ts';
import { fill, type Text, verbatim } from './base/text.ts';
import type { RuntimeGateRequest, StateHome } from './cli/services.ts';
import { askRuntimeGate, type RuntimeAnswer, startingCall } from './gates/runtime/runtime-gate.ts';
import { openDecider } from './wiring-decider.ts';
import { loadPolicyFiles } from './wiring-policy.ts';

const noScan = () => Promise.reject(new Error('nothing is scanned before a runtime'));

/** Asks about one call of an OCI runtime. Nothing is scanned here: the engine waits. */
export async function askRuntime(home: StateHome, request: RuntimeGateRequest): Promise<RuntimeAnswer> {
  const call = startingCall(request.args);
  if ('kind' in call) return call;
  const tell = (message: Text) => {
    if (call.jsonLog !== null) tellEngine(call.jsonLog, `plimsoll: ${message[request.language]}`);
  };
  try {
    const decider = await openDecider({ home, loadPolicy: loadPolicyFiles, scan: noScan }, request);
    const places = { ...request.places, own: decider.grounds() };
    try {
      const answer = await askRuntimeGate(call, places, mountsOfThisProcess, decider.decide);
      if (answer.kind === 'refuse') tell(answer.message);
      return answer;
    } finally {
      decider.close();
    }
  } catch (error) {
    // Whoever asked for the container reads this, too: a policy that cannot be read starts nothing.
    if (error instanceof PlimsollError)
      tell(fill(verbatim('{what} ({code})\n  {remedy}'), { what: error.what, code: error.code, remedy: error.remedy }));
    throw error;
  }
}

/** The runtime is called from this process, so it sees the same mounts. */
function mountsOfThisProcess(): string {
  return readFileSync('/proc/self/mountinfo', 'utf8');
}

/** As runc tells its engine what went wrong (logrus, JSON format), so that the reason reaches whoever asked for the container. */
function tellEngine(file: string, message: string): void {
  appendFileSync(file, `${JSON.stringify({ level: 'error', msg: message, time: new Date().toISOString() })}\n`, {
    mode: 0o600,
  });
}
