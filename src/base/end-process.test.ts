import assert from 'node:assert/strict';
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { pathToFileURL } from 'node:url';

const urlOf = (name: string) => pathToFileURL(join(import.meta.dirname, name)).href;
const script = (...lines: readonly string[]) =>
  [
    `const { endProcess } = await import('${urlOf('end-process.ts')}');`,
    `const { standardStreams } = await import('${urlOf('standard-streams.ts')}');`,
    ...lines,
  ].join('\n');

/** What becomes of a program: null where it has to be killed. */
async function codeOf(text: string): Promise<number | null> {
  const child = spawn(process.execPath, ['--input-type=module'], { stdio: ['pipe', 'ignore', 'ignore'] });
  child.stdin.end(text);
  const killer = setTimeout(() => child.kill('SIGKILL'), 15_000);
  try {
    return await new Promise((resolve, reject) => {
      child.once('error', reject);
      child.once('exit', resolve);
    });
  } finally {
    clearTimeout(killer);
  }
}

/** One function of WebAssembly that an optimizing compiler takes half a second for: many variables that live through many loops. */
function slowFunction(): Buffer {
  const variables = 500;
  const get = (at: number) => [0x20, ...leb(at % variables)];
  const body = [1, ...leb(variables), 0x7f];
  for (let at = 0; at < 2000; at += 1) {
    const changed = [...get(at), 0x41, 3, 0x6a, 0x21, ...leb((at * 7) % variables)];
    body.push(0x03, 0x40, ...get(0), 0x04, 0x40, ...changed, 0x0b, ...get(at * 3), 0x0d, 0, 0x0b);
  }
  for (let at = 0; at < variables; at += 1) body.push(...get(at), 0x20, 0, 0x6a, 0x21, 0);
  body.push(0x20, 0, 0x0b);
  return Buffer.from([...leb(body.length), ...body]);
}

/** What stands before so many bodies of a module, each of so many bytes, that take a number and give one. */
function headOf(functions: number, size: number): Buffer {
  const section = (id: number, bytes: readonly number[]) => [id, ...leb(bytes.length), ...bytes];
  const types = section(1, [1, 0x60, 1, 0x7f, 1, 0x7f]);
  const declared = section(3, [...leb(functions), ...Array<number>(functions).fill(0)]);
  const count = leb(functions);
  const code = [10, ...leb(count.length + functions * size), ...count];
  return Buffer.from([0x00, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...types, ...declared, ...code]);
}

/** LEB128. */
function leb(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...leb(value >>> 7)];
}

test('each exit code is the one that was asked for', async () => {
  for (const code of [0, 1, 2, 3, 255]) assert.equal(await codeOf(script(`endProcess(${code});`)), code);
});

test('a thread of V8 that has much to do keeps nobody', async () => {
  // Node.js waits for these before it exits: for this one most of a minute.
  const one = slowFunction();
  const functions = 200;
  const head = headOf(functions, one.length).toString('base64');
  const lines = [
    `const { setFlagsFromString } = await import('node:v8');`,
    `for (const flag of ['--no-liftoff', '--no-wasm-lazy-compilation']) setFlagsFromString(flag);`,
    `const one = Buffer.from('${one.toString('base64')}', 'base64');`,
    `const module = Buffer.concat([Buffer.from('${head}', 'base64'), ...Array(${functions}).fill(one)]);`,
    `void WebAssembly.compile(module);`,
    `setTimeout(() => endProcess(1), 200);`,
  ];
  assert.equal(await codeOf(script(...lines)), 1);
});

test('what was written is out, and who shares the pipe finds it as it was', () => {
  const text = script(
    `standardStreams.output().write('x'.repeat(300_000) + '\\n', () => endProcess(3));`,
    `standardStreams.errors().write('');`,
  );
  // The flags of the pipe, of which its ends have each their own, and how Linux shows them: octal, 04000 for O_NONBLOCK.
  const shell = '"$NODE" --input-type=module --eval "$SCRIPT"; echo "code $?"; grep flags /proc/self/fdinfo/1';
  const environment = { ...process.env, NODE: process.execPath, SCRIPT: text };
  const said = execFileSync('/bin/sh', ['-c', `(${shell}) | cat`], { env: environment, encoding: 'utf8' });
  const [written, code, flags] = said.trim().split('\n');
  assert.equal(written?.length, 300_000);
  assert.equal(code, 'code 3');
  assert.equal(Number.parseInt(/flags:\s+(\d+)/.exec(flags ?? '')?.[1] ?? '', 8) & 0o4000, 0, flags);
});

test('nothing is said where the working directory is gone', () => {
  const text = script(
    `const { mkdtempSync, rmdirSync } = await import('node:fs');`,
    `const folder = mkdtempSync('${tmpdir()}/plimsoll-end-');`,
    `process.chdir(folder);`,
    `rmdirSync(folder);`,
    `endProcess(2);`,
  );
  const { status, stdout, stderr } = spawnSync(process.execPath, ['--input-type=module'], {
    input: text,
    encoding: 'utf8',
  });
  assert.deepEqual([status, stdout, stderr], [2, '', '']);
});

test('the program ends by it alone', () => {
  const text = readFileSync(join(import.meta.dirname, '..', 'start.ts'), 'utf8');
  assert.doesNotMatch(text, /process\.exit\(/);
});
