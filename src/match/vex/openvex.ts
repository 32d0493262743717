import type { Digest } from '../../base/digest.ts';
import { fill } from '../../base/text.ts';
import { isObject, type JsonObject } from '../../formats/go-json.ts';
import type { Purl } from '../../formats/purl.ts';
import {
  isKnown,
  itemOf,
  listOf,
  objectOf,
  objectsOf,
  reasonOf,
  requiredText,
  textOf,
  textsOf,
  timeOf,
} from './fields.ts';
import { type Item, type Product, type Statement, unknownItem, type VexStatus } from './statement.ts';
import { VexFault } from './vex-fault.ts';

/** Of OpenVEX, "Status Justifications". */
const justifications: readonly string[] = [
  'component_not_present',
  'vulnerable_code_not_present',
  'vulnerable_code_not_in_execute_path',
  'vulnerable_code_cannot_be_controlled_by_adversary',
  'inline_mitigations_already_exist',
];
const statuses: readonly VexStatus[] = ['not_affected', 'affected', 'fixed', 'under_investigation'];

/**
 * Reads an OpenVEX document (openvex/spec, 0.2.0; the older forms with texts for objects, too). A statement without a time of its own is from when the document was issued (there, "Timestamps"). What was
 * changed in it since may have been any statement: one that lets nothing through counts as of then.
 *
 * @param subject what a statement without products is about: of an attestation, what that is about
 */
export function readOpenVex(document: JsonObject, file: string, subject: Digest | null): readonly Statement[] {
  const head = headOf(document);
  const author = requiredText(head, 'author');
  const changed = textOf(head, 'last_updated');
  const issued = textOf(head, 'timestamp') ?? changed ?? requiredText(head, 'timestamp');
  return objectsOf(document, 'statements').flatMap((entry) => {
    const status = statusOf(entry);
    const letsThrough = status === 'not_affected' || status === 'fixed';
    const written = letsThrough ? issued : (changed ?? issued);
    const when = textOf(entry, 'last_updated') ?? textOf(entry, 'timestamp') ?? written;
    const shared = {
      problems: problemsOf(entry),
      status,
      because: reasonOf(justificationOf(entry, status), textOf(entry, 'impact_statement')),
      at: timeOf(when),
      when,
      author: textOf(entry, 'supplier') ?? author,
      file,
    };
    return productsOf(entry, subject).map((product): Statement => ({ ...shared, product }));
  });
}

/** Ubuntu's documents have what is said of a document in a member of its own. */
function headOf(document: JsonObject): JsonObject {
  const { metadata } = document;
  return document['@context'] === undefined && isObject(metadata) ? metadata : document;
}

export function isOpenVex(document: JsonObject): boolean {
  const context = headOf(document)['@context'];
  return typeof context === 'string' && context.startsWith('https://openvex.dev/ns');
}

function statusOf(entry: JsonObject): VexStatus {
  const given = requiredText(entry, 'status');
  const status = statuses.find((one) => one === given);
  if (status !== undefined) return status;
  throw new VexFault(
    fill({ en: '"{given}" is not a status', 'zh-CN': '“{given}”不是有效状态' }, { given: given.slice(0, 60) }),
  );
}

/** Elsewhere than with `not_affected` it decides nothing. */
function justificationOf(entry: JsonObject, status: VexStatus): string | null {
  const given = textOf(entry, 'justification');
  if (given === null || status !== 'not_affected' || justifications.includes(given)) return given;
  throw new VexFault(
    fill({ en: '"{given}" is not a justification', 'zh-CN': '“{given}”不是有效的理由' }, { given: given.slice(0, 60) }),
  );
}

function problemsOf(entry: JsonObject): ReadonlySet<string> {
  const { vulnerability } = entry;
  const names =
    typeof vulnerability === 'string'
      ? [vulnerability]
      : [
          requiredText(objectOf(entry, 'vulnerability') ?? {}, 'name'),
          ...textsOf(objectOf(entry, 'vulnerability') ?? {}, 'aliases'),
        ];
  return new Set(names.map((name) => name.toUpperCase()));
}

/** Those that can be told from others. */
function productsOf(entry: JsonObject, subject: Digest | null): readonly Product[] {
  // Before 0.2 the parts stood beside the products.
  const common = listOf(entry, 'subcomponents').map(componentItem);
  if (subject !== null && entry['products'] === undefined) {
    const parts = common.filter(isKnown);
    return common.length > 0 && parts.length === 0 ? [] : [{ item: { ...unknownItem, digests: [subject] }, parts }];
  }
  return listOf(entry, 'products').flatMap((product): readonly Product[] => {
    const item = componentItem(product);
    const listed = isObject(product) ? listOf(product, 'subcomponents').map(componentItem) : [];
    const meant = [...listed, ...common];
    const parts = meant.filter(isKnown);
    // Parts that cannot be told from others do not make the statement one about the whole.
    return isKnown(item) && (meant.length === 0 || parts.length > 0) ? [{ item, parts }] : [];
  });
}

function componentItem(component: unknown): Item {
  if (typeof component === 'string') return itemOf([component]);
  if (!isObject(component))
    throw new VexFault({ en: 'a product is neither an object nor a text', 'zh-CN': '有产品既不是对象也不是文本' });
  const identifiers = objectOf(component, 'identifiers') ?? {};
  const hashes = Object.entries(objectOf(component, 'hashes') ?? {});
  const item = itemOf(
    [textOf(component, '@id'), textOf(identifiers, 'purl')],
    hashes.flatMap(([algorithm, hex]) => (typeof hex === 'string' ? [[algorithm, hex] as const] : [])),
    [textOf(identifiers, 'cpe22'), textOf(identifiers, 'cpe23')],
  );
  return { ...item, purls: item.purls.filter((purl) => !item.purls.some((other) => saysMore(other, purl))) };
}

/** Whether another purl of the same thing tells more closely which one it is: what says less beside it does not widen it. */
function saysMore(other: Purl, purl: Purl): boolean {
  if (other.type !== purl.type || other.namespace !== purl.namespace || other.name !== purl.name) return false;
  if (purl.version !== other.version) return purl.version === null;
  const said = Object.entries(purl.qualifiers);
  return (
    said.length < Object.keys(other.qualifiers).length && said.every(([key, value]) => other.qualifiers[key] === value)
  );
}
