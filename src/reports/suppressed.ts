import { fill, phrase, type Text, verbatim } from '../base/text.ts';
import { signedWords } from '../messages/report-words.ts';
import type { Suppressed } from '../model/finding.ts';

/** Why a finding was taken out, with whose signature that was believed for where it lay beside the image. */
export function whyText(entry: Suppressed): Text {
  return fill(verbatim('{why}{signed}'), { why: entry.why, signed: signedText(entry) });
}

/** The second half of that; empty where nobody signed it. */
export function signedText({ signed }: Suppressed): Text {
  return signed === undefined ? verbatim('') : phrase(signedWords, { key: signed.key });
}

/** The same for machines, in a fixed order. */
export function suppressedFacts({ id, package: name, by, why, signed }: Suppressed): object {
  const facts = { id, package: name, by, why };
  return signed === undefined ? facts : { ...facts, signed: { attestation: signed.attestation, key: signed.key } };
}
