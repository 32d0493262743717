/** What {@link jsonPieces} writes as a list, of which only one item at a time need be there. */
export class LazyList<Item> implements Iterable<object> {
  readonly #items: Iterable<Item>;
  readonly #shown: (item: Item) => object;

  constructor(items: Iterable<Item>, shown: (item: Item) => object) {
    this.#items = items;
    this.#shown = shown;
  }

  *[Symbol.iterator](): Iterator<object> {
    for (const item of this.#items) yield this.#shown(item);
  }
}

/**
 * The text that `JSON.stringify(document, null, 2)` gives, piece by piece: a large list never stands in memory as one text. Lists that are
 * values of the document itself may be {@link LazyList}s.
 */
export function* jsonPieces(document: Readonly<Record<string, unknown>>): Iterable<string> {
  let before = '{';
  for (const [key, value] of Object.entries(document)) {
    if (value === undefined) continue;
    yield `${before}\n  ${JSON.stringify(key)}: `;
    if (value instanceof LazyList) yield* listPieces(value);
    else yield memberText(value);
    before = ',';
  }
  yield before === '{' ? '{}' : '\n}';
}

function* listPieces(items: Iterable<object>): Iterable<string> {
  let before = '[';
  for (const item of items) {
    yield before + itemText(item);
    before = ',';
  }
  yield before === '[' ? '[]' : '\n  ]';
}

/** As a value of a member of the outermost object is written, without its key. */
function memberText(value: unknown): string {
  return JSON.stringify({ '': value }, null, 2).slice('{\n  "": '.length, -'\n}'.length);
}

/** As an item of a list that is such a value is written, its indentation before it. */
function itemText(item: object): string {
  return JSON.stringify([[item]], null, 2).slice('[\n  ['.length, -'\n  ]\n]'.length);
}
