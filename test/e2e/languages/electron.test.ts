import assert from 'node:assert/strict';
import { cpSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { has, run } from '../build/parts.ts';
import { scannedFiles } from './scanned-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-electron-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test("an application that Electron's own tool packed has the packages that npm installed for it", async (t) => {
  if (!has(t, 'npm', 'tar')) return;
  const app = join(folder, 'app');
  const tool = join(folder, 'tool');
  for (const place of [app, tool, join(folder, 'root/opt/app/resources')]) mkdirSync(place, { recursive: true });
  writeFileSync(join(tool, 'package.json'), '{"private":true}');
  run('npm', ['install', '--ignore-scripts', '--no-audit', '--no-fund', '@electron/asar@4.3.2'], { cwd: tool });
  // Whatever was installed will do for an application.
  cpSync(join(tool, 'node_modules'), join(app, 'node_modules'), {
    recursive: true,
    filter: (path) => !path.endsWith('.bin'),
  });
  writeFileSync(join(app, 'package.json'), '{"name":"app","version":"1.0.0","private":true}');
  const packed = join(folder, 'root/opt/app/resources/app.asar');
  const program = join(tool, 'node_modules/@electron/asar/bin/asar.mjs');
  run(process.execPath, [program, 'pack', app, packed]);
  const installed = globSync('node_modules/{*,@*/*}/package.json', { cwd: app })
    .map((path) => JSON.parse(readFileSync(join(app, path), 'utf8')) as { name?: string; version?: string })
    .map(({ name, version }) => `${name} ${version} opt/app/resources/app.asar`);
  assert.ok(installed.length > 3);
  const { packages, gaps } = await scannedFiles(folder, 'root', 'npm');
  assert.deepEqual([packages, gaps], [installed.sort(), []]);
});
