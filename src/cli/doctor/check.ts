import type { Text } from '../../base/text.ts';
import type { Io } from '../io.ts';
import type { Services } from '../services.ts';

/** One thing that doctor looked at. What is not well carries its remedy. */
export interface Check {
  readonly id: string;
  readonly title: Text;
  readonly outcome: 'ok' | 'warn' | 'fail';
  readonly detail: Text;
  readonly remedy: Text | null;
}

/** Looks at one part of the machine. Never throws: what cannot be looked at is itself a finding. */
export type Examination = (services: Services, io: Io) => Promise<readonly Check[]>;
