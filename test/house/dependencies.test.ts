import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import { root } from './tree.ts';

interface Manifest {
  readonly dependencies?: Record<string, string>;
  readonly optionalDependencies?: Record<string, string>;
  readonly devDependencies?: Record<string, string>;
}

const manifest: Manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const wanted = [manifest.dependencies, manifest.optionalDependencies, manifest.devDependencies].flatMap((part) =>
  Object.keys(part ?? {}),
);

test('every dependency has its line in docs/dependencies.md, and every line its dependency', () => {
  const rows = readFileSync(join(root, 'docs/dependencies.md'), 'utf8')
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .split('|')
        .map((cell) => cell.trim())
        .slice(1, -1),
    );
  const listed = rows.flatMap(([names]) => [...(names ?? '').matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? ''));
  assert.deepEqual([...listed].sort(), [...wanted].sort());
  assert.deepEqual(
    rows.filter((cells) => cells.length !== 5 || cells.some((cell) => cell === '')),
    [],
    'what for, licence, why, what it drags in',
  );
});

test('nothing that is installed runs a script', () => {
  const lock: {
    packages: Record<string, { hasInstallScript?: boolean; dev?: boolean; devOptional?: boolean; optional?: boolean }>;
  } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8'));
  const shipped = Object.entries(lock.packages).filter(([, facts]) => facts.dev !== true && facts.devOptional !== true);
  assert.deepEqual(
    shipped.filter(([, facts]) => facts.hasInstallScript === true).map(([name]) => name),
    [],
  );
  assert.match(readFileSync(join(root, '.npmrc'), 'utf8'), /^ignore-scripts=true$/m);
});
