import type { Placed } from '../../collect/ecosystem.ts';
import type { TablePage } from '../../formats/sqlite/sqlite-table.ts';
import type { HarvestedFact, HarvestedPackage } from '../../model/harvest.ts';

/** A page of the table of packages without its content: the numbers of further pages, or of rows. */
export interface TreePage {
  readonly number: number;
  readonly kind: 'interior' | 'leaf';
  readonly numbers: readonly number[];
}

export function treePage(number: number, page: TablePage): TreePage {
  if (page.kind === 'interior') return { number, kind: 'interior', numbers: page.children };
  return { number, kind: 'leaf', numbers: page.cells.map(({ rowid }) => rowid) };
}

export function treeFact({ number, kind, numbers }: TreePage): HarvestedFact {
  return { kind: 'fact', ecosystem: 'rpm', fact: 'page', key: String(number), values: [kind, ...numbers.map(String)] };
}

/** Where the table begins. */
export function rootFact(root: number): HarvestedFact {
  return { kind: 'fact', ecosystem: 'rpm', fact: 'root', key: '', values: [String(root)] };
}

const LOG = '-wal';

/**
 * The packages that rpm itself would list. A database and its write-ahead log are two files, which a collector sees one by one and layers
 * may bring apart; here they meet: the tree of the table is walked with the log's pages over the file's, and what it reaches is installed.
 */
export function livePackages(
  packages: readonly Placed<HarvestedPackage>[],
  facts: readonly Placed<HarvestedFact>[],
): readonly Placed<HarvestedPackage>[] {
  const logs = new Set(facts.filter(isTree).flatMap(({ path }) => (path.endsWith(LOG) ? [path] : [])));
  if (logs.size === 0) return packages;
  const files = new Set(packages.map(({ path }) => path.replace(/-wal$/, '')));
  for (const log of logs) files.add(log.slice(0, -LOG.length));
  return [...files].flatMap((file) => {
    const inFile = packages.filter(({ path }) => path === file);
    const log = `${file}${LOG}`;
    if (!logs.has(log)) return inFile;
    const inLog = packages.filter(({ path }) => path === log);
    return joined(
      inFile,
      inLog,
      facts.filter(({ path }) => path === file),
      facts.filter(({ path }) => path === log),
    );
  });
}

function joined(
  inFile: readonly Placed<HarvestedPackage>[],
  inLog: readonly Placed<HarvestedPackage>[],
  fileFacts: readonly Placed<HarvestedFact>[],
  logFacts: readonly Placed<HarvestedFact>[],
): readonly Placed<HarvestedPackage>[] {
  const filePages = pagesOf(fileFacts);
  const logPages = pagesOf(logFacts);
  const root = rootOf(logFacts) ?? rootOf(fileFacts);
  const rows = root === null ? null : reachedRows(root, (page) => logPages.get(page) ?? filePages.get(page));
  // A tree with holes tells nothing: rather a package too many than one too few.
  if (rows === null) return [...inFile, ...inLog];
  const byRow = new Map(inFile.map((placed) => [placed.item.attributes['row'], placed]));
  const byPlace = new Map(inLog.map((placed) => [placeOf(placed.item), placed]));
  return rows.flatMap(({ page, row }) => {
    const before = byRow.get(row);
    const now = logPages.has(page) ? byPlace.get(`${page}/${row}`) : undefined;
    const unchanged = before !== undefined && (now === undefined || sameBuild(before.item, now.item));
    const placed = unchanged ? before : now;
    return placed === undefined ? [] : [placed];
  });
}

/** The rows that a walk down the tree comes to; null where a page of it is known to neither file. */
function reachedRows(
  root: string,
  pageOf: (page: string) => readonly string[] | undefined,
): readonly { readonly page: string; readonly row: string }[] | null {
  const rows: { page: string; row: string }[] = [];
  const visited = new Set<string>();
  const pending = [root];
  for (let page = pending.pop(); page !== undefined; page = pending.pop()) {
    const read = pageOf(page);
    if (read === undefined || visited.has(page)) return null;
    visited.add(page);
    const [kind, ...numbers] = read;
    if (kind === 'interior') for (const number of numbers) pending.push(number);
    else for (const row of numbers) rows.push({ page, row });
  }
  return rows;
}

function pagesOf(facts: readonly Placed<HarvestedFact>[]): ReadonlyMap<string, readonly string[]> {
  return new Map(facts.filter(({ item }) => item.fact === 'page').map(({ item }) => [item.key, item.values]));
}

function rootOf(facts: readonly Placed<HarvestedFact>[]): string | null {
  return facts.find(({ item }) => item.fact === 'root')?.item.values[0] ?? null;
}

function isTree({ item }: Placed<HarvestedFact>): boolean {
  return item.fact === 'page' || item.fact === 'root';
}

function placeOf({ attributes }: HarvestedPackage): string {
  return `${attributes['page']}/${attributes['row']}`;
}

function sameBuild(a: HarvestedPackage, b: HarvestedPackage): boolean {
  return a.name === b.name && a.version === b.version && a.architecture === b.architecture;
}
