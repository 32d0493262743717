import { type DatabaseStatus, statusText, statusWarnings } from '../advisories/status.ts';
import type { Io } from './io.ts';

/** The advisories as a person reads them: where, how old, a table of the feeds, then what should worry. */
export function statusWords(status: DatabaseStatus, io: Pick<Io, 'say'>): string {
  const now = new Date();
  const warnings = statusWarnings(status, now).map((warning) => `! ${io.say(warning)}\n`);
  return [`${io.say(statusText(status, now))}\n`, ...warnings].join('');
}
