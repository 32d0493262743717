import { fill } from '../../base/text.ts';
import type { JsonObject } from '../../formats/go-json.ts';
import { parsePurl } from '../../formats/purl.ts';
import {
  isKnown,
  itemOf,
  objectOf,
  objectsOf,
  reasonOf,
  requiredText,
  textOf,
  textsOf,
  timeOf,
  versioned,
} from './fields.ts';
import { type Item, type Product, type Statement, unknownItem, type VexStatus } from './statement.ts';
import { VexFault } from './vex-fault.ts';

/** The states of an analysis (ECMA-424, "Impact Analysis State"). */
const states: Readonly<Record<string, VexStatus>> = {
  resolved: 'fixed',
  resolved_with_pedigree: 'fixed',
  exploitable: 'affected',
  in_triage: 'under_investigation',
  false_positive: 'not_affected',
  not_affected: 'not_affected',
};

/** Reads the analyses of a CycloneDX document. */
export function readCyclonedxVex(document: JsonObject, file: string): readonly Statement[] {
  const metadata = objectOf(document, 'metadata') ?? {};
  const written = textOf(metadata, 'timestamp');
  const author = authorOf(metadata);
  const targetOf = targets(document, metadata);
  return objectsOf(document, 'vulnerabilities').flatMap((entry) => {
    const analysis = objectOf(entry, 'analysis');
    const state = analysis === null ? null : textOf(analysis, 'state');
    if (analysis === null || state === null) return [];
    // `updated` is of the record of the problem in its database, which may be years older or newer than what is said of it here.
    const when =
      textOf(analysis, 'lastUpdated') ?? textOf(analysis, 'firstIssued') ?? written ?? textOf(entry, 'updated');
    const shared = {
      problems: new Set([requiredText(entry, 'id').toUpperCase()]),
      status: isLeft(analysis) && statusOf(state) === 'affected' ? 'will_not_fix' : statusOf(state),
      because: reasonOf(textOf(analysis, 'justification'), textOf(analysis, 'detail')),
      at: when === null ? 0 : timeOf(when),
      when: when ?? 'an unknown day',
      author,
      file,
    };
    const letsThrough = shared.status === 'not_affected' || shared.status === 'fixed';
    return objectsOf(entry, 'affects')
      .flatMap((affected) => targetOf(affected, letsThrough))
      .map((product): Statement => ({ ...shared, product }));
  });
}

function statusOf(state: string): VexStatus {
  const status = Object.hasOwn(states, state) ? states[state] : undefined;
  if (status !== undefined) return status;
  throw new VexFault(
    fill({ en: '"{given}" is not a status', 'zh-CN': '“{given}”不是有效状态' }, { given: state.slice(0, 60) }),
  );
}

/** What somebody means to do about it (ECMA-424, "Response"). */
function isLeft(analysis: JsonObject): boolean {
  return textsOf(analysis, 'response').includes('will_not_fix');
}

function authorOf(metadata: JsonObject): string {
  const [author] = objectsOf(metadata, 'authors');
  const named = [author, objectOf(metadata, 'supplier'), objectOf(metadata, 'manufacturer')]
    .map((one) => (one === null || one === undefined ? null : textOf(one, 'name')))
    .find((name) => name !== null);
  return named ?? 'somebody unnamed';
}

/** What the references of a document lead to: components of its own, purls, or elements of other documents (BOM-Link). */
function targets(
  document: JsonObject,
  metadata: JsonObject,
): (affected: JsonObject, letsThrough: boolean) => readonly Product[] {
  const root = objectOf(metadata, 'component');
  const product = root === null ? null : componentItem(root);
  const components = new Map<string, Item>();
  const pending = [...objectsOf(document, 'components')];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    pending.push(...objectsOf(next, 'components'));
    const ref = textOf(next, 'bom-ref');
    if (ref !== null) components.set(ref, componentItem(next));
  }
  const serial = textOf(document, 'serialNumber');
  const within = (ref: string, bom: string | null): readonly Product[] => {
    const item = bom === null || bom === serial ? (components.get(ref) ?? itemOf([ref])) : itemOf([ref]);
    if (!isKnown(item)) return [];
    // Of a document's own product it speaks; of another document, where that is about the image that is scanned.
    if (bom !== null && bom !== serial) return [{ item: { ...unknownItem, bom }, parts: [item] }];
    if (root === null) return [{ item, parts: [] }];
    return product !== null && isKnown(product) ? [{ item: product, parts: [item] }] : [];
  };
  return (affected, letsThrough) => {
    const ref = requiredText(affected, 'ref');
    const link = /^urn:cdx:([0-9a-f-]{36})\/[0-9]+#(.+)$/i.exec(ref);
    const isRoot = root !== null && ref === textOf(root, 'bom-ref');
    if (isRoot) return product !== null && isKnown(product) ? [{ item: product, parts: [] }] : [];
    const found =
      link === null ? within(ref, null) : within(decoded(link[2] ?? ''), `urn:uuid:${link[1]?.toLowerCase()}`);
    return found.flatMap((target) => narrowed(target, affected, letsThrough));
  };
}

function componentItem(component: JsonObject): Item {
  const hashes = objectsOf(component, 'hashes').map(
    (hash) => [textOf(hash, 'alg') ?? '', textOf(hash, 'content') ?? ''] as const,
  );
  const item = itemOf([textOf(component, 'purl')], hashes, [textOf(component, 'cpe')]);
  const version = textOf(component, 'version');
  return version === null ? item : { ...item, purls: item.purls.map((purl) => versioned(purl, version)) };
}

/**
 * To the versions that are listed. A range is not worked out: what is affected in one may be any version, and what is not may be another one.
 * Of versions of which nobody knows nothing is let through.
 */
function narrowed(target: Product, affected: JsonObject, letsThrough: boolean): readonly Product[] {
  const all = objectsOf(affected, 'versions');
  const versions = all.filter((entry) => {
    const status = textOf(entry, 'status');
    return status !== 'unaffected' && !(letsThrough && status === 'unknown');
  });
  if (versions.length === 0) return all.length === 0 ? [target] : [];
  if (!letsThrough && versions.some((entry) => textOf(entry, 'version') === null)) return [target];
  const listed = versions.map((entry) => textOf(entry, 'version')).filter((version) => version !== null);
  const limited = (item: Item): Item => ({
    ...item,
    purls: item.purls.flatMap((purl) =>
      listed
        .filter((version) => purl.version === null || purl.version === version)
        .map((version) => ({ ...purl, version })),
    ),
  });
  if (target.parts.length === 0) return [{ item: limited(target.item), parts: [] }];
  return [{ item: target.item, parts: target.parts.map(limited) }];
}

function decoded(text: string): string {
  // A purl in a link is mostly not encoded once more.
  if (parsePurl(text) !== null) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    // As it stands: it names nothing then.
    return text;
  }
}
