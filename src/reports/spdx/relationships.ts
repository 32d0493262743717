import type { Listing } from '../../model/listing.ts';
import { spdxIds } from './packages.ts';

/** The document is about the image; the image has layers and packages; a layer brought packages; a distribution's package brought others. */
export function* relationshipsOf({ inventory }: Listing): Iterable<object> {
  const { packages, layers, distribution } = inventory;
  const relation = (spdxElementId: string, relationshipType: string, relatedSpdxElement: string) => ({
    spdxElementId,
    relationshipType,
    relatedSpdxElement,
  });
  yield relation(spdxIds.document, 'DESCRIBES', spdxIds.image);
  if (distribution !== null) yield relation(spdxIds.image, 'CONTAINS', spdxIds.distribution);
  for (const at of layers.keys()) yield relation(spdxIds.image, 'CONTAINS', spdxIds.layer(at));
  const layerIds = new Map(layers.map(({ diffId }, at) => [diffId, spdxIds.layer(at)]));
  const ids = new Map(packages.map(({ purl }, at) => [purl, spdxIds.package(at)]));
  for (const [at, { layer, ownedBy }] of packages.entries()) {
    const id = spdxIds.package(at);
    yield relation(spdxIds.image, 'CONTAINS', id);
    const from = layerIds.get(layer);
    if (from !== undefined) yield relation(from, 'CONTAINS', id);
    const owner = ownedBy === null ? undefined : ids.get(ownedBy);
    if (owner !== undefined) yield relation(owner, 'CONTAINS', id);
  }
}
