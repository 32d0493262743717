import { type Digest, isDigest, sha256 } from '../../base/digest.ts';
import { isObject, objectMember, parseObject, textsMember } from '../../formats/go-json.ts';
import { chainId } from '../../model/image.ts';
import type { ImageIdentity } from '../../model/ledger.ts';
import { Unidentified } from './unidentified.ts';

/** An image by its config, whose bytes hash to what it is called. */
export interface ProvenImage {
  readonly identity: ImageIdentity & { readonly configDigest: Digest; readonly diffIds: readonly Digest[] };
  readonly labels: Readonly<Record<string, string>>;
}

/** Throws where the bytes are another config than `digest` names, or no config. */
export function provenImage(bytes: Buffer, digest: Digest): ProvenImage {
  if (sha256(bytes) !== digest) throw new Unidentified('config-changed');
  const config = parseObject(bytes);
  const diffIds = textsMember(objectMember(config, 'rootfs') ?? {}, 'diff_ids');
  if (!diffIds.every(isDigest)) throw new Unidentified('no-digest');
  const labels = objectMember(config, 'config')?.['Labels'];
  return {
    identity: { configDigest: digest, manifestDigest: null, indexDigest: null, diffIds, chainId: chainId(diffIds) },
    labels: isObject(labels) ? texts(labels) : {},
  };
}

function texts(object: Readonly<Record<string, unknown>>): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(object).flatMap(([key, value]) => (typeof value === 'string' ? [[key, value]] : [])),
  );
}
