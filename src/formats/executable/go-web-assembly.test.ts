import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inventoryOf } from '../../../test/build/inventory.ts';
import { ExecutableFault } from './executable.ts';
import { readGoBuildInfo } from './go-build-info.ts';

const head = Buffer.from('\0asm\x01\0\0\0', 'latin1');
const text = 'path\texample.com/app\nmod\texample.com/app\tv1.2.3\t\ndep\tgolang.org/x/text\tv0.3.5\th1:x=\n';
const framed = Buffer.concat([
  Buffer.from('3077af0c9274080241e1c107e6d618e6', 'hex'),
  Buffer.from(text),
  Buffer.from('f932433186182072008242104116d8f2', 'hex'),
]);
const padding = Buffer.alloc(300, 'x');
/** As Go 1.26 ends its modules. */
const producers = Buffer.from(
  '\0\x47\x09producers\x02\x08language\x01\x02Go\x08go1.26.8\x0cprocessed-by\x01\x0eGo cmd/compile\x08go1.26.8',
  'latin1',
);

function read(...parts: readonly Buffer[]): readonly unknown[] {
  return readGoBuildInfo(Buffer.concat([head, padding, ...parts])).map(({ goVersion, main, dependencies }) => [
    goVersion,
    main?.version,
    dependencies.map(({ path, version }) => `${path}@${version}`),
  ]);
}

test('a module of WebAssembly tells what it was built from, and by which toolchain', () => {
  const dependencies = ['golang.org/x/text@v0.3.5'];
  assert.deepEqual(read(framed, producers), [['go1.26.8', 'v1.2.3', dependencies]]);
  assert.deepEqual(read(framed), [['unknown', 'v1.2.3', dependencies]]);
  assert.deepEqual(read(producers), [['go1.26.8', undefined, []]]);
  assert.deepEqual(read(), []);
});

test('one whose text has no end is none that can be read', () => {
  assert.throws(() => read(framed.subarray(0, -1)), ExecutableFault);
});

test('in an image it is known by that, and else a program that nobody knows', async () => {
  const go = Buffer.concat([head, padding, framed, producers]);
  const { packages, gaps } = await inventoryOf({
    'app.wasm': { program: go },
    'other.wasm': { program: Buffer.concat([head, padding]) },
    'srv/www/data.wasm': Buffer.concat([head, padding]),
  });
  assert.deepEqual(
    packages.map(({ purl, path }) => `${purl} ${path}`),
    [
      'pkg:golang/example.com/app@v1.2.3 app.wasm',
      'pkg:golang/golang.org/x/text@v0.3.5 app.wasm',
      'pkg:golang/stdlib@1.26.8 app.wasm',
    ],
  );
  assert.deepEqual(
    gaps.map(({ path, reason }) => `${path} ${reason}`),
    ['other.wasm unowned-executable'],
  );
});
