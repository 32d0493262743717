import { sha256 } from '../../base/digest.ts';
import { PlimsollError } from '../../base/errors.ts';
import type { Collector, LayerFile, Taken } from '../../collect/collector.ts';
import { ExecutableFault } from '../../formats/executable/executable.ts';
import { nativeSbomMark, readNativeSboms } from '../../formats/executable/native-image-sbom.ts';
import { readBom } from '../../images/sbom/document.ts';
import type { HarvestedGap, HarvestedPackage } from '../../model/harvest.ts';
import type { Package } from '../../model/package.ts';
import { digestFacts } from '../file-digests.ts';
import { languagePackage } from '../language-packages.ts';

const WHAT = 'SBOM of a native image';
const MAX_PACKAGES = 20_000;

/** The libraries that GraalVM's `native-image` compiled into a program, as it wrote them into it. */
export const nativeImageCollector: Collector = {
  name: 'maven-native-images',
  revision: 2,
  // The image of the heap is a section that only such programs have.
  wants: { programs: { marks: [nativeSbomMark], sections: ['.svm_heap'] } },
  what: WHAT,
  blinds: ['packages'],
  take: (file, content) => take(file, content),
  // Where the list lies is said at another place than what it is called.
  takePieces: (_, pieces) =>
    pieces.some((piece) => piece.subarray(0, nativeSbomMark.length).equals(nativeSbomMark))
      ? { items: [], gaps: [gap('too-large')] }
      : { items: [] },
};

function take({ path, digests }: LayerFile, content: Buffer): Taken {
  const packages = new Map<string, HarvestedPackage>();
  const gaps = new Set<HarvestedGap['reason']>();
  try {
    for (const document of readNativeSboms(content)) {
      const { drafts } = readBom(document, path);
      // What has no purl cannot be looked up.
      if (drafts.faults.size > 0) gaps.add('no-purl');
      if (drafts.isCut) gaps.add('too-many');
      for (const pkg of drafts.packages(sha256(''))) {
        if (packages.size < MAX_PACKAGES) packages.set(pkg.purl, packageOf(pkg));
        else gaps.add('too-many');
      }
    }
  } catch (error) {
    if (!(error instanceof ExecutableFault || error instanceof PlimsollError)) throw error;
    gaps.add(error instanceof PlimsollError && error.code === 'limit-crossed' ? 'limit-crossed' : 'unparsable');
  }
  return {
    items: packages.size === 0 ? [] : [...packages.values(), ...digestFacts('maven', path, content, digests)],
    gaps: [...gaps].map(gap),
  };
}

/** What is no library of Java's is a claim like that of any other SBOM in the image. */
function packageOf({ name, version, type, purl, licenses }: Package): HarvestedPackage {
  return type === 'maven'
    ? languagePackage('maven', name, version, { licenses })
    : languagePackage('sbom', name, version, { licenses, attributes: { type, purl } });
}

function gap(reason: HarvestedGap['reason']): HarvestedGap {
  return { what: WHAT, reason, blinds: ['packages'] };
}
