import type { Fields } from './fields.ts';

type Draft = Record<string, unknown>;

/** Tags of a package, and the members of SPDX's JSON that mean the same. */
const packageTags: Readonly<Record<string, string>> = {
  SPDXID: 'SPDXID',
  PackageVersion: 'versionInfo',
  PackageLicenseDeclared: 'licenseDeclared',
  PackageLicenseConcluded: 'licenseConcluded',
  PrimaryPackagePurpose: 'primaryPackagePurpose',
};

export function isTagValue(text: string): boolean {
  return /^\s*SPDXVersion:/m.test(text.slice(0, 10_000));
}

/** SPDX 2 as tags and values (spec, "Tag-value format"), as the JSON form would have it: what is read of it, and nothing else. */
export function tagValueFields(text: string): Fields {
  const document: Draft = {};
  const packages: Draft[] = [];
  const relationships: Draft[] = [];
  const licenses: Draft[] = [];
  /** What the tags that come are about; null in a file or snippet. */
  let open: Draft | null = document;
  for (const [tag, value] of tagged(text)) {
    if (tag === 'SPDXVersion') document['spdxVersion'] = value;
    else if (tag === 'DocumentNamespace') document['documentNamespace'] = value;
    else if (tag === 'PackageName') open = added(packages, { name: value, externalRefs: [] });
    else if (tag === 'LicenseID') open = added(licenses, { licenseId: value });
    else if (tag === 'FileName' || tag === 'SnippetSPDXID') open = null;
    else if (tag === 'Relationship') relationships.push(relationOf(value));
    else if (tag === 'LicenseName' && open !== null) open['name'] = value;
    else if (tag === 'ExternalRef' && open !== null && Array.isArray(open['externalRefs']))
      open['externalRefs'].push(referenceOf(value));
    else if (open !== null && open !== document && Object.hasOwn(packageTags, tag))
      open[packageTags[tag] ?? ''] = value;
  }
  return { ...document, packages, relationships, hasExtractedLicensingInfos: licenses };
}

function added(list: Draft[], draft: Draft): Draft {
  list.push(draft);
  return draft;
}

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
