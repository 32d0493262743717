/**
 * Which packages each scanner on PATH finds, and which of them the others lack. See docs/accuracy.md.
 *
 *     npm run bench -- --inventory [--only ID…]                  in specimens of every kind of package
 *     node bench/inventory.ts [--show TYPE] ARCHIVE|REPO:TAG…    in these images
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { type Contestant, contestants } from './peers/contestants.ts';
import { type Difference, reasonOf } from './peers/differences.ts';
import { type Holding, holdingsOf } from './peers/holdings.ts';
import { specimenFolder, specimenImage } from './peers/images.ts';
import { specimens } from './peers/specimens/all.ts';
import type { Specimen } from './peers/specimens/specimen.ts';
import { Tally } from './peers/tally.ts';
import type { Found, Place } from './peers/tools/tool.ts';
import { costOf } from './process-cost.ts';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    inventory: { type: 'boolean' },
    /** Types to list in full; else thirty of each. */
    show: { type: 'string', multiple: true, default: [] },
    /** Specimens to take, by id. */
    only: { type: 'string', multiple: true, default: [] },
  },
});
const unknown = flags.only.filter((id) => specimens.every((specimen) => specimen.id !== id));
if (unknown.length > 0)
  throw new Error(`no specimen ${unknown.join()}; there are ${specimens.map(({ id }) => id).join()}`);

const tally = new Tally();
const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-inventory-'));
try {
  const all = await contestants(scratch, { osv: null, own: null });
  if (all.length < 2) console.log('- no other scanner on PATH: there is nothing to compare with');
  for (const at of positionals) await compare(at, { kind: existsSync(at) ? 'archive' : 'engine', at }, all);
  for (const specimen of positionals.length > 0 ? [] : specimens) {
    if (flags.only.length > 0 && !flags.only.includes(specimen.id)) continue;
    const lacking = specimen.needs.filter((part) => spawnSync('sh', ['-c', `command -v ${part}`]).status !== 0);
    if (lacking.length > 0) {
      console.log(`\n${specimen.id}: left out, ${lacking.join()} is not on PATH`);
      continue;
    }
    const place = await placeOf(specimen);
    if (place === null) continue;
    await compare(`${specimen.id} (${specimen.of})`, place, all);
  }
  console.log(`\n${tally.table()}`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** Null, which is said, where it cannot be made: a registry does not answer, or a tool has changed. */
async function placeOf(specimen: Specimen): Promise<Place | null> {
  try {
    if (specimen.isSources) return { kind: 'sources', at: await specimenFolder(specimen) };
    return { kind: 'archive', at: (await specimenImage(specimen)).archive };
  } catch (error) {
    console.log(`\n${specimen.id}: left out, it could not be made: ${String(error).slice(0, 500)}`);
    return null;
  }
}

async function compare(title: string, place: Place, all: readonly Contestant[]): Promise<void> {
  const lists = new Map<string, readonly Found[]>();
  for (const { tool, state } of all) {
    const output = join(scratch, 'output.json');
    try {
      await costOf(tool.scan(place, state, output));
      lists.set(tool.name, tool.packages(output));
    } catch (error) {
      // One that cannot read this place has nothing to say of it; that it could not is said.
      if (tool === all[0]?.tool) throw error;
      console.log(`\n- ${tool.name} could not read ${title}: ${String(error).split('\n').at(-2)}`);
    }
  }
  const counts = [...lists].map(([name, list]) => `${name} ${list.length}`);
  console.log(`\n${title}: ${counts.join(', ')}`);
  const ours = lists.get('plimsoll') ?? [];
  const holdings = holdingsOf(lists);
  tally.add(holdings, ours);
  show(
    'missing',
    holdings.filter(({ holders }) => !holders.has('plimsoll')),
    ours,
  );
  if (lists.size > 1)
    show(
      'extra',
      holdings.filter(({ holders }) => holders.size === 1 && holders.has('plimsoll')),
      ours,
    );
}

/** By type and reason; what nobody has explained comes with a mark. */
function show(side: Difference['side'], holdings: readonly Holding[], ours: readonly Found[]): void {
  const groups = Map.groupBy(holdings, (one) => `${one.type}: ${reasonOf(side, one, ours) ?? '?'}`);
  for (const [title, group] of groups) {
    console.log(`  ${side} ${group.length} ${title}`);
    const most = flags.show.includes(group[0]?.type ?? '') ? group.length : title.endsWith('?') ? 30 : 0;
    for (const { name, version, holders } of group.slice(0, most)) {
      const where = [...holders].map(([tool, found]) => `${tool} ${found[0]?.path ?? ''}`.trim()).join('; ');
      console.log(`    ${side === 'missing' ? '-' : '+'} ${name} ${version}  (${where})`);
    }
  }
}
