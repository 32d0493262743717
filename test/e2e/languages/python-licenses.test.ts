import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { dockerArchive } from '../../build/image.ts';
import { fromRegistry } from '../accuracy/registries.ts';
import { has, run } from '../build/parts.ts';
import { plimsoll } from '../build/plimsoll.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-python-licenses-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test('a wheel that pip installs has the license of its text where its metadata names none', async (t) => {
  if (!has(t, 'pip3', 'tar')) return;
  const [root, archive, home] = ['root', 'image.tar', 'home'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  // Its metadata names its file alone.
  const packages = ['setuptools==79.0.1', 'six==1.16.0'];
  const options = ['--target', join(root, 'srv'), '--no-deps', '--no-compile', '--only-binary', ':all:', '-q'];
  const installed = fromRegistry(t, 'PyPI', () => run('pip3', ['install', ...options, ...packages]));
  if (installed === undefined) return;
  const layer = run('tar', ['-C', root, '--owner=0', '--group=0', '--sort=name', '-cf', '-', 'srv']);
  writeFileSync(archive, dockerArchive({ layers: [layer] }));
  mkdirSync(home);
  const { stdout } = await plimsoll(['scan', `archive:${archive}`, '-o', 'json'], { home });
  const found = (JSON.parse(stdout) as { packages: { name: string; licenses: string[]; path: string }[] }).packages;
  const own = found.filter(({ path }) => /^srv\/[^/]+\.dist-info\/METADATA$/.test(path));
  assert.deepEqual(
    own.map(({ name, licenses }) => [name, ...licenses]),
    [
      ['setuptools', 'MIT'],
      ['six', 'MIT'],
    ],
  );
});
