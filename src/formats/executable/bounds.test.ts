import assert from 'node:assert/strict';
import { test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { elf, fat, goBlob } from '../../../test/build/executables.ts';
import { library, nativeElf, nativeSbom } from '../../../test/build/native-image.ts';
import { ExecutableFault } from './executable.ts';
import { readGoBuildInfo } from './go-build-info.ts';
import { readNativeSboms } from './native-image-sbom.ts';
import { readRustAuditData } from './rust-audit-data.ts';

const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
const goProgram = (modules: number) =>
  elf([
    {
      name: '.go.buildinfo',
      content: goBlob('go1.21', `path\ta\nmod\ta\tv1\n${times(modules, (at) => `dep\tb/${at}\tv1\n`).join('')}`),
    },
  ]);
const rustProgram = (crates: number) =>
  elf([
    {
      name: '.dep-v0',
      content: deflateSync(
        JSON.stringify({
          packages: times(crates, (at) => ({ name: `a${at}`, version: '1.0.0', source: 'crates.io' })),
        }),
      ),
    },
  ]);
const native = nativeElf(nativeSbom(library('a', 'b', '1')));

/** Just as much as is read, then one more: which is a fault, and never a shorter list. */
const cases: readonly (readonly [name: string, fits: () => unknown, tooMuch: () => unknown])[] = [
  ['modules of a Go program', () => readGoBuildInfo(goProgram(20_000)), () => readGoBuildInfo(goProgram(20_001))],
  [
    'crates of a Rust program',
    () => readRustAuditData(rustProgram(20_000)),
    () => readRustAuditData(rustProgram(20_001)),
  ],
  [
    'lists of crates in one file',
    () => readRustAuditData(fat(...times(8, () => rustProgram(1)))),
    () => readRustAuditData(fat(...times(9, () => rustProgram(1)))),
  ],
  [
    'lists of a native image in one file',
    () => readNativeSboms(fat(...times(4, () => native))),
    () => readNativeSboms(fat(...times(5, () => native))),
  ],
];
for (const [name, fits, tooMuch] of cases) {
  test(name, () => {
    assert.doesNotThrow(fits);
    assert.throws(tooMuch, ExecutableFault);
  });
}
