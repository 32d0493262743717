import type { Distribution } from '../../model/package.ts';
import type { Mark } from '../../model/sbom-marks.ts';
import { type Bom, type BomComponent, emptyComponent, emptySubject, MOST_COMPONENTS, ownMarks } from './bom.ts';
import { type Fields, objects, text, texts } from './fields.ts';
import { markedDistribution } from './own-marks.ts';

/** Purposes of what is no package: the image itself, its layers, files. */
const others: ReadonlySet<string> = new Set(['CONTAINER', 'ARCHIVE', 'FILE', 'SOURCE', 'DEVICE']);
const unsaid: ReadonlySet<string> = new Set(['', 'NOASSERTION', 'NONE']);

/** Reads SPDX 2.2 and 2.3 as JSON. */
export function readSpdx(document: Fields): Bom {
  const described = new Set(texts(document, 'documentDescribes'));
  const owners = ownersOf(document, described);
  const licenseNames = new Map(
    objects(document, 'hasExtractedLicensingInfos').map((info) => [
      text(info, 'licenseId'),
      text(info, 'name') || text(info, 'licenseId'),
    ]),
  );
  const found: BomComponent[] = [];
  let subject = emptySubject;
  let distribution: Distribution | null = null;
  let isCut = false;
  for (const pkg of objects(document, 'packages')) {
    const marks = marksOf(pkg);
    const purpose = text(pkg, 'primaryPackagePurpose').replaceAll('-', '_');
    const purl = purlOf(pkg);
    const isSubject = described.has(text(pkg, 'SPDXID'));
    if (isSubject && (purpose === 'CONTAINER' || subject === emptySubject))
      subject = { ...emptySubject, name: text(pkg, 'name'), marks };
    if (purpose === 'OPERATING_SYSTEM') distribution ??= distributionOf(pkg, marks);
    else if (isSubject ? isPackage(purl) : purl !== '' || !others.has(purpose)) {
      if (found.length >= MOST_COMPONENTS) {
        isCut = true;
        break;
      }
      found.push(componentOf(pkg, purl, marks, owners, licenseNames));
    }
  }
  return { id: text(document, 'documentNamespace') || null, subject, distribution, components: found, isCut };
}

/** What a document is about is mostly an image; it is a package to be looked up where its purl says so. */
function isPackage(purl: string): boolean {
  return purl !== '' && !/^pkg:(?:oci|docker)\//.test(purl);
}

/** Syft says in words which package brought the files of another one. Adds what the document describes to `described`. */
function ownersOf(document: Fields, described: Set<string>): ReadonlyMap<string, string> {
  const purls = new Map(objects(document, 'packages').map((pkg) => [text(pkg, 'SPDXID'), purlOf(pkg)]));
  const owners = new Map<string, string>();
  for (const relation of objects(document, 'relationships')) {
    const [from, type, to] = ['spdxElementId', 'relationshipType', 'relatedSpdxElement'].map((key) =>
      text(relation, key),
    );
    if (from === undefined || to === undefined) continue;
    if (type === 'DESCRIBES' && from === 'SPDXRef-DOCUMENT') described.add(to);
    const owner = purls.get(from) ?? '';
    if (type === 'OTHER' && owner !== '' && text(relation, 'comment').startsWith('ownership-by-file-overlap'))
      owners.set(to, owner);
  }
  return owners;
}

function componentOf(
  pkg: Fields,
  purl: string,
  marks: readonly Mark[],
  owners: ReadonlyMap<string, string>,
  licenseNames: ReadonlyMap<string, string>,
): BomComponent {
  const declared = [text(pkg, 'licenseDeclared'), text(pkg, 'licenseConcluded')].find((said) => !unsaid.has(said));
  return {
    ...emptyComponent,
    name: text(pkg, 'name'),
    version: text(pkg, 'versionInfo'),
    purl,
    licenses: declared === undefined ? [] : [licenseNames.get(declared) ?? declared],
    marks,
    ownedBy: owners.get(text(pkg, 'SPDXID')) ?? '',
  };
}

function purlOf(pkg: Fields): string {
  const refs = objects(pkg, 'externalRefs').filter((ref) => text(ref, 'referenceType') === 'purl');
  return refs.map((ref) => text(ref, 'referenceLocator')).find((locator) => locator !== '') ?? '';
}

/** Plimsoll's annotations are its name and a list of pairs. */
function marksOf(pkg: Fields): readonly Mark[] {
  for (const annotation of objects(pkg, 'annotations')) {
    const comment = text(annotation, 'comment');
    if (!comment.startsWith('plimsoll [')) continue;
    const pairs = parsed(comment.slice('plimsoll '.length));
    if (pairs !== null) return ownMarks(pairs);
  }
  return [];
}

function parsed(json: string): readonly (readonly [string, string])[] | null {
  try {
    const value: unknown = JSON.parse(json);
    return Array.isArray(value) ? value.filter(isPair) : null;
  } catch {
    // An annotation of somebody else that begins like ours.
    return null;
  }
}

function isPair(value: unknown): value is readonly [string, string] {
  return Array.isArray(value) && value.length === 2 && value.every((part) => typeof part === 'string');
}

function distributionOf(pkg: Fields, marks: readonly Mark[]): Distribution | null {
  const marked = markedDistribution(marks);
  const id = text(pkg, 'name').toLowerCase();
  if (marked !== null || id === '') return marked;
  const versionId = text(pkg, 'versionInfo');
  return { id, versionId, name: `${id} ${versionId}`.trim(), like: [], codename: null };
}

export function isSpdx(document: Fields): boolean {
  return /^SPDX-2\.[0-9]+$/.test(text(document, 'spdxVersion'));
}
