import type { Digest } from '../../base/digest.ts';
import { shortDigest } from '../../base/digest.ts';
import { failure } from '../../base/errors.ts';
import { printable } from '../../base/printable.ts';
import { fill, type Text, verbatim } from '../../base/text.ts';
import { fullImageName } from '../../model/image-name.ts';
import { joined } from '../../reports/wording.ts';
import { withChildren } from '../base-node.ts';
import type { BaselineOverview } from '../overview.ts';
import { contentKey } from '../trie.ts';

/** A content that may become an approved base. */
export interface FoundBase {
  readonly key: string;
  readonly diffIds: readonly Digest[];
  /** What it is called here; not by labels. */
  readonly names: readonly string[];
  /** What labels call it. */
  readonly claims: readonly string[];
  /** Every digest that tells it: of its layers, of configs, of manifests. */
  readonly digests: readonly string[];
  readonly created: string | null;
}

/**
 * The one content that a name or the beginning of a fingerprint means. Throws `base-not-found`; `base-ambiguous` where it means several
 * contents; `base-claimed` for a name that only a label gives, which anybody may write.
 */
export function findBase(given: string, overview: BaselineOverview): FoundBase {
  const bases = basesOf(overview).filter(({ diffIds }) => diffIds.length > 0);
  const found = bases.filter((base) => isNamed(base, given) || isFingerprint(base, given));
  const [only, ...others] = found;
  if (others.length > 0) throw failure('base-ambiguous', { given: shown(given), candidates: described(found) });
  if (only !== undefined) return only;
  const claimed = bases.filter(({ claims }) => claims.some((name) => sameName(name, given)));
  if (claimed.length > 0) throw failure('base-claimed', { given: shown(given), candidates: described(claimed) });
  throw failure('base-not-found', { given: shown(given), hint: hintOf(bases) });
}

function basesOf({ roots, collection }: BaselineOverview): readonly FoundBase[] {
  const bases = new Map<string, FoundBase>();
  const add = (base: FoundBase) => {
    const known = bases.get(base.key);
    bases.set(base.key, {
      ...base,
      names: [...new Set([...(known?.names ?? []), ...base.names])],
      claims: [...new Set([...(known?.claims ?? []), ...base.claims])],
      digests: [...new Set([...(known?.digests ?? []), ...base.digests])],
      created: known?.created ?? base.created,
    });
  };
  for (const { key, diffIds, names, images, created } of roots.flatMap((root) => [...withChildren(root)])) {
    const prints = images.map(({ image }) => image.fingerprint);
    const digests = prints.flatMap(({ configDigest, manifestDigest, indexDigest }) => [
      configDigest,
      manifestDigest,
      indexDigest,
    ]);
    add({
      key,
      diffIds,
      names: names.filter(({ from }) => from !== 'label').map(({ name }) => name),
      claims: names.filter(({ from }) => from === 'label').map(({ name }) => name),
      digests: [key, ...images.map(({ image }) => image.id), ...digests.filter((digest) => digest !== null)],
      created,
    });
  }
  for (const { id, names, digests, diffIds, created } of collection.local) {
    const key = contentKey(diffIds);
    const pushed = digests.map((digest) => digest.slice(digest.indexOf('@') + 1));
    add({ key, diffIds, names, claims: [], digests: [key, id, ...pushed], created });
  }
  return [...bases.values()];
}

function isNamed({ names }: FoundBase, given: string): boolean {
  return names.some((name) => sameName(name, given));
}

function sameName(name: string, given: string): boolean {
  if (name === given) return true;
  const full = fullImageName(given);
  return full !== null && fullImageName(name) === full;
}

/** At least twelve digits, as people quote a digest. */
function isFingerprint({ digests }: FoundBase, given: string): boolean {
  const hex = /^(?:sha256:)?([0-9a-f]{12,64})$/.exec(given)?.[1];
  return hex !== undefined && digests.some((digest) => digest.slice(digest.indexOf(':') + 1).startsWith(hex));
}

/** `18c88843900f (debian:12, 2026-01-01)`, so that one of them can be named. */
function described(bases: readonly FoundBase[]): Text {
  return joined(bases.slice(0, 6).map((base) => verbatim(oneOf(base))));
}

function oneOf({ key, names, claims, created }: FoundBase): string {
  const facts = [names[0] ?? claims[0] ?? '', created?.slice(0, 19).replace('T', ' ') ?? ''].filter(Boolean).join(', ');
  return `${shortDigest(key)}${facts === '' ? '' : ` (${facts})`}`;
}

function hintOf(bases: readonly FoundBase[]): Text {
  const names = bases.flatMap((base) => base.names).slice(0, 8);
  return names.length === 0 ? texts.collect : fill(texts.has, { names: names.join(', ') });
}

function shown(given: string): string {
  return printable(given, 200);
}

const texts = {
  has: {
    en: 'Known here: {names}. Or collect anew: plimsoll baseline collect',
    'zh-CN': '已知的有：{names}。也可重新采集：plimsoll baseline collect',
  },
  collect: { en: 'Collect anew: plimsoll baseline collect', 'zh-CN': '请重新采集：plimsoll baseline collect' },
} as const satisfies Record<string, Text>;
