import assert from 'node:assert/strict';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { has, run } from '../build/parts.ts';
import { scannedFiles } from './scanned-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-locks-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const root = join(import.meta.dirname, '../../..');

interface Tree {
  readonly version?: string;
  readonly dependencies?: Readonly<Record<string, Tree>>;
}

function* listed(tree: Tree): Generator<string> {
  for (const [name, entry] of Object.entries(tree.dependencies ?? {})) {
    if (entry.version !== undefined) yield `${name} ${entry.version}`;
    yield* listed(entry);
  }
}

test("npm: this project's own lock file names what npm itself lists of it for use", async (t) => {
  if (!has(t, 'npm', 'tar')) return;
  const app = join(folder, 'js/app');
  mkdirSync(app, { recursive: true });
  for (const name of ['package.json', 'package-lock.json']) copyFileSync(join(root, name), join(app, name));
  const args = ['ls', '--package-lock-only', '--omit=dev', '--all', '--json'];
  const tree = JSON.parse(run('npm', args, { cwd: app }).toString()) as Tree;
  const expected = [...new Set(listed(tree))].map((line) => `${line} app/package-lock.json`).sort();
  assert.ok(expected.length >= 8);

  const { packages, gaps } = await scannedFiles(folder, 'js', 'npm');

  assert.deepEqual(packages, expected);
  assert.deepEqual(gaps, []);
});

test('Go: a go.mod names what the go command reads from it', async (t) => {
  if (!has(t, 'go', 'tar')) return;
  const app = join(folder, 'go/app');
  mkdirSync(app, { recursive: true });
  const env = { ...process.env, GOTOOLCHAIN: 'local', GOFLAGS: '-mod=mod' };
  run('go', ['mod', 'init', 'example.com/app'], { cwd: app, env });
  const wanted = [
    'golang.org/x/text@v0.3.7',
    'github.com/pkg/errors@v0.9.1',
    'gopkg.in/yaml.v2@v2.4.0',
    'example.com/own@v1.0.0',
  ];
  const replaced = ['github.com/pkg/errors@v0.9.1=example.com/fork/errors@v0.9.2', 'example.com/own=../own'];
  run('go', ['mod', 'edit', ...wanted.map((one) => `-require=${one}`), ...replaced.map((one) => `-replace=${one}`)], {
    cwd: app,
    env,
  });
  interface Module {
    readonly Path: string;
    readonly Version?: string;
  }
  const { Require, Replace } = JSON.parse(run('go', ['mod', 'edit', '-json'], { cwd: app, env }).toString()) as {
    Require: Module[];
    Replace: { Old: Module; New: Module }[];
  };
  const expected = Require.flatMap(({ Path, Version }) => {
    const by = Replace.find(({ Old }) => Old.Path === Path && (Old.Version ?? Version) === Version)?.New ?? {
      Path,
      Version,
    };
    return by.Version === undefined ? [] : [`${by.Path} ${by.Version} app/go.mod`];
  });
  assert.equal(expected.length, 3);

  const { packages, gaps } = await scannedFiles(folder, 'go', 'golang');

  assert.deepEqual(packages, expected.sort());
  assert.deepEqual(gaps, []);
});
