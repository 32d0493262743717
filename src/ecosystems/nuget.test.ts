import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inventoryOf } from '../../test/build/inventory.ts';

const name = '.NETCoreApp,Version=v8.0/linux-x64';
const document = {
  runtimeTarget: { name, signature: '' },
  targets: {
    '.NETCoreApp,Version=v8.0': {},
    [name]: {
      'app/1.0.0': { dependencies: { 'Newtonsoft.Json': '13.0.1' }, runtime: { 'app.dll': {} } },
      'Newtonsoft.Json/13.0.1': { runtime: { 'lib/net6.0/Newtonsoft.Json.dll': { assemblyVersion: '13.0.0.0' } } },
      'Meta.Package/4.3.0': { dependencies: {} },
      'Native/1.2.3': { runtimeTargets: { 'runtimes/linux/native.so': {} } },
      'runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.1': { runtime: { 'System.dll': {} }, native: {} },
    },
  },
  libraries: {
    'app/1.0.0': { type: 'project', serviceable: false, sha512: '' },
    'Newtonsoft.Json/13.0.1': { type: 'package', serviceable: true, sha512: 'sha512-x' },
    'Meta.Package/4.3.0': { type: 'package' },
    'Native/1.2.3': { type: 'package' },
    'runtimepack.Microsoft.NETCore.App.Runtime.linux-x64/8.0.1': { type: 'runtimepack' },
  },
};

async function read(content: string, path = 'app/app.deps.json'): Promise<{ packages: string[]; gaps: string[] }> {
  const { packages, gaps } = await inventoryOf({ [path]: content });
  return {
    packages: packages.map(({ purl }) => purl),
    gaps: gaps.map(({ what, reason, blinds }) => [what, reason, ...blinds].join(' ')),
  };
}

describe('what was published with a .NET program', () => {
  const broken = 'deps.json unparsable packages';
  const runtime = {
    runtimeTarget: { name: 'x' },
    targets: { x: { 'Microsoft.NETCore.App.Runtime.linux-musl-x64/6.0.3': { native: { 'libcoreclr.so': {} } } } },
    libraries: { 'Microsoft.NETCore.App.Runtime.linux-musl-x64/6.0.3': { type: 'package' } },
  };
  const cases: readonly [string, string, readonly string[], readonly string[]][] = [
    [
      'packages that have files, the project itself, and the runtime',
      JSON.stringify(document),
      [
        'pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@8.0.1',
        'pkg:nuget/Native@1.2.3',
        'pkg:nuget/Newtonsoft.Json@13.0.1',
        'pkg:nuget/app@1.0.0',
      ],
      [],
    ],
    ['a shared runtime', JSON.stringify(runtime), ['pkg:nuget/Microsoft.NETCore.App.Runtime.linux-musl-x64@6.0.3'], []],
    [
      'without a target: all that is listed',
      JSON.stringify({ libraries: document.libraries, targets: {}, runtimeTarget: '__proto__' }),
      [
        'pkg:nuget/Meta.Package@4.3.0',
        'pkg:nuget/Microsoft.NETCore.App.Runtime.linux-x64@8.0.1',
        'pkg:nuget/Native@1.2.3',
        'pkg:nuget/Newtonsoft.Json@13.0.1',
        'pkg:nuget/app@1.0.0',
      ],
      [],
    ],
    ['no libraries', '{"targets":{}}', [], [broken]],
    ['no JSON', '{', [], [broken]],
    [
      'names that are none',
      '{"libraries":{"a":{"type":"package"},"/1":{"type":"package"},"b/":{"type":"package"},"c/1":7}}',
      [],
      [broken],
    ],
    ['a kind of library that nobody knows', '{"libraries":{"a/1":{"type":"pbckage"}}}', [], [broken]],
    [
      'kinds that are in no registry',
      '{"libraries":{"a/1":{"type":"reference"},"b/1":{"type":"referenceassembly"},"c/1":{"type":"platform"}}}',
      [],
      [],
    ],
    [
      'files of a library that is not listed',
      '{"runtimeTarget":"x","targets":{"x":{"a/1":{"runtime":{"a.dll":{}}}}},"libraries":{"a/2":{"type":"package"}}}',
      [],
      [broken],
    ],
    [
      'files of a kind that nobody knows',
      '{"runtimeTarget":"x","targets":{"x":{"a/1":{"runtimf":{"a.dll":{}},"compile":{}}}},"libraries":{"a/1":{"type":"package"}}}',
      ['pkg:nuget/a@1'],
      [],
    ],
  ];
  for (const [name, content, packages, gaps] of cases) {
    test(name, async () => assert.deepEqual(await read(content), { packages, gaps }));
  }

  test('no other JSON', async () => {
    assert.deepEqual(await read(JSON.stringify(document), 'app/appdeps.json'), { packages: [], gaps: [] });
  });
});
