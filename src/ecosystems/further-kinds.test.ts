import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { elf } from '../../test/build/executables.ts';
import { inventoryOf, type LayerFiles, releases } from '../../test/build/inventory.ts';
import { windowsLibrary } from '../../test/build/managed-library.ts';
import { wingetIndex } from '../../test/build/winget.ts';
import { match } from '../match/match.ts';
import { store } from '../match/testing/inventories.ts';
import { ecosystems } from './all.ts';

async function read(files: LayerFiles): Promise<{ packages: string[]; gaps: string[] }> {
  const { packages, gaps } = await inventoryOf(files);
  return {
    packages: packages.map(({ purl, licenses }) => [purl, ...licenses].join(' ')),
    gaps: gaps.map(({ what, reason }) => `${what} ${reason}`),
  };
}

const id = 'abcdefghijklmnopabcdefghijklmnop';
const profile = `root/.config/google-chrome/Default/Extensions/${id}`;
const sum = 'b'.repeat(64);
const program = elf([{ name: '.text', content: Buffer.alloc(300) }]);
const nativeLibrary = (texts: Readonly<Record<string, string>>) => windowsLibrary(texts, { isManaged: false });
const plist = (
  dict: string,
  doctype = '<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">',
) => `<?xml version="1.0" encoding="UTF-8"?>\n${doctype}\n<plist version="1.0"><dict>${dict}</dict></plist>\n`;
const nuspec = (metadata: string) =>
  `<?xml version="1.0"?>\n<package xmlns="http://schemas.microsoft.com/packaging/2015/06/nuspec.xsd"><metadata>${metadata}</metadata></package>`;

