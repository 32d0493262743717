import { join } from 'node:path';
import { readBounded } from '../../base/bounded-file.ts';
import { type Digest, isDigest, sha256 } from '../../base/digest.ts';
import { systemCode } from '../../base/errors.ts';
import type { BboltBucket } from '../../formats/bbolt/bbolt-bucket.ts';
import {
  containerdNamespace,
  containerdPaths,
  containerdTarget,
} from '../../formats/engine-store/containerd-images.ts';
import { isObject, listMember, objectMember, parseObject } from '../../formats/go-json.ts';
import { chainId } from '../../model/image.ts';
import type { ImageClaim } from './found-container.ts';
import { readLive } from './live-database.ts';
import { type ProvenImage, provenImage } from './proven-config.ts';

/** Where to look for a container's image. */
interface ContainerdPlace {
  readonly namespace: string;
  readonly snapshotter: string;
  readonly container: string;
  /** The ChainIDs of the layers that the container stands on, bottom first. */
  readonly chains: readonly string[];
}

/** What is known of the image of a container of containerd. */
export interface ContainerdImage {
  /** Null where no config, or more than one, is known for these layers. */
  readonly image: ProvenImage | null;
  readonly asked: string | null;
}

const MAX_DOCUMENT = 16 << 20;
/** Manifests of one index; one of more says nothing, or what is beyond could be hidden behind what is not. */
const MAX_MANIFESTS = 200;

/**
 * Looks for the config of a container's image (containerd, `metadata/buckets.go`) behind the name that the container goes by, and among the
 * configs that are kept because of its layers: one whose bytes hash to its name and whose layers make exactly these ChainIDs. Names and
 * labels only say where to look.
 *
 * @param otherwise what is said of the image where containerd itself says nothing
 */
export function containerdImage(root: string, place: ContainerdPlace, otherwise: () => ImageClaim): ContainerdImage {
  const database = join(root, containerdPaths.names);
  const inNamespace = <T>(read: (space: BboltBucket | null) => T) =>
    readLive(database, (bolt) => read(containerdNamespace(bolt, place.namespace)));
  const own = inNamespace((space) => claimOf(space, place));
  const claim = own.asked === '' ? otherwise() : own;
  const meant = provenOnes(root, configsBehind(root, claim.target), place.chains);
  // A name may mean something else by now, or nothing: then whatever is kept because of these layers, if it is one.
  const images =
    meant.length === 1
      ? meant
      : provenOnes(
          root,
          inNamespace((space) => keptConfigs(space, place)),
          place.chains,
        );
  return {
    image: images.length === 1 ? (images[0] ?? null) : null,
    asked: claim.asked === '' ? null : claim.asked,
  };
}

function provenOnes(root: string, digests: readonly string[], chains: readonly string[]): readonly ProvenImage[] {
  return [...new Set(digests)].flatMap((digest) => {
    const image = isDigest(digest) ? configOf(root, digest, chains) : null;
    return image === null ? [] : [image];
  });
}

function claimOf(space: BboltBucket | null, { container }: ContainerdPlace): ImageClaim {
  const asked = space?.bucket('containers')?.bucket(container)?.value('image')?.toString('utf8') ?? '';
  return { asked, target: containerdTarget(space, asked) ?? '' };
}

/** Documents that containerd keeps because of the snapshot that the container stands on. */
function keptConfigs(space: BboltBucket | null, { snapshotter, chains }: ContainerdPlace): readonly string[] {
  const label = `containerd.io/gc.ref.snapshot.${snapshotter}`;
  return [...(space?.bucket('content')?.bucket('blob')?.buckets() ?? [])]
    .filter(([, blob]) => blob.bucket('labels')?.value(label)?.toString('utf8') === chains.at(-1))
    .map(([digest]) => digest);
}

/** An image's config from the content store; null where it is not there, or is one of other layers. */
function configOf(root: string, digest: Digest, chains: readonly string[]): ProvenImage | null {
  const bytes = blobOf(root, digest);
  if (bytes === null) return null;
  const image = provenImage(bytes, digest);
  const { diffIds } = image.identity;
  const isSame =
    diffIds.length === chains.length && chains.every((chain, index) => chainId(diffIds.slice(0, index + 1)) === chain);
  return isSame ? image : null;
}

/** The configs of the manifests that a digest leads to: its own, or those of an index. */
function configsBehind(root: string, target: string): readonly string[] {
  const document = documentOf(root, target);
  const manifests = (document === null ? [] : (listMember(document, 'manifests') ?? [])).filter(isObject);
  if (manifests.length > MAX_MANIFESTS) return [];
  const documents = [document, ...manifests.map(({ digest }) => documentOf(root, digest))].filter(
    (one) => one !== null,
  );
  return documents.flatMap((one) => {
    const digest = objectMember(one, 'config')?.['digest'];
    return typeof digest === 'string' ? [digest] : [];
  });
}

function documentOf(root: string, digest: unknown) {
  const bytes = isDigest(digest) ? blobOf(root, digest) : null;
  return bytes === null || sha256(bytes) !== digest ? null : parseObject(bytes);
}

function blobOf(root: string, digest: Digest): Buffer | null {
  const [algorithm = '', hex = ''] = digest.split(':');
  try {
    return readBounded(join(root, containerdPaths.content, 'blobs', algorithm, hex), MAX_DOCUMENT);
  } catch (error) {
    if (systemCode(error) === 'ENOENT') return null;
    throw error;
  }
}
