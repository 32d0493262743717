/**
 * Plimsoll's findings against those that osv-scanner makes of the same OSV records, in the same images. See docs/accuracy.md.
 *
 *     npm run bench -- --accuracy [--advisories DIR] [ARCHIVE…]
 */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { imagesAround } from './peers/around.ts';
import { mixedImage } from './peers/images.ts';
import { type OsvReport, type OurReport, problemsOfOsvScanner, problemsOfPlimsoll } from './peers/problems.ts';
import { osvScanner } from './peers/tools/osv-scanner.ts';
import { plimsollTool } from './peers/tools/plimsoll.ts';
import { costOf } from './process-cost.ts';

const { values: flags, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    accuracy: { type: 'boolean' },
    advisories: { type: 'string', default: fileURLToPath(new URL('../../shared/feeds/osv', import.meta.url)) },
  },
});

const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-accuracy-'));
try {
  const states = new Map([plimsollTool, osvScanner].map((tool) => [tool, join(scratch, tool.name)]));
  for (const [tool, state] of states) {
    mkdirSync(state);
    await tool.prepare(state, { osv: flags.advisories, own: null });
  }
  const archives = positionals.length > 0 ? positionals : await ownArchives();
  for (const archive of archives) {
    const reports = [];
    for (const [tool, state] of states) {
      const output = join(scratch, `${tool.name}.json`);
      await costOf(tool.scan({ kind: 'archive', at: archive }, state, output));
      reports.push(JSON.parse(readFileSync(output, 'utf8')));
    }
    compare(archive, reports[0] as OurReport, reports[1] as OsvReport);
  }
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

/** Old packages beside the program that this is held against, and images made around the records. */
async function ownArchives(): Promise<readonly string[]> {
  const path = spawnSync('sh', ['-c', 'command -v osv-scanner'], { encoding: 'utf8' }).stdout.trim();
  if (path === '') throw new Error('osv-scanner is not on PATH');
  return [...imagesAround(scratch), (await mixedImage([path])).archive];
}

function compare(archive: string, our: OurReport, theirs: OsvReport): void {
  const found = problemsOfPlimsoll(our);
  const wanted = problemsOfOsvScanner(theirs);
  const missing = wanted.filter((one) => !found.some((other) => other.matches(one)));
  const extra = found.filter((one) => !one.isSuppressed && !wanted.some((other) => one.matches(other)));
  const suppressed = wanted.filter((one) => {
    const hits = found.filter((other) => other.matches(one));
    return hits.length > 0 && hits.every(({ isSuppressed }) => isSuppressed);
  });
  console.log(`\n${archive}`);
  console.log(
    `  osv-scanner ${wanted.length}, Plimsoll ${found.filter((one) => !one.isSuppressed).length}; recall ${(1 - missing.length / Math.max(1, wanted.length)).toFixed(4)}`,
  );
  for (const one of missing) console.log(`  - ${one.text}`);
  for (const one of suppressed) console.log(`  ~ ${one.text} (suppressed, with its reason in the report)`);
  for (const one of extra) console.log(`  + ${one.text}`);
}
