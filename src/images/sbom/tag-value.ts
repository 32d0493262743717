import type { Fields } from './fields.ts';

type Draft = Record<string, unknown>;

/** Tags of a package, and the members of SPDX's JSON that mean the same. */
const packageTags: Readonly<Record<string, string>> = {
  SPDXID: 'SPDXID',
  PackageVersion: 'versionInfo',
  PackageSourceInfo: 'sourceInfo',
  PackageLicenseDeclared: 'licenseDeclared',
  PackageLicenseConcluded: 'licenseConcluded',
  PrimaryPackagePurpose: 'primaryPackagePurpose',
};

export function isTagValue(text: string): boolean {
  return /^[ \t]*SPDXVersion:/m.test(text.slice(0, 10_000));
}

/** Members of the document (no list), or an item of one of its lists, as the JSON form would have them: what is read of them, and nothing else. */
export interface TagValuePart {
  readonly list: 'packages' | 'relationships' | 'hasExtractedLicensingInfos' | null;
  readonly fields: Fields;
}

/** SPDX 2 as tags and values (spec, "Tag-value format"), part by part. */
export function* tagValueParts(text: string): Generator<TagValuePart> {
  /** What the tags that come are about; null in the document itself, a file or a snippet. */
  let open: { readonly list: TagValuePart['list']; readonly fields: Draft } | null = null;
  for (const [tag, value] of tagged(text)) {
    if (openers.has(tag)) {
      if (open !== null) yield open;
      open = null;
    }
    if (tag === 'SPDXVersion') yield { list: null, fields: { spdxVersion: value } };
    else if (tag === 'DocumentNamespace') yield { list: null, fields: { documentNamespace: value } };
    else if (tag === 'Relationship') yield { list: 'relationships', fields: relationOf(value) };
    else if (tag === 'PackageName') open = { list: 'packages', fields: { name: value } };
    else if (tag === 'LicenseID') open = { list: 'hasExtractedLicensingInfos', fields: { licenseId: value } };
    else if (open === null) continue;
    else if (tag === 'LicenseName') open.fields['name'] = value;
    else if (tag === 'ExternalRef' && open.fields['externalRefs'] === undefined) {
      const reference = referenceOf(value);
      // Of several the first purl counts, whatever else there is.
      if (/^(?:.*\/)?purl$/.test(String(reference['referenceType']))) open.fields['externalRefs'] = [reference];
    } else if (Object.hasOwn(packageTags, tag)) open.fields[packageTags[tag] ?? ''] = value;
  }
  if (open !== null) yield open;
}

const openers: ReadonlySet<string> = new Set(['PackageName', 'LicenseID', 'FileName', 'SnippetSPDXID']);

/** Lines of a tag and its value; a value in `<text>` may have several. Comments begin with `#`. */
function* tagged(text: string): Generator<readonly [tag: string, value: string]> {
  for (let at = 0; at < text.length; ) {
    const end = text.indexOf('\n', at);
    const line = text.slice(at, end === -1 ? text.length : end);
    at += line.length + 1;
    const colon = line.indexOf(':');
    if (colon < 1 || line.startsWith('#')) continue;
    const value = line.slice(colon + 1).trim();
    if (!value.startsWith('<text>')) {
      yield [line.slice(0, colon).trim(), value];
      continue;
    }
    const start = at - line.length - 1 + line.indexOf('<text>') + '<text>'.length;
    const close = text.indexOf('</text>', start);
    const stop = close === -1 ? text.length : close;
    yield [line.slice(0, colon).trim(), text.slice(start, stop)];
    at = Math.max(at, stop);
  }
}

function relationOf(value: string): Draft {
  const [spdxElementId, relationshipType, relatedSpdxElement] = value.split(/\s+/);
  return { spdxElementId, relationshipType, relatedSpdxElement };
}

function referenceOf(value: string): Draft {
  const [referenceCategory, referenceType, ...locator] = value.split(/\s+/);
  return { referenceCategory, referenceType, referenceLocator: locator.join(' ') };
}