const cases: readonly [string, LayerFiles, readonly string[], (readonly string[])?][] = [
  [
    'Chrome: extensions in the profiles of any browser of the family',
    {
      [`${profile}/1.2.3_0/manifest.json`]: '{"manifest_version":3,"name":"__MSG_name__","version":"1.2.3"}',
      [`home/u/.config/BraveSoftware/Brave-Browser/Profile 1/Extensions/${'p'.repeat(32)}/4_0/manifest.json`]:
        '{"name":"Brave","version":"4"}',
      [`${profile}/1.2.3_0/sub/manifest.json`]: '{"name":"part","version":"9"}',
      'srv/site/manifest.json': '{"name":"web","version":"1"}',
    },
    [`pkg:chrome-extension/${id}@1.2.3`, `pkg:chrome-extension/${'p'.repeat(32)}@4`],
  ],
  [
    'Chrome: one without a version',
    { [`${profile}/1_0/manifest.json`]: '{"name":"a"}' },
    [],
    ['manifest of a browser extension unparsable'],
  ],
  [
    'Nim: both places of Nimble',
    {
      [`root/.nimble/pkgs2/json_serialization-0.4.2-${'0a'.repeat(20)}/json_serialization.nimble`]:
        'version       = "0.4.2"\nlicense = "Apache-2.0"\n',
      'root/.nimble/pkgs/gura-0.1.1/gura.nimble': 'license: "MIT"\n',
      'root/.nimble/pkgs2/two-words-#head-0000000000000000000000000000000000000000/two.nimble': '',
      'app/own.nimble': 'version = "1.0"\n',
    },
    ['pkg:nim/gura@0.1.1 MIT', 'pkg:nim/json_serialization@0.4.2 Apache-2.0', 'pkg:nim/two-words@%23head'],
  ],
  [
    'SWI-Prolog: packs, and other programs of that name',
    {
      'usr/local/lib/swi-prolog/pack/lambda/pack.pl':
        "% name(no)\nname(lambda).\nversion('1.0.0').\ntitle('Lambda').\n",
      'root/.local/share/swi-prolog/pack/func/pack.pl': 'name( func ).\nversion( "0.4" ).\n',
      'app/pack.pl': 'name(x) :- true.\n',
    },
    ['pkg:swiplpack/func@0.4', 'pkg:swiplpack/lambda@1.0.0'],
  ],
  [
    'MacPorts: by name, version and revision',
    {
      [`opt/local/var/macports/registry/portfiles/autoconf-2.72_0/${sum}-1234/Portfile`]: 'name autoconf\n',
      [`opt/local/var/macports/registry/portfiles/p5-a-b-1.2_3/${sum}-1/Portfile`]: '',
      'opt/local/var/macports/sources/devel/x/Portfile': '',
    },
    ['pkg:macports/autoconf@2.72_0', 'pkg:macports/p5-a-b@1.2_3'],
  ],
  [
    'Chocolatey',
    {
      'Files/ProgramData/chocolatey/lib/Git/Git.nuspec': nuspec(
        '<id>Git</id><version>2.43.0</version><license type="expression">GPL-2.0-only</license><dependencies><dependency id="a" version="1"/></dependencies>',
      ),
      'Files/ProgramData/chocolatey/lib/b/b.nuspec': nuspec(
        '<id>b</id><version>1.0</version><license type="file">L.txt</license>',
      ),
      'usr/share/x.nuspec': nuspec('<id>no</id><version>1</version>'),
    },
    ['pkg:chocolatey/b@1.0', 'pkg:chocolatey/git@2.43.0 GPL-2.0-only'],
  ],
  ['Chocolatey: none', { 'C/ProgramData/chocolatey/lib/a/a.nuspec': '<x/>' }, [], ['Chocolatey package unparsable']],
  [
    'winget: what its index has',
    {
      'Files/Users/a/AppData/Local/Packages/Microsoft.DesktopAppInstaller_8wekyb3d8bbwe/LocalState/Microsoft.Winget.Source_8wekyb3d8bbwe/installed.db':
        wingetIndex([
          ['Git.Git', '2.43.0'],
          ['Microsoft.PowerToys', '0.77.0'],
        ]),
      'srv/installed.db': 'no database',
    },
    ['pkg:winget/Git.Git@2.43.0', 'pkg:winget/Microsoft.PowerToys@0.77.0'],
  ],
  [
    'winget: a database without what it should have',
    { 'a/StoreEdgeFD/installed.db': wingetIndex([]).subarray(0, 1024) },
    [],
    ['winget database truncated'],
  ],
  [
    'macOS: applications, not their parts',
    {
      'Applications/Safe.app/Contents/Info.plist': plist(
        '<key>CFBundleName</key><string>Safe &amp; Sound</string><key>CFBundleIdentifier</key><string>org.a.safe</string><key>LSEnvironment</key><dict><key>CFBundleName</key><string>inner</string></dict><key>CFBundleShortVersionString</key><string>1.2</string><key>CFBundleVersion</key><string>77</string>',
      ),
      'Applications/Safe.app/Contents/Frameworks/Helper.app/Contents/Info.plist': plist(
        '<key>CFBundleName</key><string>part</string>',
      ),
      'srv/dist/Own.app/Contents/Info.plist': plist('<key>CFBundleExecutable</key><string>own</string>', ''),
    },
    ['pkg:macapps/Safe%20%26%20Sound@1.2', 'pkg:macapps/own@%28unknown%29'],
  ],
  [
    'macOS: property lists that are none',
    {
      'a.app/Contents/Info.plist': 'bplist00 and nothing',
      'b.app/Contents/Info.plist': plist(
        '<key>CFBundleName</key><string>&e;</string>',
        '<!DOCTYPE plist [<!ENTITY e "x">]>',
      ),
      'c.app/Contents/Info.plist': plist(''),
    },
    [],
    [
      'Info.plist of an application unparsable',
      'Info.plist of an application unparsable',
      'Info.plist of an application unparsable',
    ],
  ],
  [
    'Terraform: what a lock file names, and where nothing was fetched',
    {
      'srv/infra/.terraform.lock.hcl':
        '# This file is maintained automatically by "terraform init".\n\nprovider "registry.terraform.io/hashicorp/aws" {\n  version     = "5.31.0"\n  constraints = "~> 5.0"\n  hashes = [\n    "h1:x",\n  ]\n}\n',
    },
    ['pkg:terraform/registry.terraform.io/hashicorp/aws@5.31.0'],
  ],
  [
    'Terraform: providers that lie there',
    {
      'srv/infra/.terraform.lock.hcl': 'provider "registry.terraform.io/hashicorp/null" {\n  version = "3.2.1"\n}\n',
      'srv/infra/.terraform/providers/registry.terraform.io/hashicorp/null/3.2.2/linux_amd64/terraform-provider-null_v3.2.2_x5':
        { program },
      'root/.terraform.d/plugins/registry.opentofu.org/acme/own/0.1.0/linux_amd64/terraform-provider-own': { program },
    },
    ['pkg:terraform/registry.opentofu.org/acme/own@0.1.0', 'pkg:terraform/registry.terraform.io/hashicorp/null@3.2.2'],
  ],
  ['Terraform: no lock file', { 'a/.terraform.lock.hcl': 'x' }, [], ['.terraform.lock.hcl unparsable']],
  [
    '.NET: versions for all projects of a solution',
    {
      'srv/src/Directory.Packages.props':
        '<Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup><ItemGroup><PackageVersion Include="Newtonsoft.Json" Version="12.0.1"/><PackageVersion Include="Serilog"><Version>[2.10.0]</Version></PackageVersion><PackageVersion Include="A" Version="$(V)"/><PackageVersion Include="B" Version="[1.0,2.0)"/><PackageVersion Include="C" Version="1.*"/></ItemGroup></Project>',
    },
    ['pkg:nuget/Newtonsoft.Json@12.0.1', 'pkg:nuget/Serilog@2.10.0'],
  ],
  ['.NET: no project', { 'srv/Packages.props': '<x/>' }, [], ['Packages.props unparsable']],
  [
    'Windows: programs that say their version',
    {
      'srv/a.dll': nativeLibrary({ ProductName: 'GPL  Ghostscript', ProductVersion: '10.02.1', FileVersion: '1' }),
      'srv/ms.DLL': nativeLibrary({
        CompanyName: 'Microsoft Corporation',
        ProductName: 'Microsoft® Windows®',
        FileDescription: 'Kernel',
        ProductVersion: '10.0, 17763, 1',
      }),
      'srv/silent.exe': nativeLibrary({ ProductName: 'silent' }),
    },
    ['pkg:generic/GPL%20Ghostscript@10.02.1?package_type=pe', 'pkg:generic/Kernel@10.0.17763.1?package_type=pe'],
  ],
  [
    'NetScaler: by what it says or is called',
    {
      'etc/nsversion': 'NetScaler NS14.1: Build 21.12.nc, Date: Mar 1 2024\n',
      'flash/ns-13.1-47.48.gz': 'gz',
      'nsconfig/loader.conf': 'kernel="/ns-14.1-47.48"\n',
      'boot/loader.conf': 'kernel="kernel"\n',
      'usr/share/man/ns-1.gz': 'gz',
    },
    ['pkg:generic/netscaler@13.1-47.48', 'pkg:generic/netscaler@14.1-21.12', 'pkg:generic/netscaler@14.1-47.48'],
  ],
];

