import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { inventoryOf } from '../../../test/build/inventory.ts';
import { library, nativeElf, nativeFat, nativeMachO, nativePe, nativeSbom } from '../../../test/build/native-image.ts';
import { nativeImageCollector } from './native-image.ts';

async function read(content: Buffer, path = 'app/server'): Promise<{ packages: string[]; gaps: string[] }> {
  const { packages, gaps } = await inventoryOf({ [path]: content });
  return {
    packages: packages.map((pkg) => `${pkg.purl} ${pkg.path}`),
    gaps: gaps.flatMap(({ what, reason }) => (reason === 'unowned-executable' ? [] : [`${what} ${reason}`])),
  };
}

const netty = library('io.netty', 'netty-codec-http2', '4.1.76.Final');
const sbom = nativeSbom(netty, library('com.shop', 'cart', '1.0'));
const expected = [
  'pkg:maven/com.shop/cart@1.0 app/server',
  'pkg:maven/io.netty/netty-codec-http2@4.1.76.Final app/server',
];

describe('what native-image compiled into a program', () => {
  const cases: readonly [string, Buffer, readonly string[]][] = [
    ['ELF', nativeElf(sbom), expected],
    ['Mach-O', nativeMachO(sbom), expected],
    ['PE', nativePe(sbom), expected],
    ['a universal file', nativeFat(sbom, nativeSbom(netty)), expected],
    ['a program that exports other things', nativeElf(sbom, { names: ['sbom', 'sbom_size'] }), []],
  ];
  for (const [name, content, packages] of cases) {
    test(name, async () => assert.deepEqual(await read(content), { packages, gaps: [] }));
  }

  test('what is no library of Java is a claim, and of an ecosystem that is known', async () => {
    const other = { type: 'library', name: 'a', version: '1', purl: 'pkg:npm/a@1' };
    assert.deepEqual(await read(nativeElf(nativeSbom(netty, other))), {
      packages: ['pkg:maven/io.netty/netty-codec-http2@4.1.76.Final app/server', 'pkg:npm/a@1 app/server'],
      gaps: [],
    });
  });

  test('a program that tells of itself is no unowned executable', async () => {
    const { gaps } = await inventoryOf({ 'app/server': { program: nativeElf(sbom) } });
    assert.deepEqual(gaps, []);
  });
});

describe('programs that lie', () => {
  const gap = (reason: string) => `SBOM of a native image ${reason}`;
  const compressed = gzipSync(sbom);
  const cases: readonly [string, Buffer, string][] = [
    ['a length of no bytes', nativeElf(sbom, { length: 0n }), 'unparsable'],
    ['a length that goes on behind the file', nativeElf(sbom, { length: 1n << 20n }), 'unparsable'],
    ['the largest length', nativeElf(sbom, { length: (1n << 64n) - 1n }), 'unparsable'],
    ['a length that cuts it off', nativePe(sbom, { length: BigInt(compressed.length - 20) }), 'unparsable'],
    ['something else than gzip', nativeMachO(sbom, { compressed: Buffer.alloc(100, 'x') }), 'unparsable'],
    ['no SBOM', nativeElf('{"a":1}'), 'unparsable'],
    ['a bomb', nativeElf(sbom, { compressed: gzipSync(Buffer.alloc(65 << 20, ' ')) }), 'unparsable'],
    ['components without a purl', nativeElf(nativeSbom({ type: 'library', name: 'a', version: '1' })), 'no-purl'],
    [
      'more libraries than any program has',
      nativeElf(nativeSbom(...Array.from({ length: 20_001 }, (_, i) => library('a', `b${i}`, '1')))),
      'too-many',
    ],
  ];
  for (const [name, content, reason] of cases) {
    test(name, async () => assert.deepEqual((await read(content)).gaps, [gap(reason)]));
  }

  test('one that is too large to be held', () => {
    const file = { path: 'app/server', size: 1 << 30, mode: 0o755, uid: 0, gid: 0 };
    const reasons = (piece: Buffer) =>
      nativeImageCollector.takePieces?.(file, [piece], [Buffer.alloc(0)]).gaps?.map(({ reason }) => reason);
    assert.deepEqual(reasons(Buffer.from('\0sbom_length\0x')), ['too-large']);
    assert.equal(reasons(Buffer.from('\xff Go buildinf:\0sbom_length\0x', 'latin1')), undefined);
  });
});
