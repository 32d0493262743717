import { hash } from 'node:crypto';
import { sha256 } from '../base/digest.ts';
import { PlimsollError } from '../base/errors.ts';
import type { Collector, Taken } from '../collect/collector.ts';
import type { Bom } from '../images/sbom/bom.ts';
import { readBom } from '../images/sbom/document.ts';
import type { HarvestedFact, HarvestedGap, HarvestedPackage } from '../model/harvest.ts';
import type { Package } from '../model/package.ts';

const WHAT = 'SBOM in the image';
/** More than anybody's part of an image has. */
const MOST_CLAIMS = 20_000;
/** Where Docker's hardened images have theirs: `python/.spdx.python.json`, one for each thing that Docker compiled. */
const hardened = /^opt\/docker\/sbom\//;
/** What others read: these, and those of Bitnami's components. */
const elsewhere = /^opt\/(?:docker\/sbom|bitnami)\//;
/** Names that promise an SBOM. Another file that is named like one and is none (a bill of materials of something else) is none, and no gap. */
const promising = /\.(?:cdx|spdx|syft)\.json$|^(?:usr\/share|opt\/docker|var\/lib\/db|layers)\/sbom\//;
/** What lies in packages and their tests is about something else than this image. */
const ofOthers =
  /(?:^|\/)(?:node_modules|site-packages|dist-packages|gems|vendor|testdata|tests?|fixtures?|examples?|pkg\/mod)\//;
/** What a wheel of Python says that was built into it (PEP 770). */
const ofWheels = /\.dist-info\/sboms\/[^/]+$/;
/** What a package was made from is not what is installed. */
const sources: ReadonlySet<string> = new Set(['github', 'bitbucket', 'gitlab', 'oci', 'docker']);

/**
 * SBOMs that lie in an image: `/usr/share/sbom`, `/sbom`, Docker's hardened images (`/opt/docker/sbom`), apk packages of Wolfi and its kin
 * (`/var/lib/db/sbom`), buildpacks (`/layers/sbom/…`), and what is named as one. What they name are claims
 * of whoever made the image: `scan/claimed-packages.ts` says what they count for.
 */
export const bundledSboms: Collector = {
  name: 'bundled-sboms',
  revision: 4,
  wants: {
    names: ['bom.json', 'sbom.json'],
    extensions: ['.cdx.json', '.spdx.json', '.syft.json', '.sbom.json', '.cdx', '.spdx'],
    jsonEndings: ['-bom.json', '_bom.json', '-sbom.json', '_sbom.json'],
    parents: ['sbom', 'sboms'].map((named) => ({ named, ending: '.json' })),
    maxSize: 64 << 20,
    never: (path) => elsewhere.test(path),
    unless: ({ path }) => ofOthers.test(path) && !ofWheels.test(path),
  },
  what: WHAT,
  blinds: ['packages'],
  take: ({ path }, content) => take(path, content),
};

export const hardenedSboms: Collector = {
  ...bundledSboms,
  name: 'hardened-sboms',
  wants: { jsonEndings: ['.json'], maxSize: 64 << 20, never: (path) => !hardened.test(path) },
};

function take(path: string, content: Buffer): Taken {
  let bom: Bom;
  try {
    bom = readBom(content, path);
  } catch (error) {
    if (!(error instanceof PlimsollError)) throw error;
    if (error.code === 'limit-crossed') return { items: [], gaps: [gapOf('limit-crossed')] };
    return promising.test(path) ? { items: [], gaps: [gapOf('unparsable')] } : { items: [] };
  }
  // Sources have this type, too; what is in a wheel was compiled into it.
  const isSource = (type: string) => sources.has(type) || (type === 'generic' && !ofWheels.test(path));
  const packages = bom.drafts
    .packages(sha256(''))
    .filter((pkg) => !isSource(pkg.type) && !bom.drafts.excluded.has(pkg));
  const claims = packages.slice(0, MOST_CLAIMS).map(claimOf);
  const isCut = bom.drafts.isCut || packages.length > MOST_CLAIMS;
  return {
    items: claims.length === 0 ? [] : [...claims, digestsOf(path, content)],
    gaps: isCut ? [gapOf('too-many')] : [],
  };
}

function claimOf({ name, version, type, purl, architecture, source, licenses }: Package): HarvestedPackage {
  return {
    kind: 'package',
    ecosystem: 'sbom',
    name,
    version,
    architecture,
    source,
    licenses,
    attributes: { type, purl },
  };
}

/** By which it is known whether a distribution's package brought the document. */
function digestsOf(path: string, content: Buffer): HarvestedFact {
  const values = ['md5', 'sha1', 'sha256'].map((algorithm) => `${algorithm}:${hash(algorithm, content, 'hex')}`);
  return { kind: 'fact', ecosystem: 'sbom', fact: 'digests', key: path, values };
}

function gapOf(reason: HarvestedGap['reason']): HarvestedGap {
  return { what: WHAT, reason, blinds: ['packages'] };
}
