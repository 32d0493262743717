import { printableJson } from '../../base/printable.ts';
import { dockerfileOf } from '../dockerfile.ts';
import type { GoldenPlan, PlanItem } from '../plan.ts';

/** The plan for machines: `docs/golden-plan.schema.json`. Keys only ever join; the same report gives the same bytes. */
export function planJson(plan: GoldenPlan): Iterable<string> {
  return [`${printableJson(JSON.stringify(planDocument(plan), null, 2))}\n`];
}

export function planDocument(plan: GoldenPlan): object {
  const { image, policy, outcome, remarks } = plan;
  return {
    schemaVersion: 1,
    image: {
      ref: image.ref,
      configDigest: image.configDigest,
      user: image.user,
      distribution:
        image.distribution === null ? null : { id: image.distribution.id, versionId: image.distribution.versionId },
    },
    policy,
    outcome: outcome.kind,
    from: outcome.kind === 'dockerfile' ? outcome.from : null,
    steps:
      outcome.kind === 'dockerfile'
        ? outcome.steps.map(({ kind, active, why, items, instruction }) => ({
            kind,
            active,
            why: why.en,
            verb: instruction.verb,
            items: items.map(itemOf),
          }))
        : [],
    dockerfile: outcome.kind === 'dockerfile' ? dockerfileOf(plan, outcome, 'en') : null,
    instead:
      outcome.kind === 'rebuild'
        ? {
            code: outcome.code,
            why: outcome.why.en,
            advice: outcome.advice.map(({ en }) => en),
            items: outcome.items.map(itemOf),
          }
        : null,
    remarks: remarks.map(({ code, text }) => ({ code, text: text.en })),
  };
}

function itemOf({ name, type, installed, fixed, fixes, note }: PlanItem): object {
  return { name, type, installed, fixed, fixes: fixes.map(({ id }) => id), note: note?.en ?? null };
}
