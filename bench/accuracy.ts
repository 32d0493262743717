/**
 * Plimsoll's findings against those that its peers make of the same OSV records, in the same images. See docs/accuracy.md.
 *
 *     npm run bench -- --accuracy [--advisories DIR] [--databases DIR] [--all | ARCHIVE…]
 */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { imagesAround } from './peers/around.ts';
import { type Contestant, contestants } from './peers/contestants.ts';
import { mixedImage, peerImage, recipes, specimenImage } from './peers/images.ts';
import { userCache } from './peers/own-databases.ts';
import type { Problem } from './peers/problems.ts';
import { specimens } from './peers/specimens/all.ts';
import { costOf } from './process-cost.ts';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    accuracy: { type: 'boolean' },
    advisories: { type: 'string', default: fileURLToPath(new URL('../../shared/feeds/osv', import.meta.url)) },
    /** The peers' own databases, made of the same records. */
    databases: { type: 'string', default: userCache() },
    /** The images of `--peers` and the specimens of `--inventory`, too. */
    all: { type: 'boolean', default: false },
  },
});

const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-accuracy-'));
try {
  if (!existsSync(join(flags.advisories, 'ecosystems.txt'))) throw new Error(`no OSV records in ${flags.advisories}`);
  const all = await contestants(scratch, { osv: flags.advisories, own: flags.databases });
  const [us, ...others] = all.filter(({ matches }) => matches);
  if (us === undefined || others.length === 0) throw new Error('no peer that matches is on PATH');
  for await (const archive of positionals.length > 0 ? positionals : ownArchives()) {
    console.log(`\n${archive}`);
    const found = await problemsIn(archive, us);
    for (const one of others) {
      try {
        compare(one.tool.name, found, await problemsIn(archive, one));
      } catch (error) {
        // One that cannot read this image has nothing to say of it; that it could not is said.
        console.log(`  ${one.tool.name} could not read it: ${String(error).slice(-300)}`);
      }
    }
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** Old packages beside a program of Go's, and images made around the records. */
async function* ownArchives(): AsyncGenerator<string> {
  yield* imagesAround(scratch);
  const path = spawnSync('sh', ['-c', 'command -v osv-scanner trivy'], { encoding: 'utf8' })
    .stdout.trim()
    .split('\n')[0];
  // The program, not a link to it: that would be all that lies in the image.
  if (path) yield (await mixedImage([realpathSync(path)])).archive;
  if (!flags.all) return;
  for (const recipe of recipes) if (!recipe.isHuge) yield (await peerImage(recipe)).archive;
  for (const specimen of specimens) {
    if (specimen.isSources) continue;
    try {
      yield (await specimenImage(specimen)).archive;
    } catch (error) {
      console.log(`\n${specimen.id}: left out, it could not be made: ${String(error).slice(0, 500)}`);
    }
  }
}

async function problemsIn(archive: string, { tool, state }: Contestant): Promise<readonly Problem[]> {
  const output = join(scratch, `${tool.name}.json`);
  await costOf(tool.scan({ kind: 'archive', at: archive }, state, output));
  return tool.problems(output);
}

function compare(peer: string, found: readonly Problem[], wanted: readonly Problem[]): void {
  // By version, as there are thousands of either.
  const [ours, theirs] = [found, wanted].map((all) => Map.groupBy(all, ({ version }) => version));
  const same = (one: Problem, among: typeof ours) =>
    among?.get(one.version)?.filter((other) => one.matches(other)) ?? [];
  const missing = wanted.filter((one) => same(one, ours).length === 0);
  const extra = found.filter((one) => !one.isSuppressed && same(one, theirs).length === 0);
  const suppressed = wanted.filter((one) => {
    const hits = same(one, ours);
    return hits.length > 0 && hits.every(({ isSuppressed }) => isSuppressed);
  });
  const own = found.filter((one) => !one.isSuppressed).length;
  const recall = 1 - missing.length / Math.max(1, wanted.length);
  console.log(`  ${peer} ${wanted.length}, Plimsoll ${own}; recall ${recall.toFixed(4)}`);
  for (const one of missing) console.log(`  - ${one.text}`);
  for (const one of suppressed) console.log(`  ~ ${one.text} (suppressed, with its reason in the report)`);
  for (const one of extra) console.log(`  + ${one.text}`);
}
