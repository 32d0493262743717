import { type Digest, isDigest } from '../base/digest.ts';
import type { Policy } from './policy.ts';

/** A base image that a policy approves: its name there, and its layers, the lowest first. */
export interface ApprovedBase {
  readonly name: string;
  readonly diffIds: readonly Digest[];
}

interface Settings {
  readonly approved?: readonly { readonly name: string; readonly diffIds: readonly string[] }[];
}

/** The base images that a policy approves, in its order. */
export function approvedBases(policy: Policy): readonly ApprovedBase[] {
  const active = policy.controls.find(({ control }) => control.id === 'baseImages');
  // Of the control's own shape, which was checked when the policy was loaded.
  const { approved = [] } = (active?.settings ?? {}) as Settings;
  return approved.map(({ name, diffIds }) => ({ name, diffIds: diffIds.filter(isDigest) }));
}
