/**
 * Scans 200 images over 5 real bases from a local registry and prints what it took: cold, again, judged anew, broken off twice. `--images N`
 * makes it another number; `--peers` lets the scanners on PATH go over the same images, each over `--sample N` of them where all would take too
 * long; `--keep` leaves the registry running until it is interrupted, and says where. See bench/README.md.
 */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { fetches, killedAt } from '../test/e2e/fleet/broken-off.ts';
import { type Contestant, contestants } from './peers/contestants.ts';
import { userCache } from './peers/own-databases.ts';
import { ours, peers } from './peers/tools/all.ts';
import { type Cost, costOf } from './process-cost.ts';
import { bases, filledRegistry } from './registry/filled.ts';
import { estimatedCost, loopCost } from './registry/loop.ts';

const { values: flags } = parseArgs({
  options: {
    images: { type: 'string', default: '200' },
    peers: { type: 'boolean', default: false },
    /** Images that a peer is measured on. */
    sample: { type: 'string' },
    keep: { type: 'boolean', default: false },
    /** An OSV bucket as a directory. */
    advisories: { type: 'string', default: fileURLToPath(new URL('../../shared/feeds/osv', import.meta.url)) },
    /** The peers' own databases: `trivy/` and `grype/`, as a user's cache has them. */
    databases: { type: 'string', default: userCache() },
  },
});
const count = Number(flags.images);
const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-bench-registry-'));
const { registry, images } = await filledRegistry(count, scratch);

try {
  const osv = existsSync(join(flags.advisories, 'ecosystems.txt')) ? flags.advisories : null;
  const tools = flags.peers ? [ours, ...peers] : [ours];
  const [us, ...others] = await contestants(scratch, { osv, own: flags.databases }, tools);
  if (us === undefined) throw new Error('Plimsoll does not start');
  const cold = await scanned(us);
  if (flags.peers) await compared(cold, others);
  if (flags.keep) await interrupted();
} finally {
  registry.stop();
  rmSync(scratch, { recursive: true, force: true });
}

/** What Plimsoll takes; the cold scan is given back. */
async function scanned({ tool, state }: Contestant): Promise<Cost> {
  const summary = join(scratch, 'summary.json');
  const call = (home: string, ...more: readonly string[]) => ({
    program: tool.scan({ kind: 'registry', at: '' }, home, '').program,
    args: ['registry', 'scan', registry.host, '--home', home, '--reports', `${home}/reports`, ...more],
  });
  const take = async (what: string, ...more: readonly string[]) => {
    const before = registry.asked().length;
    const cost = await costOf(call(state, '-o', `json=${summary}`, ...more));
    const { run, ...rest } = JSON.parse(readFileSync(summary, 'utf8'));
    const { totals } = rest;
    if (totals.images !== count || totals.notCompleted !== 0)
      throw new Error(`not all was scanned: ${JSON.stringify(totals)}`);
    const asked = fetches(registry.asked().slice(before));
    say(what, `${shown(cost)}, ${run.requests} requests, ${(run.bytes / 1e6).toFixed(1)} MB, ${asked.size} blobs`);
    return { cost, rest, asked };
  };
  say('images, blobs', `${images.length}, ${new Set(images.flatMap((image) => image.blobs)).size}`);
  const cold = await take('cold');
  const often = [...cold.asked.values()].filter((times) => times > 1).length;
  say('blobs that were fetched twice', `${often} ${mark(often === 0)}`);
  await take('again');
  await take('judged anew, from cached layers', '--fresh');

  tool.forget?.(state);
  rmSync(join(state, 'fleet'), { recursive: true });
  rmSync(join(state, 'reports'), { recursive: true });
  const done: number[] = [];
  for (const share of [1 / 3, 2 / 3])
    done.push(await killedAt(Math.floor(count * share), { ...call(state), home: state }));
  const resumed = await take(`killed after ${done.join(' and ')}, resumed`);
  say('as if nothing had happened', mark(JSON.stringify(resumed.rest) === JSON.stringify(cold.rest)));
  return cold.cost;
}

/** The peers, each as its users would: an image after the other, and two at a time. */
async function compared(own: Cost, all: readonly Contestant[]): Promise<void> {
  const references = images.map(({ repository, tag }) => `${registry.host}/${repository}:${tag}`);
  const sample = flags.sample === undefined ? count : Number(flags.sample);
  let quickest: number | null = null;
  for (const one of all) {
    for (const lanes of [1, 2]) {
      const title = `${one.tool.name} ${one.version}${one.matches ? '' : ', packages alone'}, ${lanes === 1 ? 'one after the other' : 'two at a time'}`;
      const loop = { one, references, lanes, scratch };
      try {
        const cost = sample < count ? await estimatedCost(loop, bases, sample) : await loopCost(loop);
        say(title, `${shown(cost)}${sample < count ? ` (from ${sample} images)` : ''}`);
        quickest = Math.min(quickest ?? cost.wall, cost.wall);
      } catch (error) {
        say(title, `failed: ${String(error).slice(-300).replaceAll('\n', ' ')}`);
      }
    }
  }
  if (quickest === null) return;
  const share = own.wall / quickest;
  say('to the quickest peer', `${share.toFixed(3)}, to reach: at most 1/5 ${mark(share <= 1 / 5)}`);
}

/** Waits, with the registry running. */
async function interrupted(): Promise<void> {
  say('kept running until interrupted', registry.host);
  await new Promise<void>((resolve) => {
    const alive = setInterval(() => {}, 60_000);
    process.once('SIGINT', () => {
      clearInterval(alive);
      resolve();
    });
  });
}

function say(figure: string, measured: string): void {
  console.log(`${figure.padEnd(40)} ${measured}`);
}

function shown({ wall, cpu, peak }: Cost): string {
  return `${(wall / 1000).toFixed(2)} s, processor ${(cpu / 1000).toFixed(2)} s, peak ${peak.toFixed(0)} MiB`;
}

function mark(isGood: boolean): string {
  return isGood ? '✔' : '✘';
}
