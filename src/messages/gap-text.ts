import { fill, type Text, verbatim } from '../base/text.ts';
import type { Gap } from '../model/gap.ts';
import { gapReasonWords } from './gap-reasons.ts';
import { gapSubjects } from './gap-subjects.ts';

/** A gap in one line: `rpm database var/lib/rpm/rpmdb.sqlite: it is damaged`. What it names comes from the image: whoever shows it escapes it. */
export function gapText({ what, path, reason }: Pick<Gap, 'what' | 'path' | 'reason'>): Text {
  const subject = subjectText(what);
  const where = path === null ? subject : fill(texts.at, { subject, path });
  return fill(texts.gap, { where, reason: gapReasonWords[reason] });
}

function subjectText(what: string): Text {
  const known = Object.hasOwn(gapSubjects, what) ? gapSubjects[what] : undefined;
  if (known !== undefined) return known;
  const more = /^(\d+) more executables$/.exec(what)?.[1];
  if (more !== undefined) return fill(texts.moreExecutables, { count: more });
  const attestation = /^VEX attestation (\S+)$/.exec(what)?.[1];
  if (attestation !== undefined) return fill(texts.attestation, { digest: attestation });
  const component = /^SBOM component (.+)$/s.exec(what)?.[1];
  if (component !== undefined) return fill(texts.component, { name: component });
  const builder = /^packages of (.+)$/s.exec(what)?.[1];
  if (builder !== undefined) return fill(texts.builder, { builder });
  const type = /^(\S+) packages$/.exec(what)?.[1];
  return type === undefined ? verbatim(what) : fill(texts.packages, { type });
}

const texts = {
  gap: { en: '{where}: {reason}', 'zh-CN': '{where}：{reason}' },
  at: { en: '{subject} {path}', 'zh-CN': '{subject} {path}' },
  moreExecutables: { en: '{count} more executables', 'zh-CN': '另外 {count} 个可执行文件' },
  attestation: { en: 'VEX attestation {digest}', 'zh-CN': 'VEX 证明 {digest}' },
  component: { en: 'SBOM component {name}', 'zh-CN': 'SBOM 组件 {name}' },
  builder: { en: 'packages of {builder}', 'zh-CN': '{builder} 的软件包' },
  packages: { en: '{type} packages', 'zh-CN': '{type} 软件包' },
} as const satisfies Record<string, Text>;
