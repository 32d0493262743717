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
    else yield indented(value, '  ');
    before = ',';
  }
  yield before === '{' ? '{}' : '\n}';
}

function* listPieces(items: Iterable<object>): Iterable<string> {
  let before = '[';
  for (const item of items) {
    yield `${before}\n    ${indented(item, '    ')}`;
    before = ',';
  }
  yield before === '[' ? '[]' : '\n  ]';
}

/** No text in JSON has a raw line feed, so that each one in it is of the indentation. */
function indented(value: unknown, by: string): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', `\n${by}`);
}
