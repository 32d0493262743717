import { isDigest } from '../../base/digest.ts';
import type { Distribution } from '../../model/package.ts';
import { type Mark, markNames } from '../../model/sbom-marks.ts';
import {
  type BomComponent,
  emptyComponent,
  emptySubject,
  type FormatReader,
  MOST_COMPONENTS,
  markValue,
  ownMarks,
} from './bom.ts';
import { type Fields, objects, text } from './fields.ts';
import { markedDistribution } from './own-marks.ts';
import type { PackageDrafts } from './package-drafts.ts';
import { idNamed } from './purl-distribution.ts';

/** Purposes of what is no package: the image itself, files. */
const others: ReadonlySet<string> = new Set(['CONTAINER', 'FILE', 'DEVICE']);
const noMarks: readonly Mark[] = [];
const unsaid: ReadonlySet<string> = new Set(['', 'NOASSERTION', 'NONE']);

/** A package as long as it may still turn out to be what the document is about. */
interface Candidate {
  readonly name: string;
  readonly isContainer: boolean;
  readonly marks: readonly Mark[];
  readonly isPackage: boolean;
}

/** Reads SPDX 2.2 and 2.3 as JSON. */
export function spdxReader(drafts: PackageDrafts): FormatReader {
  const described = new Set<string>();
  const ownership: (readonly [owner: string, owned: string])[] = [];
  const licenseNames = new Map<string, string>();
  const candidates = new Map<string, Candidate>();
  let distribution: Distribution | null = null;

  const hearPackage = (pkg: Fields): void => {
    const id = text(pkg, 'SPDXID');
    const marks = marksOf(pkg);
    const purpose = text(pkg, 'primaryPackagePurpose').replaceAll('-', '_');
    const purl = purlOf(pkg);
    if (candidates.size < MOST_COMPONENTS) {
      const isImage = markValue(marks, markNames.configDigest) !== undefined;
      const isContainer = purpose === 'CONTAINER';
      const name = text(pkg, 'name');
      candidates.set(id, { name, isContainer, marks: isImage ? marks : noMarks, isPackage: isPackage(purl) });
    }
    if (purpose === 'OPERATING_SYSTEM') distribution ??= distributionOf(pkg, marks);
    else if (purl !== '' || !(others.has(purpose) || isLayer(pkg, purpose) || isList(pkg)))
      drafts.add(componentOf(pkg, purl, marks), id);
  };

  const hearRelation = (relation: Fields): void => {
    const from = text(relation, 'spdxElementId');
    const to = text(relation, 'relatedSpdxElement');
    const type = text(relation, 'relationshipType');
    const describes = type === 'DESCRIBES' && from === 'SPDXRef-DOCUMENT';
    // Syft says in words which package brought the files of another one.
    const owns = type === 'OTHER' && text(relation, 'comment').startsWith('ownership-by-file-overlap');
    if (!describes && !owns) return;
    if (described.size + ownership.length >= MOST_COMPONENTS) drafts.isCut = true;
    else if (describes) described.add(to);
    else ownership.push([from, to]);
  };

  const hearLicense = (license: Fields): void => {
    const id = text(license, 'licenseId');
    if (licenseNames.size >= MOST_COMPONENTS) drafts.isCut = true;
    else licenseNames.set(id, text(license, 'name') || id);
  };

  return {
    list: 'packages',
    item: (list, fields) => {
      if (list === 'packages') hearPackage(fields);
      else if (list === 'relationships') hearRelation(fields);
      else if (list === 'hasExtractedLicensingInfos') hearLicense(fields);
    },
    text: (list, id) => {
      if (list !== 'documentDescribes') return;
      if (described.size >= MOST_COMPONENTS) drafts.isCut = true;
      else described.add(id);
    },
    facts: (members) => {
      const subjects = [...described].flatMap((id) => {
        const candidate = candidates.get(id);
        return candidate === undefined ? [] : [{ id, ...candidate }];
      });
      for (const { id, isPackage: isOne } of subjects) if (!isOne) drafts.drop(id);
      for (const [owner, owned] of ownership) drafts.setOwner(owned, drafts.purlOf(owner));
      drafts.renameLicenses(licenseNames);
      const subject = subjects.findLast(({ isContainer }) => isContainer) ?? subjects[0];
      return {
        id: text(members, 'documentNamespace') || null,
        subject: subject === undefined ? emptySubject : { ...emptySubject, name: subject.name, marks: subject.marks },
        distribution,
      };
    },
  };
}

/** What a document is about is mostly an image; it is a package to be looked up where its purl says so. */
function isPackage(purl: string): boolean {
  return purl !== '' && !/^pkg:(?:oci|docker)\//.test(purl);
}

function componentOf(pkg: Fields, purl: string, marks: readonly Mark[]): BomComponent {
  const declared = [text(pkg, 'licenseDeclared'), text(pkg, 'licenseConcluded')].find((said) => !unsaid.has(said));
  return {
    ...emptyComponent,
    name: text(pkg, 'name'),
    version: text(pkg, 'versionInfo'),
    purl,
    licenses: declared === undefined ? [] : [declared],
    marks,
    source: trivySource(text(pkg, 'sourceInfo')),
    layer: trivySaid(pkg, 'LayerDiffID'),
  };
}

/** Plimsoll lists layers, by their digests. */
function isLayer(pkg: Fields, purpose: string): boolean {
  return purpose === 'ARCHIVE' && isDigest(text(pkg, 'name'));
}

/** Trivy lists lock files and programs as applications: what is in them is listed, too. */
function isList(pkg: Fields): boolean {
  return trivySaid(pkg, 'Class') !== '';
}

/** Trivy's annotations are `KEY: VALUE`. */
function trivySaid(pkg: Fields, key: string): string {
  const comments = objects(pkg, 'annotations').map((annotation) => text(annotation, 'comment'));
  return comments.find((comment) => comment.startsWith(`${key}: `))?.slice(key.length + 2) ?? '';
}

/** Trivy says the source package in words that anybody may write here; only names that a distribution could have are taken. */
function trivySource(said: string): BomComponent['source'] {
  const [, name, version] = /^built package from: ([a-zA-Z0-9][\w.+-]{0,199}) (\S{1,200})$/.exec(said) ?? [];
  return name === undefined || version === undefined ? null : { name, version };
}

function purlOf(pkg: Fields): string {
  // Some write the type's address: `http://spdx.org/rdf/references/purl`.
  const refs = objects(pkg, 'externalRefs').filter((ref) => /^(?:.*\/)?purl$/.test(text(ref, 'referenceType')));
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
  const named = text(pkg, 'name');
  const id = idNamed(named);
  if (marked !== null || id === '') return marked;
  const versionId = text(pkg, 'versionInfo');
  return { id, versionId, name: `${named} ${versionId}`.trim(), like: [], codename: null };
}
