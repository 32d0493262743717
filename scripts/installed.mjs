// The package as users have it, for tests that start it thousands of times: what `npm pack` would take, below node_modules/.cache, where the launcher
// finds the runtime that npm has put above it. The checkout stays as it is: a dist/ there would be published.
import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
} from 'node:fs';
import { join } from 'node:path';
import process from 'node:process';
import { digestOfSources } from './sources-digest.mjs';

const root = join(import.meta.dirname, '..');
const builtBy = ['scripts/bundle.mjs', 'scripts/program-parts.mjs', 'scripts/installed.mjs'];
/** Of other versions, which tests that still run may have been given: milliseconds. */
const keptFor = 24 * 3600 * 1000;

/** @returns the folder of it; built where these sources have none yet. Its name is theirs, so that compiled code stays of use. */
export function installed() {
  const all = join(root, 'node_modules', '.cache', 'plimsoll-package');
  const { files } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const taken = ['package.json', ...files.filter((name) => name !== 'dist')];
  const folder = join(all, digestOfSources(root, [...taken, ...builtBy]));
  if (existsSync(folder)) {
    utimesSync(folder, new Date(), new Date());
    return folder;
  }
  mkdirSync(all, { recursive: true });
  for (const name of readdirSync(all))
    if (Date.now() - statSync(join(all, name)).mtimeMs > keptFor) rmSync(join(all, name), { recursive: true });
  const draft = mkdtempSync(join(all, 'draft-'));
  // Accounts of their own run it as well.
  chmodSync(draft, 0o755);
  for (const name of taken) cpSync(join(root, name), join(draft, name), { recursive: true });
  const built = spawnSync(process.execPath, [join(root, 'scripts', 'bundle.mjs'), join(draft, 'dist')], {
    stdio: 'inherit',
  });
  if (built.status !== 0) throw new Error('the package could not be built');
  // Another run may have made it meanwhile: it is the same.
  if (existsSync(folder)) rmSync(draft, { recursive: true });
  else renameSync(draft, folder);
  return folder;
}
