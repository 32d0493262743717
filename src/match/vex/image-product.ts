import type { Purl } from '../../formats/purl.ts';
import { bomUuid } from '../../model/bom-identity.ts';
import type { Listing } from '../../model/listing.ts';
import type { Item } from './statement.ts';

/**
 * Whether an item is the image that is scanned: by one of its digests, by the SBOM that was read or that Plimsoll would write of it, or,
 * without a digest, by the name under which a registry or an engine was asked for it. Names inside an archive are chosen by whoever made it.
 */
export function isImage(item: Item, listing: Listing): boolean {
  if (isImageByDigest(item, listing)) return true;
  if (item.bom !== null && (item.bom === listing.bom || item.bom === `urn:uuid:${bomUuid(listing.fingerprint)}`))
    return true;
  // A digest that is not ours is of another image, whatever name stands beside it.
  if (item.digests.length > 0 || item.purls.some(({ version }) => version?.includes(':') === true)) return false;
  return item.purls.some((purl) => isNamed(purl, listing));
}

/** The same by its digests alone. */
export function isImageByDigest({ digests, purls }: Item, listing: Listing): boolean {
  const { configDigest, manifestDigest, indexDigest } = listing.fingerprint;
  const own: ReadonlySet<string> = new Set(
    [configDigest, manifestDigest, indexDigest].filter((digest) => digest !== null),
  );
  return (
    digests.some((digest) => own.has(digest)) ||
    purls.some((purl) => isOfKind(purl, listing) && purl.version !== null && own.has(purl.version))
  );
}

/** Whether it is the purl of an image for the machine that this one is for. */
function isOfKind({ type, qualifiers }: Purl, { config }: Listing): boolean {
  if (type !== 'oci' && type !== 'docker') return false;
  const architecture = qualifiers['arch'];
  return architecture === undefined || architecture === config.platform.architecture;
}

function isNamed(purl: Purl, listing: Listing): boolean {
  const { type, version, qualifiers } = purl;
  const { source, names } = listing;
  if (!isOfKind(purl, listing)) return false;
  const tag = qualifiers['tag'] ?? (type === 'docker' ? version : null);
  if (type === 'oci' && version !== null) return false;
  if (source !== 'registry' && source !== 'docker') return false;
  return names.some((name) => {
    const [, repository = '', named = null] = /^(.*?)(?::([^:/@]+))?(?:@.*)?$/.exec(name) ?? [];
    return repository === repositoryOf(purl) && (tag === null || tag === named);
  });
}

/** In full, as names of images are: `docker.io/library/nginx`. Empty where the purl does not say it. */
function repositoryOf({ type, namespace, name, qualifiers }: Purl): string {
  const place = qualifiers['repository_url'] ?? '';
  // A registry alone is where the name is to be looked for: `pkg:oci/bash?repository_url=dhi.io`.
  if (type === 'oci') return place === '' || place.includes('/') ? place : `${place}/${name}`;
  const path = namespace === null ? name : `${namespace}/${name}`;
  if (place !== '') return `${place}/${path}`;
  return `docker.io/${namespace === null ? 'library/' : ''}${path}`;
}
