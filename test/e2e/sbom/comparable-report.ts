/** The parts of a JSON report that an image and its SBOM have to agree on. */
export interface Report {
  readonly image: { readonly ref: string; readonly source: string; readonly unprovenLayers?: readonly string[] };
  readonly packages: readonly Placed[];
  readonly vulnerabilities: readonly (Placed & { readonly certainty: string | null })[];
  readonly suppressed: readonly { readonly why: string }[];
  readonly gaps: readonly { readonly what: string; readonly reason: string }[];
  readonly verdict: {
    readonly decision: string;
    readonly controls: readonly { readonly id: string }[];
    readonly waived: readonly {
      readonly control: string;
      readonly waiver: { readonly match: Readonly<Record<string, string>> };
    }[];
  };
}

interface Placed {
  readonly purl: string;
  readonly ownedBy?: string | null;
}

/**
 * A report without what no SBOM can say: which accounts there are, what the image was asked for as (and so what was waived for that name), and
 * whether an engine's word was taken.
 * @param ofImage the report of the image, whichever of the two is looked at
 */
export function comparable(
  { image, packages, vulnerabilities, suppressed, gaps, verdict }: Report,
  ofImage: Report,
): object {
  const { ref: _, source: __, unprovenLayers: ___, ...same } = image;
  const unsaid = new Set(['rootUser']);
  for (const { control, waiver } of ofImage.verdict.waived)
    if (waiver.match['image'] !== undefined) unsaid.add(control);
  const kept = gaps.filter(({ reason }) => reason !== 'not-told').map((gap) => JSON.stringify(gap));
  return {
    image: same,
    packages,
    vulnerabilities,
    suppressed,
    gaps: kept.sort(),
    controls: verdict.controls.filter(({ id }) => !unsaid.has(id)),
  };
}

/** What of a report comes from looking up packages by what Syft's format tells of them. */
export function lookedUp({ packages, vulnerabilities, suppressed, gaps }: Report): object {
  return {
    packages: packages.map(placed),
    vulnerabilities: vulnerabilities.map(placed),
    suppressed: suppressed.map((entry) => ({ ...entry, why: plainPurl(entry.why) })),
    gaps: gaps.filter(({ reason }) => reason === 'no-advisories'),
  };
}

function placed<P extends Placed>(entry: P): object {
  const { purl, ownedBy = null, ...rest } = entry;
  return {
    ...rest,
    purl: plainPurl(purl),
    ownedBy: ownedBy === null ? null : plainPurl(ownedBy),
    // How certain a package is there is no word of that format.
    certainty: null,
  };
}

/** Without the qualifier by which Syft names the source. */
function plainPurl(text: string): string {
  return text.replace(/([?&])upstream=[^&]*(&|$)/, (_, before, behind) => (behind === '&' ? before : ''));
}
