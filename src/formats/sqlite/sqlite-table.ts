import { SqliteError, type SqlitePages } from './sqlite-pages.ts';
import { readRecord } from './sqlite-record.ts';
import { readVarint } from './sqlite-varint.ts';

/** A page of a table's b-tree ("B-tree Pages"): where its rows lie, or which pages hold them. */
export type TablePage =
  | { readonly kind: 'interior'; readonly children: readonly number[] }
  | { readonly kind: 'leaf'; readonly cells: readonly LeafCell[] };

export interface LeafCell {
  readonly rowid: number;
  /** Bytes of the whole record. */
  readonly size: number;
  /** The part of the record that stands in the page. */
  readonly local: Buffer;
  /** The first page with the rest; 0 where there is none. */
  readonly overflow: number;
}

export interface TableRow {
  readonly page: number;
  readonly rowid: number;
  readonly record: Buffer;
}

const INTERIOR = 0x05;
const LEAF = 0x0d;
/** SQLite's own limit (`BTCURSOR_MAX_DEPTH`). */
const MAX_DEPTH = 20;

/**
 * The rows of a table, in the order of the b-tree, read from its root page down. A page or row that cannot be read is passed over, and
 * what was wrong with the first one is thrown at the end ({@link SqliteError}), when all that can be read has been. No page is visited
 * twice, so the work is bounded by the size of the file whatever its pointers say.
 */
export function* tableRows(pages: SqlitePages, root: number): Generator<TableRow> {
  const visited = new Set<number>();
  const visit = (number: number): Buffer => {
    if (visited.has(number)) throw new SqliteError('corrupt', `page ${number} is used twice`);
    visited.add(number);
    const page = pages.page(number);
    if (page === null) throw new SqliteError('truncated', `page ${number} is not there`);
    return page;
  };
  const trouble: SqliteError[] = [];
  const attempt = <T>(read: () => T): T | null => {
    try {
      return read();
    } catch (error) {
      if (!(error instanceof SqliteError)) throw error;
      if (trouble.length === 0) trouble.push(error);
      return null;
    }
  };
  let bytes = 0;
  const pending = [{ number: root, depth: 0 }];
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const { number, depth } = next;
    if (depth > MAX_DEPTH) throw new SqliteError('corrupt', 'the tree is too deep');
    const page = attempt(() => readTablePage(visit(number), number, pages.usable));
    if (page?.kind === 'interior') {
      for (const child of page.children.toReversed()) pending.push({ number: child, depth: depth + 1 });
    }
    for (const cell of page?.kind === 'leaf' ? page.cells : []) {
      // Cells that lie on one another would make a few pages into any number of rows.
      bytes += cell.size;
      if (bytes > pages.usable * pages.count) throw new SqliteError('corrupt', 'more rows than the file has bytes');
      const record = attempt(() => wholeRecord(cell, pages.usable, visit));
      if (record !== null) yield { page: number, rowid: cell.rowid, record };
    }
  }
  if (trouble[0] !== undefined) throw trouble[0];
}

/** Reads one page of a table's b-tree. Throws {@link SqliteError} for pages of any other kind. */
export function readTablePage(page: Buffer, number: number, usable: number): TablePage {
  const start = number === 1 ? 100 : 0;
  const kind = page.readUInt8(start);
  if (kind !== INTERIOR && kind !== LEAF) throw new SqliteError('corrupt', `page ${number} is no page of a table`);
  const count = page.readUInt16BE(start + 3);
  const pointers = start + (kind === INTERIOR ? 12 : 8);
  if (pointers + count * 2 > usable) throw new SqliteError('corrupt', `page ${number} has too many cells`);
  const cells = Array.from({ length: count }, (_, i) => {
    const at = page.readUInt16BE(pointers + i * 2);
    if (at < pointers + count * 2 || at + 4 > usable) {
      throw new SqliteError('corrupt', `a cell of page ${number} lies outside`);
    }
    return at;
  });
  if (kind === LEAF) return { kind: 'leaf', cells: cells.map((at) => readLeafCell(page, at, number, usable)) };
  return { kind: 'interior', children: [...cells.map((at) => page.readUInt32BE(at)), page.readUInt32BE(start + 8)] };
}

/** A cell of a table leaf ("B-tree Cell Format", "Table B-Tree Leaf Cell"). */
function readLeafCell(page: Buffer, start: number, number: number, usable: number): LeafCell {
  const size = readVarint(page, start, usable);
  const rowid = size === null ? null : readVarint(page, size.next, usable);
  if (size === null || rowid === null || size.value < 0) {
    throw new SqliteError('corrupt', `a cell of page ${number} ends too early`);
  }
  const at = rowid.next;
  const length = localLength(size.value, usable);
  const spills = length < size.value;
  if (at + length + (spills ? 4 : 0) > usable) throw new SqliteError('corrupt', `a cell of page ${number} runs over`);
  return {
    rowid: rowid.value,
    size: size.value,
    local: page.subarray(at, at + length),
    overflow: spills ? page.readUInt32BE(at + length) : 0,
  };
}

/** How much of a record stands in the leaf itself ("Cell Payload Overflow Pages": U, P, X, M, K). */
function localLength(size: number, usable: number): number {
  const most = usable - 35;
  if (size <= most) return size;
  const least = Math.floor(((usable - 12) * 32) / 255) - 23;
  const fitting = least + ((size - least) % (usable - 4));
  return fitting <= most ? fitting : least;
}

/** Puts a record together from its cell and overflow pages, which `visit` must not give out twice. */
export function wholeRecord(cell: LeafCell, usable: number, visit: (number: number) => Buffer): Buffer {
  if (cell.overflow === 0) return cell.local;
  const pieces = [cell.local];
  let rest = cell.size - cell.local.length;
  let next = cell.overflow;
  while (rest > 0) {
    const page = visit(next);
    const piece = page.subarray(4, Math.min(usable, 4 + rest));
    pieces.push(piece);
    rest -= piece.length;
    next = page.readUInt32BE(0);
  }
  return Buffer.concat(pieces);
}

/** The root page of a table, from the schema table in page 1; null where there is no such table. */
export function rootPageOf(pages: SqlitePages, table: string): number | null {
  for (const { record } of tableRows(pages, 1)) {
    const [type, name, , root] = readRecord(record, 4);
    if (type !== 'table' || typeof name !== 'string' || name.toLowerCase() !== table.toLowerCase()) continue;
    if (typeof root !== 'number' || root < 1) throw new SqliteError('corrupt', `table ${table} has no root page`);
    return root;
  }
  return null;
}
