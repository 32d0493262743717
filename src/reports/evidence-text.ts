import { phrase, type Text, verbatim } from '../base/text.ts';
import { reportWords } from '../messages/report-words.ts';
import type { Evidence } from '../model/verdict.ts';

/**
 * One piece of evidence as a short line: the common keys in words (`CVE-2023-5363 openssl 3.0.9-1, fixed in 3.0.11-1`), whatever else a
 * control points at as `key: value`. Values are as the image has them.
 */
export function evidenceText(evidence: Evidence): Text {
  const { id, package: name, installed, version, fixed, path, ...rest } = evidence;
  const subject = [id, name, installed ?? version].filter(isSaid).join(' ');
  const parts: Text[] = subject === '' ? [] : [verbatim(subject)];
  if (isSaid(fixed)) parts.push(phrase(reportWords.fixedIn, { version: String(fixed) }));
  const known = new Set(['severity', 'purl', 'type', 'score', 'layer', 'aliases']);
  for (const [key, value] of Object.entries(rest)) {
    if (isSaid(value) && !(subject !== '' && known.has(key))) parts.push(verbatim(`${key}: ${String(value)}`));
  }
  if (isSaid(path) && subject === '') parts.push(verbatim(String(path)));
  return { en: parts.map((part) => part.en).join(', '), 'zh-CN': parts.map((part) => part['zh-CN']).join('，') };
}

function isSaid(value: Evidence[string] | undefined): boolean {
  return value !== undefined && value !== null && value !== '';
}
