import { minuteWords } from '../base/moments.ts';
import { phrase, type Text, verbatim } from '../base/text.ts';
import { gapText } from '../messages/gap-text.ts';
import { evidenceWords } from '../messages/report-evidence.ts';
import { certaintyText, statusWords } from '../messages/report-words.ts';
import { type GapReason, gapReasons } from '../model/gap.ts';
import type { ControlResult, Evidence } from '../model/verdict.ts';
import { joined } from './wording.ts';

/**
 * One piece of evidence as a short line: what it is about (`CVE-2023-5363 openssl 3.0.9-1`), then what is said of it, each known key in
 * words (`fixed in 3.0.11-1`), any other as `key: value`. Values are as the image has them. Empty where the control's message says it all.
 */
export function evidenceText(evidence: Evidence): Text {
  const gap = gapOf(evidence);
  if (gap !== null) return gapText(gap);
  const { id, package: name, installed, version, path, ...rest } = evidence;
  const subject = [isCode(id) ? '' : id, name, installed ?? version].filter(isSaid).join(' ');
  const parts: Text[] = subject === '' ? [] : [verbatim(subject)];
  for (const [key, value] of Object.entries(rest)) {
    if (key === 'required' && value === name) continue;
    const text = partText(key, value, subject !== '');
    if (text !== null) parts.push(text);
  }
  if (isSaid(path) && subject === '') parts.push(verbatim(String(path)));
  return joined(parts);
}

/** The evidence of a control that did not pass, where it says more than the control's message does. */
export function newEvidence({ outcome, message, evidence }: ControlResult): readonly Text[] {
  if (outcome === 'pass') return [];
  return evidence.map(evidenceText).filter((text) => !message.en.includes(text.en));
}

/** Ids that are words of a control's own, made for programs: `root-user`, `starter-set`. */
function isCode(id: Evidence[string] | undefined): boolean {
  return typeof id === 'string' && codes.has(id);
}

const codes: ReadonlySet<string> = new Set([
  'root-user',
  'starter-set',
  'empty-database',
  'database-age',
  'unapproved-base',
  'control-failed',
]);

/** Keys that a person learns from the subject, or elsewhere in the report. */
const silent: ReadonlySet<string> = new Set(['severity', 'purl', 'type', 'score', 'layer', 'aliases']);

function partText(key: string, value: Evidence[string], hasSubject: boolean): Text | null {
  if (!isSaid(value) || key === 'uid' || (hasSubject && silent.has(key))) return null;
  const said = String(value);
  switch (key) {
    case 'fixed':
      return phrase(evidenceWords.fixed, { version: said });
    case 'epss':
      return verbatim(`EPSS ${said}`);
    case 'knownExploited':
      return value === true ? evidenceWords.exploited : null;
    case 'disputed':
      return value === true ? evidenceWords.disputed : null;
    case 'status':
      return Object.hasOwn(statusWords, said) ? statusWords[said as keyof typeof statusWords] : verbatim(said);
    case 'certainty':
      return certaintyText(said);
    case 'user':
      return phrase(evidenceWords.user, { user: said });
    case 'forbidden':
    case 'required':
    case 'minimum':
      return phrase(evidenceWords[key], { rule: said });
    case 'missing':
      return value === true ? evidenceWords.missing : null;
    case 'value':
      return phrase(evidenceWords.value, { value: said });
    case 'checkedAt':
    case 'builtAt':
      return phrase(evidenceWords[key], { date: minuteWords(said) });
    default:
      return verbatim(`${key}: ${said}`);
  }
}

function gapOf({ what, reason, path = null }: Evidence): Parameters<typeof gapText>[0] | null {
  if (typeof what !== 'string' || !isGapReason(reason)) return null;
  return { what, reason, path: typeof path === 'string' ? path : null };
}

function isGapReason(reason: Evidence[string] | undefined): reason is GapReason {
  return gapReasons.some((known) => known === reason);
}

function isSaid(value: Evidence[string] | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}
