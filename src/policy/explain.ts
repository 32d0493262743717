import { shortDigest } from '../base/digest.ts';
import { fill, type Text, verbatim } from '../base/text.ts';
import { indented, listed } from './listing.ts';
import type { Admission, Policy, Waiver } from './policy.ts';
import { spanText } from './span-text.ts';
import { daysLeft, isExpired } from './waivers.ts';

/**
 * What a policy says, one line each, for a person who has to agree to it and is no programmer; what belongs to the line above is indented by blanks.
 * Nothing is left out or cut short. Words of the file are as they stand there: whoever shows them escapes them.
 */
export function explainPolicy(policy: Policy, now: Date): readonly Text[] {
  const { name, digest, controls, admission, waivers } = policy;
  return [
    fill(texts.head, { name, digest: shortDigest(digest) }),
    verbatim(''),
    controls.length === 0 ? texts.noControls : texts.controls,
    ...controls.flatMap(({ control, settings }) => [
      verbatim(''),
      indented(verbatim(control.id), 2),
      ...control.explain(settings).map((line) => indented(line, 4)),
    ]),
    verbatim(''),
    texts.incomplete,
    verbatim(''),
    texts.admission,
    ...admissionLines(admission).map((line) => indented(line, 2)),
    verbatim(''),
    waivers.length === 0 ? texts.noWaivers : texts.waivers,
    ...waivers.flatMap((waiver, at) => [
      verbatim(''),
      indented(fill(texts.waiver, { number: at + 1, control: waiver.facts.control }), 2),
      ...waiverLines(waiver, now).map((line) => indented(line, 5)),
    ]),
  ];
}

function admissionLines({ unscanned, trusted, maxVerdictAge }: Admission): readonly Text[] {
  const labels = Object.entries(trusted.labels).map(([key, value]) => fill(texts.label, { key, value }));
  return [
    unscannedWords[unscanned],
    ...listed(texts.prefixes, trusted.prefixes.map(verbatim)),
    ...listed(texts.labels, labels),
    maxVerdictAge === null ? texts.noVerdictAge : fill(texts.verdictAge, { age: spanText(maxVerdictAge) }),
  ];
}

function waiverLines(waiver: Waiver, now: Date): readonly Text[] {
  const { match, reason, owner, approvedBy, expires } = waiver.facts;
  const { id, package: name, path, image, fingerprint } = match;
  const isEveryImage = image === undefined && fingerprint === undefined;
  return [
    id === undefined ? texts.everyId : fill(texts.id, { id }),
    ...(name === undefined ? [] : [fill(texts.package, { name })]),
    ...(path === undefined ? [] : [fill(texts.path, { path })]),
    ...(image === undefined ? [] : [fill(texts.image, { image })]),
    ...(fingerprint === undefined ? [] : [fill(texts.fingerprint, { fingerprint })]),
    ...(isEveryImage ? [texts.everyImage] : []),
    fill(texts.reason, { reason }),
    fill(texts.owner, { owner }),
    approvedBy === null ? texts.noApproval : fill(texts.approvedBy, { approvedBy }),
    endText(waiver, expires, now),
  ];
}

function endText(waiver: Waiver, expires: string, now: Date): Text {
  if (isExpired(waiver, now)) return fill(texts.expired, { expires });
  const until = fill(/^\d{4}-\d{2}-\d{2}$/.test(expires) ? texts.day : texts.moment, { expires });
  const days = daysLeft(waiver, now);
  return fill(days === 0 ? texts.endsToday : days === 1 ? texts.endsTomorrow : texts.ends, { until, days });
}

const unscannedWords: Readonly<Record<Admission['unscanned'], Text>> = {
  deny: { en: 'An image that was never judged is refused.', 'zh-CN': '从未判定过的镜像一律拒绝。' },
  scan: {
    en: 'An image that was never judged is scanned and judged when it arrives.',
    'zh-CN': '从未判定过的镜像在到达时扫描并判定。',
  },
  allow: { en: 'An image that was never judged is let in.', 'zh-CN': '从未判定过的镜像予以放行。' },
};

