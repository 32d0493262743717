import assert from 'node:assert/strict';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { has, run } from '../build/parts.ts';
import { scannedFiles } from './scanned-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-native-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test("what Conan 2 made lies in its cache, by the cache's list", async (t) => {
  if (!has(t, 'conan', 'tar')) return;
  const recipe = join(folder, 'recipe');
  const env = { ...process.env, CONAN_HOME: join(folder, 'conan/root/.conan2') };
  mkdirSync(recipe, { recursive: true });
  const create = (name: string, version: string, ...more: readonly string[]) => {
    writeFileSync(
      join(recipe, 'conanfile.py'),
      `from conan import ConanFile\n\nclass Recipe(ConanFile):\n    name = "${name}"\n    package_type = "header-library"\n`,
    );
    run('conan', ['create', recipe, '--version', version, ...more], { env });
  };
  run('conan', ['profile', 'detect'], { env });
  create('tiny', '1.2.3');
  create('tiny', '1.3.0');
  create('own', '0.1', '--user', 'acme', '--channel', 'stable');

  const listed = await scannedFiles(folder, 'conan', 'conan');
  rmSync(join(folder, 'conan/root/.conan2/p/cache.sqlite3'));
  const unlisted = await scannedFiles(folder, 'conan', 'conan');

  const cache = 'root/.conan2/p/cache.sqlite3';
  assert.deepEqual(listed.packages, [`own 0.1 ${cache}`, `tiny 1.2.3 ${cache}`, `tiny 1.3.0 ${cache}`]);
  assert.deepEqual(listed.gaps, []);
  // The version of such a recipe stands in the list alone.
  assert.deepEqual(
    unlisted.packages.map((line) => line.replace(/p\/.*\/e/, 'p/…/e')),
    ['own', 'tiny', 'tiny'].map((name) => `${name} (unknown) root/.conan2/p/…/e/conanfile.py`),
  );
});

test('what Nix put into its store is found with its database and without', async (t) => {
  if (!has(t, 'nix-store', 'tar')) return;
  const source = join(folder, 'hello-2.12.1');
  mkdirSync(join(source, 'bin'), { recursive: true });
  cpSync('/bin/true', join(source, 'bin/hello'), { dereference: true });
  const root = join(folder, 'nix');
  const env = { ...process.env, NIX_REMOTE: `local?root=${root}` };
  const path = run('nix-store', ['--add', source], { env }).toString().trim().slice(1);

  const listed = await scannedFiles(folder, 'nix', 'nix');
  rmSync(join(root, 'nix/var'), { recursive: true });
  const bare = await scannedFiles(folder, 'nix', 'nix');

  assert.deepEqual(listed.packages, ['hello 2.12.1 nix/var/nix/db/db.sqlite']);
  assert.deepEqual(bare.packages, [`hello 2.12.1 ${path}`]);
  assert.deepEqual([...listed.gaps, ...bare.gaps], []);
  run('chmod', ['-R', 'u+w', root]);
});
