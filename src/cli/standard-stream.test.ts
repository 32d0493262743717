import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const module = pathToFileURL(join(import.meta.dirname, 'standard-stream.ts')).href;
const program = (body: string) => `
  import { lateStream } from ${JSON.stringify(module)};
  let opened = 0;
  const out = lateStream(1, () => { opened += 1; return process.stdout; });
  ${body}`;

function run(body: string, stdout: 'pipe' | number) {
  const {
    stderr,
    stdout: told,
    status,
  } = spawnSync(process.execPath, ['--input-type=module', '-e', program(body)], {
    stdio: ['ignore', stdout, 'pipe'],
    encoding: 'utf8',
  });
  return { stderr, told, status };
}

test('a file is written to where it stands, without a stream', (t) => {
  const folder = mkdtempSync(join(tmpdir(), 'plimsoll-stream-'));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = join(folder, 'out');
  const descriptor = openSync(file, 'w');
  const body = `
    const large = '镜像'.repeat(100_000);
    out.write('before ');
    out.write(large, (error) => console.error(String(error), opened, out.isTTY, out.columns));`;
  const { stderr } = run(body, descriptor);
  closeSync(descriptor);
  assert.equal(stderr, 'null 0 false 0\n');
  assert.equal(readFileSync(file, 'utf8'), `before ${'镜像'.repeat(100_000)}`);
});

test('a file that takes nothing is told to who listens and to who wrote', () => {
  const descriptor = openSync(import.meta.filename, 'r');
  const body = `
    out.on('error', (error) => console.error('heard', error.code));
    out.write('text', (error) => console.error('told', error.code, opened));`;
  const { stderr } = run(body, descriptor);
  closeSync(descriptor);
  assert.equal(stderr, 'heard EBADF\ntold EBADF 0\n');
});

test('a pipe is opened with the first write, once, and its errors reach who listened before', () => {
  assert.deepEqual(
    run(`console.error(opened, out.isTTY); out.write('a'); out.write('b', () => console.error(opened));`, 'pipe'),
    {
      stderr: '0 false\n1\n',
      told: 'ab',
      status: 0,
    },
  );
});
