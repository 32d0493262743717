import { fill, type Text } from '../../base/text.ts';
import type { Control, ControlInput, Evaluation } from '../control.ts';
import { gapDoubt } from '../gap-doubts.ts';
import { listed } from '../listing.ts';
import { digestShape, wordsShape } from '../setting-shapes.ts';

interface Approved {
  readonly name: string;
  readonly diffIds: readonly string[];
}

interface Settings {
  readonly approved?: readonly Approved[];
}

/** The image stands on a base image that somebody approved, told by its layers alone. */
export const baseImages: Control<Settings> = {
  id: 'baseImages',
  title: { en: 'the image stands on an approved base image', 'zh-CN': '镜像基于已批准的基准镜像' },
  settings: (zod) => {
    const diffId = digestShape(zod, 'The diffID of a layer.');
    const approved = zod.strictObject({
      name: wordsShape(zod, 'What reports call the base image.'),
      diffIds: zod.array(diffId).min(1).meta({ description: 'Its layers, the lowest first.' }),
    });
    return zod.strictObject({ approved: zod.exactOptional(zod.array(approved)) }).meta({
      description: 'The lowest layers must be those of an approved base image. Without any, every image is denied.',
    });
  },
  explain: ({ approved = [] }) => {
    if (approved.length === 0) return [texts.explainedNothing];
    const names = approved.map(({ name, diffIds }) => fill(texts.approvedOne, { name, count: diffIds.length }));
    return listed(texts.approved, names);
  },
  evaluate,
};

function evaluate({ fingerprint, inventory }: ControlInput, { approved = [] }: Settings): Evaluation {
  const { diffIds } = fingerprint;
  const base = longest(approved.filter((entry) => entry.diffIds.every((diffId, at) => diffIds[at] === diffId)));
  const shared = {
    doubts: [],
    examined: approved.length,
    failed: () => (approved.length === 0 ? texts.nothingApproved : texts.unapproved),
  };
  if (base !== null) {
    const passed = fill(texts.stands, { name: base.name });
    // What the config says of a layer holds once the layer was read to its end.
    const unread = inventory.gaps.filter(({ incomplete, layer }) => incomplete && isPartOf(base, layer));
    if (unread.length === 0) return { ...shared, failures: [], passed, base };
    return { ...shared, failures: [], doubts: unread.map(gapDoubt), passed, base: null };
  }
  const evidence = { id: 'unapproved-base', layer: diffIds[0] ?? null };
  return { ...shared, failures: [evidence], passed: texts.unapproved, base: null };
}

function isPartOf({ diffIds }: Approved, layer: string | null): boolean {
  return layer === null || diffIds.includes(layer);
}

/** Of two as long as each other the one that stands first in the policy. */
function longest(matching: readonly Approved[]): Approved | null {
  return matching.reduce<Approved | null>(
    (best, entry) => (best === null || entry.diffIds.length > best.diffIds.length ? entry : best),
    null,
  );
}

const texts = {
  approved: {
    en: 'It must be built on one of these approved images, known by their content and not by their names:',
    'zh-CN': '必须基于下列已批准的镜像之一构建；只认内容，不认名称：',
  },
  approvedOne: { en: '{name} (layers: {count})', 'zh-CN': '{name}（{count} 层）' },
  explainedNothing: {
    en: 'It must be built on an approved image, and none is approved: every image is denied.',
    'zh-CN': '必须基于已批准的镜像构建，但尚未批准任何镜像，因此阻断所有镜像。',
  },
  nothingApproved: {
    en: 'no base image is approved, so every image is denied',
    'zh-CN': '没有已批准的基准镜像，因此阻断所有镜像',
  },
  stands: { en: 'stands on {name}', 'zh-CN': '基于 {name}' },
  unapproved: { en: 'does not stand on an approved base image', 'zh-CN': '未基于已批准的基准镜像' },
} as const satisfies Record<string, Text>;
