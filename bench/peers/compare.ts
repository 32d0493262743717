/** Plimsoll and the scanners on PATH on the same images, in one run. See bench/README.md. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { contestants } from './contestants.ts';
import { onTop, peerImage, recipes } from './images.ts';
import { userCache } from './own-databases.ts';
import { runAll, type Situation, situations } from './runs.ts';
import { type Figure, figuresOf, rowsOf } from './targets.ts';

const { values: flags } = parseArgs({
  options: {
    peers: { type: 'boolean' },
    /** Images to take, by id. */
    only: { type: 'string', multiple: true, default: [] },
    /** One round instead of three. */
    quick: { type: 'boolean', default: false },
    /** An OSV bucket as a directory. */
    advisories: { type: 'string', default: fileURLToPath(new URL('../../../shared/feeds/osv', import.meta.url)) },
    /** The peers' own databases: `trivy/` and `grype/`, as a user's cache has them. */
    databases: { type: 'string', default: userCache() },
    'no-engine': { type: 'boolean', default: false },
  },
});

const unknown = flags.only.filter((id) => recipes.every((recipe) => recipe.id !== id));
if (unknown.length > 0) throw new Error(`no image ${unknown.join()}; there are ${recipes.map(({ id }) => id).join()}`);

const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-peers-'));
try {
  const osv = existsSync(join(flags.advisories, 'ecosystems.txt')) ? flags.advisories : null;
  const all = await contestants(scratch, { osv, own: flags.databases });
  const hasEngine = !flags['no-engine'] && spawnSync('docker', ['info'], { stdio: 'ignore' }).status === 0;
  if (!hasEngine) console.log('- no local engine: that part is left out');
  const figures: Figure[] = [];
  for (const recipe of recipes) {
    if (flags.only.length > 0 && !flags.only.includes(recipe.id)) continue;
    const image = await peerImage(recipe);
    const isAtEngine = hasEngine && !recipe.isHuge;
    if (isAtEngine) docker('load', '-q', '-i', image.archive);
    const second = recipe.isHuge ? null : await onTop(image);
    const results = await runAll({ image, second, isAtEngine, rounds: flags.quick ? 1 : 3, scratch }, all);
    if (isAtEngine) docker('rmi', '-f', image.name);
    const size = (of: 'compressed' | 'uncompressed') => image.layers.reduce((sum, layer) => sum + layer[of], 0) / 1e6;
    console.log(
      `\n${image.title}: ${image.layers.length} layers, ${size('uncompressed').toFixed(0)} MB, ${size('compressed').toFixed(0)} MB gzip`,
    );
    for (const [situation, title] of Object.entries(situations)) {
      const rows = rowsOf(results, situation as Situation);
      if (rows.some((row) => row[1] !== '-')) print([[title, 'time', 'processor', 'memory', 'findings'], ...rows]);
    }
    figures.push(...figuresOf(image.title, results));
  }
  console.log('');
  print([
    ['', 'image', 'figure', 'measured', 'to reach'],
    ...figures.map(({ met, image, figure, measured, target }) => [met ? '✔' : '✘', image, figure, measured, target]),
  ]);
  console.log(`\n${figures.filter(({ met }) => met).length} of ${figures.length} reached`);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function docker(...args: string[]): void {
  const { status, stderr } = spawnSync('docker', args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`docker ${args.join(' ')}: ${stderr}`);
}

function print(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows)
    console.log(
      row
        .map((cell, at) => cell.padEnd(Math.min(widths[at] ?? 0, 90)))
        .join('  ')
        .trimEnd(),
    );
}
