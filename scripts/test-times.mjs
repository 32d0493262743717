// How long test files took the last time, kept beside the dependencies: the longest begins first, so that no lane ends long after the others.
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

const fileIn = (root) => join(root, 'node_modules', '.cache', 'plimsoll-test-times.json');

/** @returns these paths, by their times; before them those that have none, which may be long, the largest first. */
export function longestFirst(root, paths) {
  const times = known(root);
  const timeOf = (path) => times[path] ?? Number.POSITIVE_INFINITY;
  const sizeOf = (path) => statSync(join(root, path)).size;
  return paths.toSorted((one, other) => timeOf(other) - timeOf(one) || sizeOf(other) - sizeOf(one));
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
