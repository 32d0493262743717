import { fullImageName } from '../model/image-name.ts';
import type { BaseClaim } from './base-node.ts';
import type { CollectedImage, LocalContent } from './collection.ts';

const nameLabel = 'org.opencontainers.image.base.name';
const digestLabel = 'org.opencontainers.image.base.digest';

/**
 * What an image says of its own base in its labels (OCI image-spec, "Annotations"), held against what the engine has. Null where it says
 * nothing, or only what it inherited: a label that an image below it has alike speaks of that one's base.
 */
export function claimOf(
  image: CollectedImage,
  below: readonly CollectedImage[],
  local: readonly LocalContent[],
): BaseClaim | null {
  const name = image.labels[nameLabel] ?? null;
  const digest = image.labels[digestLabel] ?? null;
  const isInherited = below.some(
    ({ labels }) => labels[nameLabel] === (name ?? undefined) && labels[digestLabel] === (digest ?? undefined),
  );
  if ((name === null && digest === null) || isInherited) return null;
  const isUnder = ({ diffIds }: LocalContent) =>
    diffIds.length <= image.fingerprint.diffIds.length &&
    diffIds.every((diffId, at) => image.fingerprint.diffIds[at] === diffId);
  const full = name === null ? null : fullImageName(name);
  const meant = local.filter((content) => digest !== null && content.digests.some((one) => one.endsWith(`@${digest}`)));
  const named = local.filter((content) => full !== null && content.names.some((one) => fullImageName(one) === full));
  const standing = [...meant, ...(meant.length === 0 ? named : [])].some(isUnder)
    ? 'content'
    : meant.length > 0
      ? 'contradicted'
      : 'unproven';
  return { name, digest, standing };
}
