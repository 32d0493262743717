import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { test } from 'node:test';
import { root } from './tree.ts';

test('what npm runs does not depend on the Node.js of the machine', () => {
  const { scripts }: { scripts: Record<string, string> } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const own = Object.entries(scripts).filter(([, line]) => /^(node|npx)\b/.test(line));
  assert.deepEqual(own, [], 'start it by scripts/node');
});

test('scripts/node takes the runtime that npm brought, and lets what it starts find it first', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-scripts-'));
  t.after(() => rmSync(folder, { recursive: true }));
  writeFileSync(join(folder, 'node'), '#!/bin/sh\necho v18.0.0\n');
  chmodSync(join(folder, 'node'), 0o755);
  const env = { PATH: [folder, process.env['PATH']].join(delimiter) };
  const inner = "process.stdout.write(require('node:child_process').execFileSync('node', ['--version']))";
  const started = spawnSync(join(root, 'scripts', 'node'), ['-e', inner], { env, encoding: 'utf8' });
  assert.deepEqual([started.status, started.stderr], [0, '']);
  assert.match(started.stdout, /^v(2[4-9]|[3-9]\d)\./);
});

test('scripts/node says what to do where there is none', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-scripts-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const script = join(folder, 'node-script');
  writeFileSync(script, readFileSync(join(root, 'scripts', 'node')));
  writeFileSync(join(folder, 'node'), '#!/bin/sh\necho v20.1.0\n');
  for (const file of [script, join(folder, 'node')]) chmodSync(file, 0o755);
  const env = { PATH: `${folder}${delimiter}/usr/bin${delimiter}/bin` };
  const { status, stderr } = spawnSync(script, ['-e', '0'], { env, encoding: 'utf8' });
  assert.equal(status, 3);
  assert.match(stderr, /^plimsoll: .* \(runtime-missing\)\n {2}Run `npm ci --ignore-scripts`/);
});
