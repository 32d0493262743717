/** Prints how quick the ledger is with many entries, opened anew, looked up while others write, written to and verified. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { openLedgerReader } from '../src/ledger/reader.ts';
import { verifyLedger } from '../src/ledger/verify.ts';
import { appendRecords } from '../src/ledger/writer.ts';
import { denialRecord, fingerprintOf, verdictRecord, writeOptions } from '../test/build/ledger.ts';

const entries = Number(process.argv[2] ?? 100_000);
const batch = 2000;
const home = mkdtempSync(join(tmpdir(), 'plimsoll-bench-ledger-'));
const options = writeOptions(home);
const writer = fileURLToPath(new URL('../test/e2e/ledger/writer-child.ts', import.meta.url));
const identities = Array.from({ length: 500 }, (_, i) => fingerprintOf(`image${i}`));
const strangers = Array.from({ length: 500 }, (_, i) => fingerprintOf(`stranger${i}`));

try {
  const filling = performance.now();
  for (let at = 0; at < entries; at += batch) {
    const count = Math.min(batch, entries - at);
    const records = Array.from({ length: count }, (_, i) =>
      (i % 3 === 0 ? denialRecord : verdictRecord)(`image${at + i}`),
    );
    await appendRecords(options, records);
  }
  say(`${entries} entries written in batches of ${batch}`, (performance.now() - filling) / entries, 'ms each', null);
  say('  size of ledger.db', statSync(join(home, 'ledger.db')).size / entries / 1000, 'kB an entry', null);

  const opened = await samples(50, async (i) => {
    const reader = openLedgerReader(home);
    reader.newest(identities[i] ?? fingerprintOf('image0'));
    reader.close();
  });
  say('open, first look-up, close', median(opened), 'ms', median(opened) < 20);

  const reader = openLedgerReader(home);
  const cold = await samples(500, async (i) => void reader.newest(fingerprintOf(`image${(i * 7919) % entries}`)));
  say('look-up of an image for the first time', median(cold), 'ms', median(cold) < 1);
  const warm = await samples(
    5000,
    async (i) => void reader.newest(identities[i % identities.length] ?? fingerprintOf('x')),
  );
  say('look-up again', median(warm), `ms (p99 ${quantile(warm, 0.99).toFixed(3)})`, median(warm) < 1);
  const unknown = await samples(
    1000,
    async (i) => void reader.newest(strangers[i % strangers.length] ?? fingerprintOf('y')),
  );
  say('look-up of an image that is not there', median(unknown), 'ms', median(unknown) < 1);

  const others = ['a', 'b'].map((seed) =>
    spawn(process.execPath, ['--disable-warning=ExperimentalWarning', writer, home, seed]),
  );
  await Promise.all(others.map((child) => new Promise((resolve) => child.stdout.once('data', resolve))));
  const until = performance.now() + 5000;
  const contended: number[] = [];
  while (performance.now() < until) {
    contended.push(...(await samples(200, async (i) => void reader.newest(identities[i] ?? fingerprintOf('z')))));
    await wait(0);
  }
  for (const child of others) child.kill('SIGKILL');
  const rate = contended.length / (contended.reduce((sum, time) => sum + time, 0) / 1000);
  const while2 = `a second while two write (median ${median(contended).toFixed(3)} ms, p99 ${quantile(contended, 0.99).toFixed(1)})`;
  say('look-ups', rate, while2, rate > 2000);
  reader.close();
  await wait(100);

  const appended = await samples(30, async (i) => void (await appendRecords(options, [verdictRecord(`late${i}`)])));
  say('one entry written, on disk', median(appended), 'ms', median(appended) < 50);

  const verifying = performance.now();
  const { entries: verified } = verifyLedger(home, () => {});
  say(`verify ${verified} entries`, (performance.now() - verifying) / 1000, 's', null);
} finally {
  rmSync(home, { recursive: true, force: true });
}

function say(figure: string, value: number, unit: string, met: boolean | null): void {
  const mark = met === null ? ' ' : met ? '✔' : '✘';
  console.log(`${mark} ${figure.padEnd(48)} ${value.toFixed(value < 10 ? 3 : 0)} ${unit}`);
}

/** Milliseconds that each of several runs took. */
async function samples(times: number, once: (i: number) => Promise<void>): Promise<number[]> {
  const taken: number[] = [];
  for (let i = 0; i < times; i += 1) {
    const began = performance.now();
    await once(i);
    taken.push(performance.now() - began);
  }
  return taken;
}

function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}