describe('further kinds of packages', () => {
  for (const [title, files, packages, gaps = []] of cases)
    test(title, async () => {
      const found = await read(files);
      assert.deepEqual([...found.packages].sort(), [...packages].sort());
      assert.deepEqual(
        found.gaps.filter((gap) => !gap.startsWith('executable')),
        gaps,
      );
    });
});

test('what does not run in an image of Linux makes no gap there, and one where nobody knows what runs', async () => {
  const foreign = {
    [`opt/local/var/macports/registry/portfiles/a-1_0/${sum}-1/Portfile`]: '',
    'ProgramData/chocolatey/lib/a/a.nuspec': nuspec('<id>b</id><version>1</version>'),
    'A.app/Contents/Info.plist': plist('<key>CFBundleName</key><string>c</string>'),
    'srv/a.dll': nativeLibrary({ ProductName: 'd', ProductVersion: '1.0' }),
    'a/StoreEdgeFD/installed.db': wingetIndex([['e', '1']]),
  };
  const gapsOf = async (image: LayerFiles) => {
    const inventory = await inventoryOf(image);
    assert.equal(inventory.packages.length, 5);
    return match(inventory, store([]), ecosystems).gaps.map(({ what }) => what);
  };
  assert.deepEqual(await gapsOf({ ...releases.debian12, ...foreign }), []);
  assert.deepEqual(await gapsOf(foreign), ['a', 'b', 'c', 'd', 'e']);
});

test('what no feed speaks of and runs is a gap', async () => {
  const inventory = await inventoryOf({
    [`${profile}/1_0/manifest.json`]: '{"name":"a","version":"1"}',
    'root/.nimble/pkgs/gura-0.1.1/gura.nimble': '',
  });
  assert.deepEqual(
    match(inventory, store([]), ecosystems).gaps.map(({ what, reason }) => `${what} ${reason}`),
    ['chrome-extension no-advisories', 'nim no-advisories'],
  );
});
