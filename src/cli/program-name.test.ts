import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import process from 'node:process';
import { after, test } from 'node:test';
import { programName } from './program-name.ts';

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'plimsoll-name-')));
const launcher = join(folder, 'checkout', 'bin', 'plimsoll');
const path = join(folder, 'path');
after(() => rmSync(folder, { recursive: true }));
mkdirSync(join(launcher, '..'), { recursive: true });
mkdirSync(path);
writeFileSync(launcher, '');

function inShell(cwd: string, environment: Record<string, string> = {}): string {
  return programName({ npm_lifecycle_event: 'start', INIT_CWD: cwd, PATH: '/nowhere', ...environment }, launcher);
}

test('is the way from where the person is to the launcher', () => {
  assert.equal(inShell(join(folder, 'checkout')), join('bin', 'plimsoll'));
  assert.equal(inShell(join(folder, 'checkout', 'docs')), join('..', 'bin', 'plimsoll'));
  assert.equal(inShell(join(folder, 'elsewhere', 'deep')), launcher);
});

test('is taken from the own folder where npm is not at work, whatever npm left in the environment', () => {
  const before = process.cwd();
  process.chdir(path);
  try {
    const near = programName({ INIT_CWD: join(folder, 'checkout'), PATH: '' }, launcher);
    assert.equal(near, join('..', 'checkout', 'bin', 'plimsoll'));
  } finally {
    process.chdir(before);
  }
});

test('is the bare name where PATH leads to this very installation, and only then', () => {
  writeFileSync(join(path, 'plimsoll'), 'another one');
  assert.equal(inShell(join(folder, 'checkout'), { PATH: path }), join('bin', 'plimsoll'));
  rmSync(join(path, 'plimsoll'));
  symlinkSync(launcher, join(path, 'plimsoll'));
  assert.equal(inShell('/', { PATH: `relative:${path}` }), 'plimsoll');
});

test('can be copied into a shell, whatever is in it', () => {
  assert.equal(programName({ PATH: '' }, "/opt/a b/it's/plimsoll"), "'/opt/a b/it'\\''s/plimsoll'");
});

test('is what npx is told where npx started it', () => {
  assert.equal(inShell('/', { npm_lifecycle_event: 'npx' }), 'npx plimsoll');
});
