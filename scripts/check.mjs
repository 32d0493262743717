// What a person runs all day: types, lint, unused code, unit tests with the house rules. Fuzzing is for `npm test`. All of it runs, whatever
// fails; what failed is shown whole.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import process from 'node:process';

const root = join(import.meta.dirname, '..');
const bin = (name) => join(root, 'node_modules', '.bin', name);

// Three at a time, the longest first: two cores can do that, since tests wait much of their time. Parts of the unit tests take different times.
const checks = [
  ...['1/4', '2/4', '3/4', '4/4'].map((part) => ({
    name: `unit tests and house rules ${part}`,
    command: process.execPath,
    args: [join('scripts', 'test.mjs'), 'quick'],
    env: { TEST_PART: part },
  })),
  { name: 'types', command: bin('tsc'), args: ['--noEmit'] },
  { name: 'what assembly/ makes', command: process.execPath, args: [join('scripts', 'assembly.mjs'), '--check'] },
  { name: 'unused code', command: bin('knip'), args: ['--no-progress'] },
  {
    name: 'lint and format',
    command: bin('biome'),
    args: ['check', '--error-on-warnings', '--max-diagnostics=100', '.'],
  },
];

const began = performance.now();
const results = [];
const waiting = [...checks];
await Promise.all([worker(), worker(), worker()]);

for (const { name, code, output } of results) {
  if (code !== 0) process.stdout.write(`\n──── ${name} ────\n${output.trim()}\n`);
}
process.stdout.write('\n');
for (const { name } of checks) {
  const { code, seconds } = results.find((result) => result.name === name);
  process.stdout.write(`${code === 0 ? '✔' : '✘'} ${name.padEnd(32)} ${seconds.toFixed(1).padStart(6)} s\n`);
}
process.stdout.write(`  ${'in all'.padEnd(32)} ${((performance.now() - began) / 1000).toFixed(1).padStart(6)} s\n`);
process.exit(results.some((result) => result.code !== 0) ? 1 : 0);

async function worker() {
  for (let check = waiting.shift(); check !== undefined; check = waiting.shift()) results.push(await run(check));
}

function run({ name, command, args, env = {} }) {
  const start = performance.now();
  return new Promise((resolve) => {
    const output = [];
    const child = spawn(command, args, {
      cwd: root,
      env: { ...process.env, TEST_REPORTER: 'dot', FORCE_COLOR: process.stdout.isTTY ? '1' : '0', ...env },
    });
    child.stdout.on('data', (chunk) => output.push(chunk));
    child.stderr.on('data', (chunk) => output.push(chunk));
    const end = (code) =>
      resolve({ name, code, output: Buffer.concat(output).toString(), seconds: (performance.now() - start) / 1000 });
    child.on('error', (error) => {
      output.push(Buffer.from(`${error.message}\nRun npm ci --ignore-scripts first.\n`));
      end(1);
    });
    child.on('close', (code) => end(code ?? 1));
  });
}
