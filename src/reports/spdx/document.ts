import { jsonPieces, LazyList } from '../../base/json-pieces.ts';
import { printableJson } from '../../base/printable.ts';
import { gapText } from '../../messages/gap-text.ts';
import { bomUuid } from '../../model/bom-identity.ts';
import type { Listing } from '../../model/listing.ts';
import { licenseWriter } from './licenses.ts';
import { type Annotate, distributionPackage, imagePackage, layerPackage, packageWriter, spdxIds } from './packages.ts';
import { relationshipsOf } from './relationships.ts';

/** What an image has in it. */
export function* inventoryOf(listing: Listing): Iterable<string> {
  const { inventory, tool, fingerprint, scannedAt, ref } = listing;
  const created = scannedAt.replace(/\.[0-9]+Z$/, 'Z');
  const annotate: Annotate = (comment) => ({
    annotationDate: created,
    annotationType: 'OTHER',
    annotator: `Tool: ${tool.name}-${tool.version}`,
    comment,
  });
  const licenses = licenseWriter();
  const packageOf = packageWriter(licenses.expressionOf, annotate);
  const document = {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: 'SPDXRef-DOCUMENT',
    name: ref,
    documentNamespace: `urn:uuid:${bomUuid(fingerprint)}`,
    creationInfo: { created, creators: [`Tool: ${tool.name}-${tool.version}`] },
    ...(inventory.gaps.length === 0
      ? {}
      : { annotations: inventory.gaps.map((gap) => annotate(`not read: ${gapText(gap).en}`)) }),
    documentDescribes: [spdxIds.image],
    packages: new LazyList(
      (function* () {
        yield () => imagePackage(listing, annotate);
        if (inventory.distribution !== null) yield distributionPackage(inventory.distribution, annotate);
        for (const [at, layer] of inventory.layers.entries()) yield () => layerPackage(layer, at);
        for (const [at, pkg] of inventory.packages.entries()) yield () => packageOf(pkg, at);
      })(),
      (entry) => entry(),
    ),
    relationships: new LazyList(relationshipsOf(listing), (entry) => entry),
    // Known once the packages are written, which come before.
    hasExtractedLicensingInfos: new LazyList(licenses.extracted(), (entry) => entry),
  };
  for (const piece of jsonPieces(document)) yield printableJson(piece);
  yield '\n';
}
