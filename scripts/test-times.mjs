// How long test files took the last time, kept beside the dependencies: the longest begins first, so that no lane ends long after the others.
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

const fileIn = (root) => join(root, 'node_modules', '.cache', 'plimsoll-test-times.json');

/** @returns these paths, by their times; before them those that have none, which may be long, the largest first. */
export function longestFirst(root, paths) {
  const times = known(root);
  const timeOf = (path) => times[path] ?? Number.POSITIVE_INFINITY;
  const sizes = Object.fromEntries(paths.map((path) => [path, sizeOf(resolve(root, path))]));
  return paths.toSorted((one, other) => timeOf(other) - timeOf(one) || sizes[other] - sizes[one]);
}

/** With what it imports from beside it, where cases often lie. */
function sizeOf(file) {
  if (!existsSync(file)) return 0;
  const text = readFileSync(file, 'utf8');
  const beside = text.matchAll(/ from '(\.\/[^']+)'/g).map(([, path]) => statSync(resolve(dirname(file), path)).size);
  return text.length + beside.reduce((sum, size) => sum + size, 0);
}

/** @param times milliseconds by path */
export function keepTimes(root, times) {
  const all = JSON.stringify({ ...known(root), ...times }, null, 1);
  mkdirSync(dirname(fileIn(root)), { recursive: true });
  writeFileSync(fileIn(root), all);
}

function known(root) {
  try {
    return JSON.parse(readFileSync(fileIn(root), 'utf8'));
  } catch {
    // A first run, or one that was broken off as it wrote: they begin by size.
    return {};
  }
}
