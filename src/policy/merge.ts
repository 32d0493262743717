import { canonical } from '../base/canonical-json.ts';
import type { AdmissionContent, PolicyFileContent, WaiverContent } from './policy-shape.ts';

/** What files say, put together: each control's settings by its id. */
export interface Merged {
  readonly controls: ReadonlyMap<string, unknown>;
  readonly admission: AdmissionContent;
  readonly waivers: readonly WaiverContent[];
}

export const nothingSaid: Merged = { controls: new Map(), admission: {}, waivers: [] };

/**
 * Adds a file to what was said before it. Mappings are merged key by key, lists are joined (what is in them already is not added again), a single
 * value takes the place of the earlier one. `false` turns a control off and forgets its settings: turned on again later,
 * it starts anew.
 */
export function added(before: Merged, file: PolicyFileContent): Merged {
  const controls = new Map(before.controls);
  for (const [id, settings] of Object.entries(file.controls ?? {})) {
    if (settings === false) controls.delete(id);
    else controls.set(id, controls.has(id) ? merged(controls.get(id), settings) : settings);
  }
  return {
    controls,
    // Both are of this type, which no list or value at the same key changes.
    admission: merged(before.admission, file.admission ?? {}) as AdmissionContent,
    waivers: joined(before.waivers, file.waivers ?? []) as readonly WaiverContent[],
  };
}

function merged(before: unknown, after: unknown): unknown {
  if (Array.isArray(before) && Array.isArray(after)) return joined(before, after);
  if (!isMapping(before) || !isMapping(after)) return after;
  const keys = new Set([...Object.keys(before), ...Object.keys(after)]);
  return Object.fromEntries(
    [...keys].map((key) => {
      if (!Object.hasOwn(after, key)) return [key, before[key]];
      return [key, Object.hasOwn(before, key) ? merged(before[key], after[key]) : after[key]];
    }),
  );
}

function joined(before: readonly unknown[], after: readonly unknown[]): readonly unknown[] {
  const known = new Set(before.map(canonical));
  return [...before, ...after.filter((item) => !known.has(canonical(item)))];
}

function isMapping(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
