/**
 * Which packages each scanner on PATH finds in an image, and which of them the others lack.
 *
 *     node bench/inventory.ts [--advisories DIR] [--show TYPE] ARCHIVE|REPO:TAG…
 */
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Contestant, contestants } from './peers/contestants.ts';
import type { Found } from './peers/tools/tool.ts';
import { costOf } from './process-cost.ts';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    /** Types to list in full; else thirty of each. */
    show: { type: 'string', multiple: true, default: [] },
  },
});
if (positionals.length === 0) throw new Error('name an archive, or an image at the local engine');

const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-inventory-'));
try {
  const all = await contestants(scratch, { osv: null, own: null });
  for (const at of positionals) await compare(at, all);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

async function compare(at: string, all: readonly Contestant[]): Promise<void> {
  console.log(`\n${at}`);
  const output = join(scratch, 'output.json');
  /** By type, then by package: who has it, and where. */
  const types = new Map<string, Map<string, Map<string, string>>>();
  const lists: string[] = [];
  for (const { tool, state } of all) {
    await costOf(tool.scan({ kind: existsSync(at) ? 'archive' : 'engine', at }, state, output));
    const found = tool.packages(output);
    if (found.length === 0) continue;
    lists.push(tool.name);
    for (const one of found) {
      const packages = types.get(one.type) ?? new Map<string, Map<string, string>>();
      types.set(one.type, packages);
      const holders = packages.get(keyOf(one)) ?? new Map<string, string>();
      packages.set(keyOf(one), holders);
      holders.set(tool.name, one.path);
    }
  }
  for (const [type, packages] of [...types].sort()) {
    const counts = lists.map((name) => `${name} ${count(packages, (holders) => holders.has(name))}`);
    console.log(`\n  ${type}: ${packages.size} in all; ${counts.join(', ')}`);
    const most = flags.show.includes(type) ? Number.POSITIVE_INFINITY : 30;
    const list = (mark: string, title: string, wanted: (holders: ReadonlyMap<string, string>) => boolean) => {
      const hits = [...packages].filter(([, holders]) => wanted(holders)).sort();
      if (hits.length > 0) console.log(`    ${title}: ${hits.length}`);
      for (const [key, holders] of hits.slice(0, most)) {
        const where = [...holders].map(([name, path]) => `${name} ${path}`.trim()).join('; ');
        console.log(`      ${mark} ${key}  (${where})`);
      }
    };
    list('-', 'Plimsoll lacks', (holders) => !holders.has('plimsoll'));
    list('+', 'Plimsoll alone has', (holders) => holders.has('plimsoll') && holders.size === 1 && lists.length > 1);
  }
}

function keyOf({ name, version }: Found): string {
  return `${name} ${version}`;
}

function count<T>(map: ReadonlyMap<string, T>, wanted: (value: T) => boolean): number {
  return [...map.values()].filter(wanted).length;
}
