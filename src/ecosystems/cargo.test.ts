import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { deflateSync } from 'node:zlib';
import { elf, machO, pe } from '../../test/build/executables.ts';
import { inventoryOf } from '../../test/build/inventory.ts';
import { cargo } from './cargo.ts';

const list = {
  packages: [
    { name: 'app', version: '0.1.0', source: 'local', root: true, dependencies: [1] },
    { name: 'bytes', version: '1.4.0', source: 'crates.io' },
    { name: 'cc', version: '1.0.79', source: 'crates.io', kind: 'build' },
    { name: 'fork', version: '2.0.0-rc.1', source: 'git' },
  ],
};
const section = (content: Buffer) => [
  { name: '.text', content: Buffer.alloc(300) },
  { name: '.dep-v0', content },
];
const data = (value: unknown) => section(deflateSync(JSON.stringify(value)));

async function read(content: Buffer): Promise<{ packages: string[]; gaps: string[] }> {
  const { packages, gaps } = await inventoryOf({ 'app/server': content });
  return {
    packages: packages.map(({ purl, attributes }) => `${purl} ${Object.entries(attributes).join(' ')}`.trim()),
    gaps: gaps.map(({ what, reason, blinds }) => [what, reason, ...blinds].join(' ')),
  };
}

const packages = [
  'pkg:cargo/app@0.1.0 source,local root,true',
  'pkg:cargo/bytes@1.4.0',
  'pkg:cargo/fork@2.0.0-rc.1 source,git',
];
const gap = 'Rust audit data unparsable packages';

describe('what cargo auditable wrote', () => {
  const cases: readonly [string, Buffer, readonly string[], readonly string[]][] = [
    ['in an ELF file', elf(data(list)), packages, []],
    [
      'in a PE file, filled up with zeros',
      pe(section(Buffer.concat([deflateSync(JSON.stringify(list)), Buffer.alloc(400)]))),
      packages,
      [],
    ],
    ['in a Mach-O file', machO(data(list)), packages, []],
    ['no crate at all', elf(data({ packages: [] })), [], []],
    ['no zlib data', elf(section(Buffer.from('x'.repeat(100)))), [], [gap]],
    ['cut', elf(section(deflateSync(JSON.stringify(list)).subarray(0, 60))), [], [gap]],
    ['no JSON', elf(section(deflateSync('{"packages":['))), [], [gap]],
    ['JSON of another kind', elf(data([])), [], [gap]],
    ['a crate without a version', elf(data({ packages: [{ name: 'a' }] })), [], [gap]],
    ['a bomb', elf(section(deflateSync(JSON.stringify(list).padEnd(64 << 20)))), [], [gap]],
    ['a hundred thousand brackets', elf(section(deflateSync('['.repeat(100_000)))), [], [gap]],
  ];
  for (const [name, program, expected, gaps] of cases) {
    test(name, async () => assert.deepEqual(await read(program), { packages: expected, gaps }));
  }
});

test('of a program too large to be held only the name of the section tells, which others may have in a text', () => {
  const [collector] = cargo.collectors;
  const told = (piece: string) =>
    collector
      ?.takePieces?.({ path: 'x', size: 1e9, mode: 0o755, uid: 0, gid: 0 }, [Buffer.from(piece)], [])
      .gaps?.map(({ reason }) => reason) ?? [];
  assert.deepEqual(told('.dep-v0\0.bss\0'), ['too-large']);
  assert.deepEqual(told('.dep-v0\0no section'), []);
  // What others seek begins pieces, too.
  assert.deepEqual(told('bun-v1.4.5 of a large program'), []);
});
