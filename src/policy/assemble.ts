import { canonical } from '../base/canonical-json.ts';
import { sha256 } from '../base/digest.ts';
import { parseDuration } from '../base/duration.ts';
import type { WaiverFacts } from '../model/verdict.ts';
import type { Control } from './control.ts';
import type { Merged } from './merge.ts';
import { endOf } from './moment.ts';
import { type Admission, type Policy, strictAdmission, type Waiver } from './policy.ts';
import type { AdmissionContent, WaiverContent } from './policy-shape.ts';

/** Makes a policy of what its files say, all of it checked before. */
export function assemblePolicy(
  said: Merged,
  { name, files }: Pick<Policy, 'name' | 'files'>,
  controls: readonly Control[],
): Policy {
  const on = controls.filter((control) => said.controls.has(control.id));
  const active = on.map((control) => ({ control, settings: said.controls.get(control.id) }));
  const admission = admissionOf(said.admission);
  const waivers = said.waivers.map(waiverOf);
  const demands = {
    version: 1,
    controls: Object.fromEntries(active.map(({ control, settings }) => [control.id, settings])),
    admission,
    waivers: waivers.map((waiver) => waiver.facts),
  };
  return { name, digest: sha256(canonical(demands)), files, controls: active, admission, waivers };
}

function admissionOf({ unscanned, trusted, maxVerdictAge }: AdmissionContent): Admission {
  return {
    unscanned: unscanned ?? strictAdmission.unscanned,
    trusted: { ...strictAdmission.trusted, ...trusted },
    maxVerdictAge: maxVerdictAge === undefined ? strictAdmission.maxVerdictAge : parseDuration(maxVerdictAge),
  };
}

function waiverOf({ control, match, reason, owner, approvedBy, expires }: WaiverContent): Waiver {
  const until = endOf(expires);
  if (until === null) throw new TypeError(`the end of a waiver was not checked: ${expires}`);
  const facts: WaiverFacts = { control, match: { ...match }, reason, owner, approvedBy: approvedBy ?? null, expires };
  return { facts, until };
}
