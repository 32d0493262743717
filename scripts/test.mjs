// Runs the tests: `unit` what stands beside the code and the house rules, in one process; `quick` the same without fuzzing; `e2e` those in
// test/e2e, a process a file, against the package as it is installed; `all` both.
// Further arguments are files to run instead. TEST_PART=1/4 runs the first quarter of the files: neighbours, which load the same modules.
// The exit code is that of the tests.
import { spawn, spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { isAbsolute, join, relative, resolve } from 'node:path';
import process from 'node:process';
import { pipeline } from 'node:stream/promises';
import { run as runFiles } from 'node:test';
import { dot, spec, tap } from 'node:test/reporters';
import { installed } from './installed.mjs';
import { keepTimes, longestFirst } from './test-times.mjs';

const root = join(import.meta.dirname, '..');
const [kind = 'all', ...files] = process.argv.slice(2);
const reporter = process.env.TEST_REPORTER ?? 'spec';
/** Every start of the program under test would compile it anew: that is kept beside the dependencies. */
const compileCache = join(root, 'node_modules', '.cache', 'plimsoll-test');

const suites = {
  unit: () => unit(),
  quick: () => unit((path) => !path.endsWith('.fuzz.test.ts')),
  e2e: () => endToEnd(),
  all: async () => Math.max(files.length > 0 ? unit() : await inParts(), await endToEnd()),
};
const suite = Object.hasOwn(suites, kind) ? suites[kind] : undefined;
if (suite === undefined) {
  process.stderr.write(`test: there is no suite "${kind}"; there are ${Object.keys(suites).join(', ')}\n`);
  process.exit(2);
}
process.exit(await suite());

function unit(isWanted = () => true) {
  const found = files.length > 0 ? files : find(isWanted, 'src/**/*.test.ts', 'test/house/**/*.test.ts');
  return run('unit tests', found, ['--test-isolation=none']);
}

/** Unit tests in four parts, two at a time: one process keeps one core at work. What each said is shown when it has ended. */
async function inParts() {
  const parts = ['1/4', '2/4', '3/4', '4/4'];
  let worst = 0;
  const lane = async () => {
    for (let part = parts.shift(); part !== undefined; part = parts.shift())
      worst = Math.max(worst, await partOf(part));
  };
  await Promise.all([lane(), lane()]);
  return worst;
}

function partOf(part) {
  return new Promise((resolve) => {
    const said = [];
    const child = spawn(process.execPath, [join(root, 'scripts', 'test.mjs'), 'unit'], {
      env: { ...process.env, TEST_PART: part },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => said.push(chunk));
    child.on('error', (error) => said.push(Buffer.from(`${error.message}\n`)));
    child.on('close', (code) => {
      process.stdout.write(Buffer.concat(said));
      resolve(code ?? 1);
    });
  });
}

/** Two at a time, by the runner of Node.js: its command line would begin them in the order of the alphabet. */
async function endToEnd() {
  const paths = longestFirst(root, files.length > 0 ? files : find(() => true, 'test/e2e/**/*.test.ts'));
  // Tests and what they start inherit both.
  Object.assign(process.env, { NODE_COMPILE_CACHE: compileCache, PLIMSOLL_TEST_PACKAGE: installed() });
  const began = performance.now();
  const events = runFiles({
    files: paths.map((path) => resolve(root, path)),
    cwd: root,
    concurrency: 2,
    timeout: 600_000,
  });
  let status = 1;
  events.on('test:summary', ({ file, success }) => {
    if (file === undefined && success) status = 0;
  });
  const times = {};
  events.on('test:complete', ({ name, nesting, details }) => {
    if (nesting === 0 && isAbsolute(name)) times[relative(root, name)] = details.duration_ms;
  });
  const shown = reporter === 'spec' ? spec : reporter === 'tap' ? tap : dot;
  await pipeline(events.compose(shown), process.stdout, { end: false });
  keepTimes(root, times);
  return told('tests of the whole', status, paths, began);
}

function find(isWanted, ...patterns) {
  const found = globSync(patterns, { cwd: root }).filter(isWanted).sort();
  const [part, parts] = (process.env.TEST_PART ?? '1/1').split('/').map(Number);
  return found.slice(Math.floor((found.length * (part - 1)) / parts), Math.floor((found.length * part) / parts));
}

function run(title, paths, options) {
  if (paths.length === 0) {
    process.stdout.write(`${title}: none\n`);
    return 0;
  }
  const began = performance.now();
  const { status } = spawnSync(process.execPath, ['--test', `--test-reporter=${reporter}`, ...options, ...paths], {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, NODE_COMPILE_CACHE: compileCache },
  });
  return told(title, status ?? 1, paths, began);
}

function told(title, status, paths, began) {
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  process.stdout.write(`\n${title}: ${status === 0 ? 'passed' : 'FAILED'}, ${paths.length} files in ${seconds} s\n`);
  return status;
}
