import { shortDigest } from '../base/digest.ts';
import { durationWords } from '../base/duration.ts';
import { fill, type Language, languages, type Text, verbatim } from '../base/text.ts';
import { asideList } from './listing.ts';
import type { Admission, Policy, Waiver } from './policy.ts';
import { isExpired } from './waivers.ts';

/** What a policy says, one line each; what belongs to the line above is indented by blanks. */
export function explainPolicy(policy: Policy, now: Date): readonly Text[] {
  const { name, digest, controls, admission, waivers } = policy;
  return [
    fill(texts.head, { name, digest: shortDigest(digest) }),
    verbatim(''),
    controls.length === 0 ? texts.noControls : texts.controls,
    ...controls.flatMap(({ control, settings }) => [
      indented(fill(texts.control, { id: control.id, title: control.title }), 2),
      ...control.explain(settings).map((line) => indented(line, 4)),
    ]),
    verbatim(''),
    texts.admission,
    ...admissionWords(admission).map((line) => indented(line, 2)),
    verbatim(''),
    waivers.length === 0 ? texts.noWaivers : texts.waivers,
    ...waivers.map((waiver) => indented(waiverWords(waiver, now), 2)),
  ];
}

function admissionWords({ unscanned, trusted, maxVerdictAge }: Admission): readonly Text[] {
  const lines: Text[] = [unscannedWords[unscanned]];
  const { prefixes } = trusted;
  const labels = Object.entries(trusted.labels).map(([key, value]) => `${key}=${value}`);
  if (prefixes.length > 0) lines.push(fill(texts.prefixes, { prefixes: prefixes.join(', ') }));
  if (labels.length > 0) lines.push(fill(texts.labels, { labels: labels.join(', ') }));
  const age =
    maxVerdictAge === null ? texts.noVerdictAge : fill(texts.verdictAge, { age: durationWords(maxVerdictAge) });
  return [...lines, age];
}

function waiverWords(waiver: Waiver, now: Date): Text {
  const { control, match, reason, owner, approvedBy, expires } = waiver.facts;
  const parts: Text[] = [
    fill(texts.waiver, {
      control,
      match: Object.entries(match)
        .map(([key, value]) => `${key} ${value}`)
        .join(', '),
    }),
    verbatim(reason),
    fill(texts.owner, { owner }),
    ...(approvedBy === null ? [] : [fill(texts.approvedBy, { approvedBy })]),
    fill(isExpired(waiver, now) ? texts.expired : texts.expires, { expires }),
  ];
  return asideList(parts);
}

function indented(text: Text, by: number): Text {
  const made = languages.map((language): [Language, string] => [language, `${' '.repeat(by)}${text[language]}`]);
  return Object.fromEntries(made) as Record<Language, string>;
}

const unscannedWords: Readonly<Record<Admission['unscanned'], Text>> = {
  deny: { en: 'an image without a verdict is refused', 'zh-CN': '没有判定结果的镜像一律拒绝' },
  scan: { en: 'an image without a verdict is scanned at the door', 'zh-CN': '没有判定结果的镜像当场扫描' },
  allow: { en: 'an image without a verdict is let in', 'zh-CN': '没有判定结果的镜像予以放行' },
};

const texts = {
  head: { en: 'Policy {name} ({digest})', 'zh-CN': '策略 {name}（{digest}）' },
  controls: {
    en: 'An image is allowed when every one of these holds:',
    'zh-CN': '以下各项全部满足时放行镜像：',
  },
  noControls: {
    en: 'No control is on: every image that can be read completely is allowed.',
    'zh-CN': '没有启用控制项：凡能完整读取的镜像一律放行。',
  },
  control: { en: '{id}: {title}', 'zh-CN': '{id}：{title}' },
  admission: { en: 'At the gates:', 'zh-CN': '关卡处：' },
  prefixes: { en: 'images whose names begin with {prefixes} are trusted', 'zh-CN': '信任名称以 {prefixes} 开头的镜像' },
  labels: { en: 'images with the labels {labels} are trusted', 'zh-CN': '信任带有标签 {labels} 的镜像' },
  verdictAge: { en: 'a verdict counts for {age}', 'zh-CN': '判定结果的有效期为 {age}' },
  noVerdictAge: { en: 'a verdict counts until there is a newer one', 'zh-CN': '判定结果在有新结果之前一直有效' },
  waivers: { en: 'Waived:', 'zh-CN': '豁免：' },
  noWaivers: { en: 'Nothing is waived.', 'zh-CN': '没有豁免。' },
  waiver: { en: '{control}: {match}', 'zh-CN': '{control}：{match}' },
  owner: { en: 'answers for it: {owner}', 'zh-CN': '负责人：{owner}' },
  approvedBy: { en: 'agreed: {approvedBy}', 'zh-CN': '批准人：{approvedBy}' },
  expires: { en: 'until {expires}', 'zh-CN': '有效期至 {expires}' },
  expired: { en: 'EXPIRED {expires}: waives nothing any more', 'zh-CN': '已于 {expires} 过期，不再生效' },
} as const satisfies Record<string, Text>;
