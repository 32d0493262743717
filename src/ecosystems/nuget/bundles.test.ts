import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type BundleShape, dotnetBundle } from '../../../test/build/dotnet-bundle.ts';
import { inventoryOf } from '../../../test/build/inventory.ts';

/** As `dotnet publish` writes it. */
const list = `{
  "runtimeTarget": {
    "name": "x"
  },
  "targets": { "x": { "app/1.0.0": { "runtime": { "app.dll": {} } }, "A.B/2.0.0": { "runtime": { "lib/a}.dll": {} } } } },
  "libraries": { "app/1.0.0": { "type": "project" }, "A.B/2.0.0": { "type": "package", "path": "a\\"{" } }
}`;
const found = ['pkg:nuget/A.B@2.0.0', 'pkg:nuget/app@1.0.0'];

async function read(program: Buffer): Promise<readonly [string[], string[]]> {
  const { packages, gaps } = await inventoryOf({ 'app/server': { program } });
  return [
    packages.map(({ purl }) => purl),
    gaps.filter(({ blinds }) => blinds.includes('packages')).map(({ what, reason }) => `${what} ${reason}`),
  ];
}

/** Larger than what is held at once. */
const large = (program: Buffer) => Buffer.concat([program, Buffer.alloc((64 << 20) + 1)]);

describe('a .NET program in a single file', () => {
  const shapes: readonly [string, BundleShape][] = [
    ['of .NET 6 and later', {}],
    ['of .NET 5', { version: 2 }],
    ['of .NET Core 3', { version: 1 }],
    ['whose header does not say where its list is', { kind: 3 }],
  ];
  for (const [name, shape] of shapes)
    test(name, async () => assert.deepEqual(await read(dotnetBundle(list, shape)), [found, []]));

  test('that is too large to be held', async () => {
    assert.deepEqual(await read(large(dotnetBundle(list))), [found, []]);
    const cut = list.slice(0, -1);
    assert.deepEqual(await read(large(dotnetBundle(cut))), [[], ['.NET single-file program too-large']]);
  });

  test('that was damaged is a gap', async () => {
    const gap = [[], ['.NET single-file program unparsable']];
    assert.deepEqual(await read(dotnetBundle(list).subarray(0, -90)), gap);
    assert.deepEqual(await read(dotnetBundle('no list')), gap);
    assert.deepEqual(await read(dotnetBundle(list, { kind: 1 })), gap);
  });

  test('a host with its program beside it holds none', async () => {
    const [packages] = await read(dotnetBundle(list, { isEmpty: true }));
    assert.deepEqual(packages, []);
    assert.deepEqual((await read(large(dotnetBundle(list, { isEmpty: true }))))[0], []);
  });
});
