import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inventoryOf, type LayerFiles } from '../../../test/build/inventory.ts';
import { windowsLibrary } from '../../../test/build/managed-library.ts';

const library = (version: string) => windowsLibrary({ ProductVersion: version });
const dependencies = JSON.stringify({
  runtimeTarget: { name: 'x' },
  targets: { x: { 'A/2.0.0': { runtime: { 'lib/net8.0/A.dll': {} }, resources: { 'de/A.resources.dll': {} } } } },
  libraries: { 'A/2.0.0': { type: 'package' } },
});

async function read(files: LayerFiles): Promise<string[]> {
  const { packages } = await inventoryOf(files);
  return packages.map(({ purl, attributes }) => [purl, attributes['certainty']].filter(Boolean).join(' '));
}

test('a library without a list of dependencies is what its file is called', async () => {
  assert.deepEqual(
    await read({
      'app/Newtonsoft.Json.dll': library('13.0.3+0a2e291c0d9c0c7675d445703e51750363a549ef'),
      'app/Tool.exe': library('1.2.3-beta.1'),
      'app/Old.dll': windowsLibrary({ FileVersion: '4.6.57.0 built by: x' }),
      'app/None.dll': windowsLibrary({}),
      'app/de/Newtonsoft.Json.resources.dll': library('13.0.3'),
      'app/native.dll': windowsLibrary({ ProductVersion: '1.0.0' }, { isManaged: false }),
    }),
    [
      'pkg:nuget/Newtonsoft.Json@13.0.3 file name',
      'pkg:nuget/None@%28unknown%29 file name',
      'pkg:nuget/Old@4.6.57.0 file name',
      'pkg:nuget/Tool@1.2.3-beta.1 file name',
    ],
  );
});

test('a library of which a list tells beside or above it is that package alone', async () => {
  assert.deepEqual(
    await read({
      'app/app.deps.json': dependencies,
      'app/A.dll': library('9.9.9'),
      'app/lib/net8.0/A.dll': library('9.9.9'),
      'app/Plugin.dll': library('1.0.0'),
      'srv/A.dll': library('1.0.0'),
    }),
    ['pkg:nuget/A@1.0.0 file name', 'pkg:nuget/A@2.0.0', 'pkg:nuget/Plugin@1.0.0 file name'],
  );
});

test("NuGet's own directories tell name and version; reference libraries run nowhere", async () => {
  assert.deepEqual(
    await read({
      'root/.nuget/packages/serilog/3.1.1/lib/net6.0/Serilog.dll': library('3.1.1'),
      'root/.nuget/packages/serilog/3.1.1/lib/net7.0/Serilog.dll': library('3.1.1'),
      'usr/share/dotnet/packs/Microsoft.NETCore.App.Ref/8.0.0/ref/net8.0/System.dll': library('8.0.0'),
    }),
    ['pkg:nuget/serilog@3.1.1'],
  );
});
