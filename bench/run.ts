/** Prints how quick Plimsoll is, as ratios within one run: machines differ and are shared. See bench/README.md. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { largeImage, nodeImage } from './images.ts';
import { type Measured, measure, median } from './measure.ts';

interface Row {
  readonly figure: string;
  readonly measured: string;
  readonly target: string;
  readonly met: boolean;
}

const rounds = 5;
const launcher = fileURLToPath(new URL('../bin/plimsoll', import.meta.url));
const beside = (name: string) => fileURLToPath(new URL(name, import.meta.url));
const inflater = beside('inflate.ts');
const ownInflater = beside('inflate-own.ts');
const scratch = mkdtempSync(join(tmpdir(), 'plimsoll-bench-'));
/** A tree without a file. */
const nothing = mkdtempSync(join(scratch, 'nothing-'));
const node = ['--disable-warning=ExperimentalWarning'];

try {
  const rows: Row[] = [];
  const [large, small] = [await largeImage(), await nodeImage()];
  for (const [name, image] of [
    ['1 GB layer', large],
    ['node_modules layer', small],
  ] as const) {
    // One after the other within each round, so that both meet the same neighbours.
    const floors: Measured[] = [];
    const ownFloors: Measured[] = [];
    const colds: Measured[] = [];
    const warms: Measured[] = [];
    for (let round = 0; round < rounds; round += 1) {
      const home = mkdtempSync(join(scratch, 'home-'));
      const scan = () =>
        measure(launcher, ['scan', `archive:${image.archive}`, '--home', home, '--only', 'packages', '-o', 'json']);
      // The image is new to it, the program is not: what V8 has compiled is there, as on any machine from the second scan on.
      await measure(launcher, ['scan', `rootfs:${nothing}`, '--home', home, '--only', 'packages', '-o', 'json']);
      floors.push(await measure(process.execPath, [...node, inflater, image.layer]));
      ownFloors.push(await measure(process.execPath, [...node, ownInflater, image.layer]));
      colds.push(await scan());
      warms.push(await scan());
    }
    const [floor, ownFloor, cold, warm] = [middle(floors), middle(ownFloors), middle(colds), middle(warms)];
    const size = `${(image.uncompressed / 1e6).toFixed(0)} MB, ${(image.compressed / 1e6).toFixed(0)} MB gzip`;
    rows.push(
      row(
        `${name} (${size}): cold scan / node:zlib alone`,
        cold.wall / floor.wall,
        '≤ 1.1',
        (ratio) => ratio <= 1.1,
        `${seconds(cold)} / ${seconds(floor)}`,
      ),
      row(
        `${name}: cold scan / its own decompressor alone`,
        cold.wall / ownFloor.wall,
        '≤ 1.1',
        (ratio) => ratio <= 1.1,
        `${seconds(cold)} / ${seconds(ownFloor)}`,
      ),
      row(
        `${name}: first scan / second scan`,
        cold.wall / warm.wall,
        '≥ 10',
        (ratio) => ratio >= 10,
        `${seconds(cold)} / ${seconds(warm)}`,
      ),
      {
        figure: `${name}: peak memory of the cold scan`,
        measured: `${cold.peak.toFixed(0)} MiB`,
        target: '< 250 MiB',
        met: cold.peak < 250,
      },
    );
  }
  const bare = await median(15, () => measure(process.execPath, ['-e', '0']));
  const version = await median(15, () => measure(launcher, ['--version']));
  rows.push(
    row(
      'plimsoll --version / node -e 0',
      version.wall / bare.wall,
      '< 1.5',
      (ratio) => ratio < 1.5,
      `${seconds(version)} / ${seconds(bare)}`,
    ),
  );
  print(rows);
} finally {
  rmSync(scratch, { recursive: true, force: true });
}

function middle(runs: readonly Measured[]): Measured {
  const sorted = [...runs].sort((a, b) => a.wall - b.wall);
  const wall = sorted[Math.floor(sorted.length / 2)]?.wall ?? 0;
  return { wall, read: 0, peak: Math.max(...runs.map((run) => run.peak)) };
}

function row(figure: string, ratio: number, target: string, met: (ratio: number) => boolean, detail: string): Row {
  return { figure, measured: `${ratio.toFixed(2)} (${detail})`, target, met: met(ratio) };
}

function seconds({ wall }: Measured): string {
  return `${(wall / 1000).toFixed(wall < 1000 ? 3 : 2)} s`;
}

function print(rows: readonly Row[]): void {
  const width = Math.max(...rows.map((one) => one.figure.length));
  for (const { figure, measured, target, met } of rows) {
    console.log(`${met ? '✔' : '✘'} ${figure.padEnd(width)}  ${measured.padEnd(28)}  to reach ${target}`);
  }
}
