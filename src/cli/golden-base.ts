import { failure } from '../base/errors.ts';
import { imageless } from '../golden/base-reference.ts';
import type { EngineImage, GoldenEngine } from '../golden/build/golden-engine.ts';
import type { GoldenPlan, Proposal } from '../golden/plan.ts';
import { parseImageName } from '../model/image-name.ts';
import type { Report } from '../model/report.ts';

export interface FoundBase {
  readonly id: string;
  readonly image: EngineImage;
}

/** The image that a build stands on, at its engine. Throws `golden-no-image`, `golden-base-absent`, and `golden-triggers` where a build would run more than the plan. */
export async function baseAtEngine(report: Report, engine: GoldenEngine): Promise<FoundBase> {
  if (imageless.includes(report.source)) throw failure('golden-no-image', { ref: report.ref });
  const { configDigest, manifestDigest, indexDigest } = report.fingerprint;
  for (const id of [configDigest, manifestDigest, indexDigest]) {
    const image = id === null ? null : await engine.image(id);
    if (id === null || image === null) continue;
    const [first] = image.triggers;
    if (first !== undefined) throw failure('golden-triggers', { ref: report.ref, first: first.slice(0, 120) });
    return { id, image };
  }
  throw failure('golden-base-absent', { ref: report.ref, address: engine.address, hint: howToGet(report) });
}

function howToGet({ source, ref, names }: Report) {
  const [name] = names;
  const path = ref.slice(ref.indexOf(':') + 1);
  if (source === 'registry' && name !== undefined)
    return { en: `Pull it first: docker pull ${name}`, 'zh-CN': `请先拉取：docker pull ${name}` };
  if (source === 'archive' && path !== '-')
    return { en: `Load it first: docker load -i ${path}`, 'zh-CN': `请先加载：docker load -i ${path}` };
  return {
    en: 'Bring it to the engine first: docker load, docker pull, or skopeo copy to docker-daemon:.',
    'zh-CN': '请先把镜像放入引擎：docker load、docker pull，或用 skopeo copy 复制到 docker-daemon:。',
  };
}

/** The proposal of a plan, on a base that this engine finds without asking a registry. Throws `golden-not-possible`. */
export function buildable(
  plan: GoldenPlan,
  { id, image }: FoundBase,
): { readonly plan: GoldenPlan; readonly outcome: Proposal } {
  const { outcome } = plan;
  if (outcome.kind === 'rebuild') throw notPossible(plan, outcome);
  if (image.digests.includes(outcome.from.text)) return { plan, outcome };
  const byId: Proposal = { ...outcome, from: { text: id, kind: 'id' } };
  return { plan: { ...plan, outcome: byId }, outcome: byId };
}

export function notPossible(
  { image }: GoldenPlan,
  { why, advice }: Extract<GoldenPlan['outcome'], { kind: 'rebuild' }>,
): Error {
  return failure('golden-not-possible', { ref: image.ref, reason: why, advice: advice[0] ?? why });
}

/** `registry.local/shop/cart:2.4.1` → `registry.local/shop/cart:2.4.1-golden`; null for an image that has no name with a tag. */
export function successorName(name: string | undefined): string | null {
  const parsed = name === undefined ? null : parseImageName(name);
  if (parsed === null || 'reason' in parsed || parsed.tag === null || parsed.digest !== null) return null;
  const { host, repository, tag } = parsed;
  const place = host === 'docker.io' ? repository.replace(/^library\//, '') : `${host}/${repository}`;
  return tag.length > 120 || tag.endsWith('-golden') ? null : `${place}:${tag}-golden`;
}

/** A name that an engine takes for an image. Throws `bad-flag-value`. */
export function checkedTag(name: string): string {
  const parsed = parseImageName(name);
  if ('reason' in parsed || parsed.digest !== null)
    throw failure('bad-flag-value', { flag: '--tag', given: name.slice(0, 80), expected: texts.tag });
  return name;
}

const texts = {
  tag: {
    en: 'a name such as registry.local/shop/cart:2.4.1-golden',
    'zh-CN': '如 registry.local/shop/cart:2.4.1-golden 的名称',
  },
} as const;
