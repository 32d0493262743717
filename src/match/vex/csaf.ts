import type { JsonObject } from '../../formats/go-json.ts';
import type { Purl } from '../../formats/purl.ts';
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
  const { productOf, isRange } = products(tree);
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
        // A range is not worked out. What is affected in one may be this; what is not affected, or fixed, may be another version.
        if ((meaning === 'not_affected' || meaning === 'fixed') && isRange(id)) return [];
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

/** The versions that a branch and those in it are about; null for all. */
type BranchVersion = { readonly name: string; readonly isRange: boolean } | null;

function versionOf(branch: JsonObject): BranchVersion {
  const category = textOf(branch, 'category');
  const name = textOf(branch, 'name');
  const isRange = category === 'product_version_range';
  return name !== null && (isRange || category === 'product_version') ? { name, isRange } : null;
}

/** To the version of its branch, where a purl says none. */
function limited(item: Item, version: BranchVersion): Item {
  if (version === null || version.isRange) return item;
  const { name } = version;
  // Red Hat writes a component's name there, which has numbers of its own: `389-ds:1.4/389-ds-base`.
  const isVersion = (purl: Purl) => /^v?[0-9]/i.test(name) && !name.includes(purl.name);
  return { ...item, purls: item.purls.map((purl) => (isVersion(purl) ? versioned(purl, name) : purl)) };
}

interface Products {
  /** What a product's identifier means; null for what nothing tells apart from others. */
  readonly productOf: (id: string) => Product | null;
  /** Whether it means a range of versions that its purls do not tell. */
  readonly isRange: (id: string) => boolean;
}

function products(tree: JsonObject): Products {
  const items = new Map<string, Item>();
  const ranges = new Set<string>();
  const add = (product: JsonObject | null, version: BranchVersion) => {
    if (product === null) return;
    const id = textOf(product, 'product_id') ?? '';
    const item = productItem(product);
    items.set(id, limited(item, version));
    if (version?.isRange === true && item.purls.some((purl) => purl.version === null)) ranges.add(id);
  };
  for (const product of objectsOf(tree, 'full_product_names')) add(product, null);
  const pending = objectsOf(tree, 'branches').map((branch) => ({ branch, outer: null as BranchVersion }));
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const version = versionOf(next.branch) ?? next.outer;
    add(objectOf(next.branch, 'product'), version);
    for (const branch of objectsOf(next.branch, 'branches')) pending.push({ branch, outer: version });
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
  const isRange = (id: string, depth = 2): boolean => {
    const relation = depth === 0 ? undefined : relations.get(id);
    if (relation === undefined) return ranges.has(id);
    const ends = ['product_reference', 'relates_to_product_reference'].map((name) => textOf(relation, name));
    return ends.some((end) => end !== null && isRange(end, depth - 1));
  };
  const meanings = new Map<string, Product | null>();
  const productOf = (id: string): Product | null => {
    const before = meanings.get(id);
    if (before !== undefined) return before;
    const relation = relations.get(id);
    const item = relation === undefined ? known(id) : null;
    const meaning = relation === undefined ? item && { item, parts: [] } : related(relation, 1);
    meanings.set(id, meaning);
    return meaning;
  };
  return { productOf, isRange: (id) => isRange(id) };
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