const texts = {
  head: { en: 'Policy {name} ({digest})', 'zh-CN': '策略 {name}（{digest}）' },
  controls: {
    en: 'An image is allowed only if everything below holds. What cannot be checked counts as not holding.',
    'zh-CN': '以下各项全部满足，镜像才会放行；无法检查的，按不满足处理。',
  },
  noControls: { en: 'Nothing is demanded of an image.', 'zh-CN': '对镜像没有任何要求。' },
  incomplete: {
    en: 'In any case, an image that cannot be read to its end is not allowed.',
    'zh-CN': '无论如何，未能完整读取的镜像都不予放行。',
  },
  admission: {
    en: 'Where images enter a machine (gates):',
    'zh-CN': '镜像进入机器时（关卡）：',
  },
  prefixes: {
    en: 'Images whose full names begin with one of these come in without being judged, because of where they come from:',
    'zh-CN': '完整名称以下列内容开头的镜像，凭来源免判定放行：',
  },
  labels: {
    en: 'Images that carry all of these labels come in without being judged, too; whoever builds an image can write them on it:',
    'zh-CN': '同时带有下列全部标签的镜像也免判定放行（标签由构建镜像的人填写）：',
  },
  label: { en: '{key} with the value “{value}”', 'zh-CN': '{key}，值为“{value}”' },
  verdictAge: {
    en: 'A judgement counts for {age}; after that the image has to be judged again.',
    'zh-CN': '判定结果的有效期为 {age}，过期须重新判定。',
  },
  noVerdictAge: { en: 'A judgement counts until there is a newer one.', 'zh-CN': '判定结果在有新结果之前一直有效。' },
  waivers: {
    en: 'Exceptions (waivers), each of which ends by itself:',
    'zh-CN': '例外（豁免），每项到期自动失效：',
  },
  noWaivers: { en: 'There are no exceptions (waivers).', 'zh-CN': '没有例外（豁免）。' },
  waiver: { en: '{number}. from the control {control}', 'zh-CN': '{number}. 控制项 {control}' },
  id: { en: 'what: {id}', 'zh-CN': '内容：{id}' },
  everyId: { en: 'what: everything that this control finds there', 'zh-CN': '内容：该控制项在下述范围内发现的一切' },
  package: { en: 'in the package: {name}', 'zh-CN': '软件包：{name}' },
  path: { en: 'in the file: {path}', 'zh-CN': '文件：{path}' },
  image: { en: 'in images called: {image}', 'zh-CN': '镜像名称：{image}' },
  fingerprint: { en: 'only in the image with the content: {fingerprint}', 'zh-CN': '仅限此内容的镜像：{fingerprint}' },
  everyImage: { en: 'in every image', 'zh-CN': '镜像：全部' },
  reason: { en: 'why: {reason}', 'zh-CN': '理由：{reason}' },
  owner: { en: 'answers for it: {owner}', 'zh-CN': '负责人：{owner}' },
  approvedBy: { en: 'agreed to it: {approvedBy}', 'zh-CN': '批准人：{approvedBy}' },
  noApproval: { en: 'agreed to it: nobody is named', 'zh-CN': '批准人：未注明' },
  day: { en: 'the end of {expires} (UTC)', 'zh-CN': '{expires}（UTC）当日结束' },
  moment: { en: '{expires}', 'zh-CN': '{expires}' },
  ends: { en: 'until: {until}, {days} days left', 'zh-CN': '有效期至：{until}，还剩 {days} 天' },
  endsTomorrow: { en: 'until: {until}, 1 day left', 'zh-CN': '有效期至：{until}，还剩 1 天' },
  endsToday: { en: 'until: {until}, ends today', 'zh-CN': '有效期至：{until}，今天到期' },
  expired: {
    en: 'until: EXPIRED on {expires}, waives nothing any more',
    'zh-CN': '有效期至：{expires}，已过期，不再生效',
  },
} as const satisfies Record<string, Text>;
