import { fill, type Text } from '../base/text.ts';
import type { Evidence } from '../model/verdict.ts';
import { evidenceText } from '../reports/evidence-text.ts';

/** A piece of evidence as a refusal says it: `CVE-2023-1234 in openssl 3.0.9, fixed in 3.0.11`. */
export function evidenceLine(evidence: Evidence, message: Text): Text {
  const { id, package: name, installed, fixed } = evidence;
  if (typeof id === 'string' && typeof name === 'string' && typeof installed === 'string') {
    const values = { id, name, installed };
    return typeof fixed === 'string' ? fill(words.fixed, { ...values, fixed }) : fill(words.found, values);
  }
  const text = evidenceText(evidence);
  return text.en === '' ? message : text;
}

const words = {
  found: { en: '{id} in {name} {installed}', 'zh-CN': '{name} {installed} 存在 {id}' },
  fixed: {
    en: '{id} in {name} {installed}, fixed in {fixed}',
    'zh-CN': '{name} {installed} 存在 {id}，已在 {fixed} 修复',
  },
} as const satisfies Record<string, Text>;
