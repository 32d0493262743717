import { jsonPieces, LazyList } from '../../base/json-pieces.ts';
import { printableJson } from '../../base/printable.ts';
import { bomUuid } from '../../model/bom-identity.ts';
import type { Listing } from '../../model/listing.ts';
import type { Package } from '../../model/package.ts';
import type { Report } from '../../model/report.ts';
import { filterOptions, shownFindings } from '../overview.ts';
import type { ReportView } from '../reporter.ts';
import { suppressedFacts } from '../suppressed.ts';
import { componentsOf, distributionComponent, imageComponent, OS_REF, type Referred, ROOT_REF } from './components.ts';
import { properties } from './properties.ts';
import { vulnerabilityWriter } from './vulnerabilities.ts';

/** What an image has in it. */
export function inventoryOf(listing: Listing): Iterable<string> {
  return piecesOf(listing, () => ({}));
}

/** What an image has in it, and what is known of that. */
export function reportOf(report: Report, view: ReportView): Iterable<string> {
  const options = filterOptions(view);
  return piecesOf(report, (packages) => ({
    vulnerabilities: new LazyList(shownFindings(report, view), vulnerabilityWriter(packages)),
    properties: properties([
      ['plimsoll:database', report.database.digest],
      ...(options === '' ? [] : [['plimsoll:filter', options] as const]),
      ...report.suppressed.map((entry) => ['plimsoll:suppressed', JSON.stringify(suppressedFacts(entry))] as const),
    ]),
  }));
}

function* piecesOf(listing: Listing, more: (packages: readonly Referred[]) => object): Iterable<string> {
  const { inventory, tool, fingerprint } = listing;
  const packages = componentsOf(inventory.packages);
  const document = {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${bomUuid(fingerprint)}`,
    version: 1,
    metadata: {
      timestamp: listing.scannedAt,
      lifecycles: [{ phase: 'post-build' }],
      tools: { components: [{ type: 'application', name: tool.name, version: tool.version }] },
      component: imageComponent(listing),
    },
    components: new LazyList(componentEntries(listing, packages), ({ entry }) => entry()),
    dependencies: new LazyList(dependencies(listing, packages), (entry) => entry),
    // Nobody can know that nothing else is in an image; but where something could not be read it is certain that something is missing.
    compositions: [{ aggregate: inventory.gaps.length > 0 ? 'incomplete' : 'unknown', assemblies: [ROOT_REF] }],
    ...more(packages),
  };
  for (const piece of jsonPieces(document)) yield printableJson(piece);
  yield '\n';
}

function* componentEntries(
  { inventory }: Listing,
  packages: readonly Referred[],
): Iterable<{ readonly entry: () => object }> {
  const { distribution } = inventory;
  if (distribution !== null) yield { entry: () => distributionComponent(distribution) };
  for (const { component } of packages) yield { entry: component };
}

/** The image depends on all that is in it, and a distribution's package on the language packages that it brought. */
function* dependencies({ inventory }: Listing, packages: readonly Referred[]): Iterable<object> {
  const system = inventory.distribution === null ? [] : [OS_REF];
  yield { ref: ROOT_REF, dependsOn: [...system, ...packages.map(({ ref }) => ref)] };
  const owned = Map.groupBy(
    packages.filter(({ pkg }) => pkg.ownedBy !== null),
    ({ pkg }) => pkg.ownedBy,
  );
  if (owned.size === 0) return;
  const seen = new Set<string>();
  for (const { pkg, ref } of packages) {
    const brought = seen.has(pkg.purl) ? undefined : owned.get(pkg.purl);
    if (brought === undefined || pkg.ownedBy === pkg.purl) continue;
    seen.add(pkg.purl);
    yield { ref, dependsOn: brought.map((one: { readonly pkg: Package; readonly ref: string }) => one.ref) };
  }
}
