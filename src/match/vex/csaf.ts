import type { JsonObject } from '../../formats/go-json.ts';
import { isKnown, itemOf, objectOf, objectsOf, reasonOf, requiredText, textOf, textsOf, timeOf } from './fields.ts';
import type { Item, Product, Statement, VexStatus } from './statement.ts';

/** The lists of a `product_status` (CSAF 2.0, 3.2.3.9). */
const lists: Readonly<Record<string, VexStatus>> = {
  known_not_affected: 'not_affected',
  fixed: 'fixed',
  first_fixed: 'fixed',
  known_affected: 'affected',
  first_affected: 'affected',
  last_affected: 'affected',
  under_investigation: 'under_investigation',
};

/** Relationships in which one product is in another one. */
const containing: ReadonlySet<string> = new Set([
  'default_component_of',
  'optional_component_of',
  'external_component_of',
  'installed_on',
]);

/** Reads a CSAF document of the profile VEX. */
export function readCsaf(document: JsonObject, file: string): readonly Statement[] {
  const head = objectOf(document, 'document') ?? {};
  const when = requiredText(objectOf(head, 'tracking') ?? {}, 'current_release_date');
  const author = requiredText(objectOf(head, 'publisher') ?? {}, 'name');
  const tree = objectOf(document, 'product_tree') ?? {};
  const productOf = products(tree);
  const groups = new Map(
    objectsOf(tree, 'product_groups').map((group) => [textOf(group, 'group_id') ?? '', textsOf(group, 'product_ids')]),
  );
  return objectsOf(document, 'vulnerabilities').flatMap((entry) => {
    const names = [textOf(entry, 'cve'), ...objectsOf(entry, 'ids').map((id) => textOf(id, 'text'))];
    const problems = new Set(names.filter((name) => name !== null).map((name) => name.toUpperCase()));
    const reasonFor = reasons(entry, groups);
    const staysSo = unfixed(entry, groups);
    const status = objectOf(entry, 'product_status') ?? {};
    return Object.entries(lists).flatMap(([list, meaning]) =>
      textsOf(status, list).flatMap((id): readonly Statement[] => {
        const product = productOf(id);
        if (product === null || problems.size === 0) return [];
        const state = meaning === 'affected' && staysSo(id) ? 'will_not_fix' : meaning;
        return [{ problems, status: state, because: reasonFor(id), product, at: timeOf(when), when, author, file }];
      }),
    );
  });
}

export function isCsaf(document: JsonObject): boolean {
  const head = document['document'];
  return typeof head === 'object' && head !== null && 'category' in head && 'csaf_version' in head;
}

/** Why products are not affected: the label of a flag, the words of an impact. */
function reasons(entry: JsonObject, groups: Groups): (product: string) => string | null {
  const flags = objectsOf(entry, 'flags').map((flag) => ({
    about: concerned(flag, groups),
    text: textOf(flag, 'label'),
  }));
  const impacts = objectsOf(entry, 'threats')
    .filter((threat) => textOf(threat, 'category') === 'impact' && !isRating(textOf(threat, 'details')))
    .map((threat) => ({ about: concerned(threat, groups), text: textOf(threat, 'details') }));
  return (product) => {
    const said = (list: typeof flags) =>
      list.find(({ about, text }) => about.has(product) && text !== null)?.text ?? null;
    return reasonOf(said(flags), said(impacts));
  };
}

/** Red Hat has its rating of the problem there, which is no reason why something is not affected. */
function isRating(details: string | null): boolean {
  return /^(?:critical|important|moderate|low|none)$/i.test(details?.trim() ?? '');
}

type Groups = ReadonlyMap<string, readonly string[]>;

/** Products that a part of an entry is about. */
function concerned(item: JsonObject, groups: Groups): ReadonlySet<string> {
  return new Set([
    ...textsOf(item, 'product_ids'),
    ...textsOf(item, 'group_ids').flatMap((group) => groups.get(group) ?? []),
  ]);
}

/** Whether its vendor says that nobody will fix it (CSAF 2.0, 3.2.3.12.1). */
function unfixed(entry: JsonObject, groups: Groups): (product: string) => boolean {
  const left = objectsOf(entry, 'remediations')
    .filter((remediation) => textOf(remediation, 'category') === 'no_fix_planned')
    .map((remediation) => concerned(remediation, groups));
  return (product) => left.some((about) => about.has(product));
}

/** What a product's identifier means; null for what nothing tells apart from others. */
function products(tree: JsonObject): (id: string) => Product | null {
  const items = new Map<string, Item>();
  const add = (product: JsonObject | null) => {
    if (product !== null) items.set(textOf(product, 'product_id') ?? '', productItem(product));
  };
  for (const product of objectsOf(tree, 'full_product_names')) add(product);
  const pending = [...objectsOf(tree, 'branches')];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    add(objectOf(next, 'product'));
    pending.push(...objectsOf(next, 'branches'));
  }
  const known = (id: string | null): Item | null => {
    const item = items.get(id ?? '');
    return item !== undefined && isKnown(item) ? item : null;
  };
  const relations = new Map<string, JsonObject>();
  for (const relation of objectsOf(tree, 'relationships'))
    relations.set(textOf(objectOf(relation, 'full_product_name') ?? {}, 'product_id') ?? '', relation);
  const related = (relation: JsonObject, depth: number): Product | null => {
    if (!containing.has(textOf(relation, 'category') ?? '')) return null;
    const part = known(textOf(relation, 'product_reference'));
    const outer = textOf(relation, 'relates_to_product_reference');
    const between = relations.get(outer ?? '');
    if (between !== undefined) {
      // A package in a module in a platform, as Red Hat has them.
      const whole = depth > 0 ? related(between, depth - 1) : null;
      const inner = whole === null || part === null ? null : inModule(part, whole.parts);
      return whole === null || inner === null ? null : { item: whole.item, parts: [inner] };
    }
    const whole = known(outer);
    return whole === null || part === null ? null : { item: whole, parts: [part] };
  };
  const meanings = new Map<string, Product | null>();
  return (id) => {
    const before = meanings.get(id);
    if (before !== undefined) return before;
    const relation = relations.get(id);
    const item = relation === undefined ? known(id) : null;
    const meaning = relation === undefined ? item && { item, parts: [] } : related(relation, 1);
    meanings.set(id, meaning);
    return meaning;
  };
}

/** A part that is meant only as it is built in a module; null for what else may lie between a part and a whole: that is not understood. */
function inModule(part: Item, [between]: readonly Item[]): Item | null {
  const module = between?.purls.find(({ type, version }) => type === 'rpmmod' && version !== null);
  if (module === undefined) return null;
  const rpmmod = `${module.name}:${module.version}`;
  return { ...part, purls: part.purls.map((purl) => ({ ...purl, qualifiers: { rpmmod, ...purl.qualifiers } })) };
}

function productItem(product: JsonObject): Item {
  const helper = objectOf(product, 'product_identification_helper') ?? {};
  const hashes = objectsOf(helper, 'hashes').flatMap((entry) =>
    objectsOf(entry, 'file_hashes').map(
      (hash) => [textOf(hash, 'algorithm') ?? '', textOf(hash, 'value') ?? ''] as const,
    ),
  );
  return itemOf([textOf(helper, 'purl'), ...textsOf(helper, 'purls')], hashes, [textOf(helper, 'cpe')]);
}
