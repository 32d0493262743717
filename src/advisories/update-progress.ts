import type { Text } from '../base/text.ts';

/** One step of an update: of which feed, what, how far, of how much (null where not known). */
export interface UpdateStep {
  readonly what: Text;
  readonly done: number;
  readonly total: number | null;
  readonly unit: 'bytes' | 'records';
}

/** Is told of progress; its calls are cheap and may come thousands of times. */
export interface UpdateProgress {
  step(step: UpdateStep): void;
}
