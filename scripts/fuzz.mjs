// Runs the fuzz tests with fresh seeds until time is up or one fails, and prints the seed that failed:
//   node scripts/fuzz.mjs --minutes 30 [FILE…]
//   node scripts/fuzz.mjs --seed SEED [FILE…]     one round, the same as the one that failed
import { spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';
import { globSync } from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { parseArgs } from 'node:util';

const root = join(import.meta.dirname, '..');
const { minutes, seed, files } = readCall();
const end = performance.now() + minutes * 60_000;
let rounds = 0;
do {
  const drawn = seed ?? randomInt(2 ** 31);
  const began = performance.now();
  const { status, stdout } = round(drawn);
  rounds += 1;
  if (status !== 0) {
    process.stdout.write(`${stdout}\nseed ${drawn} failed in round ${rounds}: node scripts/fuzz.mjs --seed ${drawn}\n`);
    process.exit(1);
  }
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stdout.write(`round ${rounds}: seed ${drawn}, ${files.length} files in ${seconds} s: nothing found\n`);
} while (seed === null && performance.now() < end);

function round(drawn) {
  const args = ['--test', '--test-isolation=none', '--test-reporter=spec', ...files];
  return spawnSync(process.execPath, args, {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, PLIMSOLL_FUZZ_SEED: String(drawn) },
  });
}

function readCall() {
  try {
    const { values, positionals } = parseArgs({
      options: { minutes: { type: 'string', default: '10' }, seed: { type: 'string' } },
      allowPositionals: true,
    });
    const minutes = Number(values.minutes);
    const seed = values.seed === undefined ? null : Number(values.seed);
    if (!(minutes >= 0) || (seed !== null && !Number.isSafeInteger(seed))) throw new Error('a number is none');
    const files = positionals.length > 0 ? positionals : globSync('src/**/*.fuzz.test.ts', { cwd: root }).sort();
    return { minutes, seed, files };
  } catch (error) {
    process.stderr.write(`fuzz: ${error.message}\n  node scripts/fuzz.mjs [--minutes N] [--seed SEED] [FILE…]\n`);
    process.exit(2);
  }
}
