import { type Host, onHost } from './host.ts';
import { type Journal, placeOf, realPath } from './journal.ts';
import type { Plan } from './plan.ts';
import { contentAfter } from './step.ts';
import { type Content, contentAt, printOf } from './whole-file.ts';

/** What a plan would make of a path, as things are. */
export interface PathChange {
  readonly path: string;
  /** `theirs`: made by an earlier installation, changed by somebody since, and therefore left alone. */
  readonly kind: 'same' | 'made' | 'changed' | 'theirs';
  readonly from: Content;
  readonly to: Content;
}

/** Compares a plan with a host. The engine's configuration is edited, never replaced: it is nobody's alone. */
export function changesOf(
  host: Host,
  { steps }: Plan,
  journal: Journal | null,
  overwrite: boolean,
): readonly PathChange[] {
  return steps.flatMap((step): PathChange[] => {
    if (step.kind === 'account' || step.kind === 'home') return [];
    const path = placeOf(host, step);
    const from = contentAt(onHost(host, path));
    const to = contentAfter(step, from);
    const made = journal?.kept.find((one) => one.path === path)?.made ?? [];
    const isConfig = journal !== null && path === realPath(host, journal.facts.configFile);
    const isTheirs =
      made.length > 0 && !made.includes(printOf(from)) && !isConfig && !overwrite && from.kind !== 'none';
    if (printOf(from) === printOf(to)) return [{ path: step.path, kind: 'same', from, to }];
    const kind = isTheirs ? 'theirs' : from.kind === 'none' ? 'made' : 'changed';
    return [{ path: step.path, kind, from, to }];
  });
}
