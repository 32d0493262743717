import { reasonOf } from '../base/errors.ts';
import { fill, type Text } from '../base/text.ts';
import type { ControlResult, Evidence, Verdict, Waived } from '../model/verdict.ts';
import type { Control, ControlInput, Doubt, Evaluation } from './control.ts';
import { gapDoubt } from './gap-doubts.ts';
import { endOf } from './moment.ts';
import type { ActiveControl, Policy, Waiver } from './policy.ts';
import { isExpired, waiverFinder } from './waivers.ts';

/** What is left of a control's failures when the waivers were applied. */
interface Left {
  readonly failures: readonly Evidence[];
  readonly waived: readonly Waived[];
}

/**
 * Judges an image: every control is asked, waived failures are taken out, and one fail or unknown denies. An image that could not be
 * read completely is never allowed, whatever the controls say of the part that was.
 */
export function judge(policy: Policy, input: ControlInput): Verdict {
  const valid = policy.waivers.filter((waiver) => !isExpired(waiver, input.now));
  const expired = policy.waivers.filter((waiver) => isExpired(waiver, input.now));
  const results: ControlResult[] = [];
  const waived: Waived[] = [];
  let base: Verdict['base'] = null;
  for (const { control, settings } of policy.controls) {
    const evaluation = evaluate({ control, settings }, input);
    const left = applied(control, evaluation.failures, valid, input);
    results.push(resultOf(control, evaluation, left));
    waived.push(...left.waived);
    base = evaluation.base ?? base;
  }
  results.push(...completeness(input));
  return {
    decision: results.every(({ outcome }) => outcome === 'pass') ? 'allow' : 'deny',
    policy: { name: policy.name, digest: policy.digest },
    controls: results,
    waived,
    expiredWaivers: expired.map((waiver) => waiver.facts),
    base,
  };
}

/** A control that throws has decided nothing. The others are asked all the same. */
function evaluate({ control, settings }: ActiveControl, input: ControlInput): Evaluation {
  try {
    return control.evaluate(input, settings);
  } catch (error) {
    const reason = fill(texts.broke, { reason: reasonOf(error) });
    const doubt: Doubt = { reason, evidence: { id: 'control-failed', error: reasonOf(error) } };
    return { failures: [], doubts: [doubt], examined: 0, passed: reason, failed: () => reason };
  }
}

function applied(
  control: Control,
  failures: readonly Evidence[],
  waivers: readonly Waiver[],
  input: ControlInput,
): Left {
  const waiverFor = waiverFinder(waivers, control.id, input);
  const left: Evidence[] = [];
  const waived: Waived[] = [];
  for (const evidence of failures) {
    const waiver = waiverFor(evidence);
    if (waiver === null) left.push(evidence);
    else waived.push({ control: control.id, evidence, waiver: waiver.facts });
  }
  return { failures: left, waived };
}

function resultOf({ id }: Control, evaluation: Evaluation, { failures, waived }: Left): ControlResult {
  const { examined, doubts } = evaluation;
  const [doubt] = doubts;
  if (failures.length > 0)
    return { id, outcome: 'fail', message: evaluation.failed(failures.length), evidence: failures, examined };
  if (doubt !== undefined) {
    const more = doubts.length - 1;
    const message = more === 0 ? doubt.reason : fill(texts.more, { reason: doubt.reason, more });
    return { id, outcome: 'unknown', message, evidence: doubts.map((one) => one.evidence), examined };
  }
  if (waived.length === 0) return { id, outcome: 'pass', message: evaluation.passed, evidence: [], examined };
  const [expires = ''] = waived.map(({ waiver }) => waiver.expires).sort((a, b) => (endOf(a) ?? 0) - (endOf(b) ?? 0));
  return {
    id,
    outcome: 'pass',
    message: fill(waived.length === 1 ? texts.waivedOne : texts.waived, { count: waived.length, expires }),
    evidence: [],
    examined,
  };
}

/** Not a control that a policy could turn off. */
function completeness({ inventory }: ControlInput): readonly ControlResult[] {
  const gaps = inventory.gaps.filter((gap) => gap.incomplete).map(gapDoubt);
  const [first] = gaps;
  if (first === undefined) return [];
  const message = fill(texts.incomplete, { reason: first.reason });
  return [
    {
      id: 'completeness',
      outcome: 'unknown',
      message,
      evidence: gaps.map(({ evidence }) => evidence),
      examined: gaps.length,
    },
  ];
}

const texts = {
  broke: { en: 'the control itself broke: {reason}', 'zh-CN': '控制项自身出错：{reason}' },
  more: { en: '{reason} (and {more} more)', 'zh-CN': '{reason}（另有 {more} 处）' },
  waived: { en: '{count} waived, the earliest until {expires}', 'zh-CN': '已豁免 {count} 项，最早 {expires} 到期' },
  waivedOne: { en: '1 waived until {expires}', 'zh-CN': '已豁免 1 项，{expires} 到期' },
  incomplete: {
    en: 'the image was not read completely ({reason})',
    'zh-CN': '镜像未能完整读取（{reason}）',
  },
} as const satisfies Record<string, Text>;
