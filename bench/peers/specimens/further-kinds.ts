import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { writtenGguf, writtenSafetensors } from '../../../src/formats/models/testing/samples.ts';
import { binaryPlist } from '../../../src/formats/plist/testing/samples.ts';
import { windowsLibrary } from '../../../test/build/managed-library.ts';
import { wingetIndex } from '../../../test/build/winget.ts';
import { run } from '../../../test/e2e/build/parts.ts';
import type { Specimen } from './specimen.ts';
import { hash, written } from './written.ts';

const files: Readonly<Record<string, string | Buffer>> = {
  'models/tiny.gguf': Buffer.concat([writtenGguf, Buffer.alloc(8 << 20)]),
  'srv/bert/model.safetensors': writtenSafetensors,
  [`root/.cache/huggingface/hub/models--acme--small/snapshots/${hash.slice(0, 40)}/model.safetensors`]:
    writtenSafetensors,
  [`root/.config/google-chrome/Default/Extensions/${'abcdefgh'.repeat(4)}/1.2.3_0/manifest.json`]:
    '{"manifest_version":3,"name":"A","version":"1.2.3"}',
  [`opt/local/var/macports/registry/portfiles/autoconf-2.72_0/${hash}-1234/Portfile`]: 'name autoconf\n',
  'Applications/Sample.app/Contents/Info.plist': binaryPlist,
  'ProgramData/chocolatey/lib/git/git.nuspec':
    '<package><metadata><id>git</id><version>2.43.0</version></metadata></package>',
  'Packages/Microsoft.DesktopAppInstaller_8wekyb3d8bbwe/installed.db': wingetIndex([['Git.Git', '2.43.0']]),
  'srv/gs.dll': windowsLibrary({ ProductName: 'GPL Ghostscript', ProductVersion: '10.02.1' }, { isManaged: false }),
  'etc/nsversion': 'NetScaler NS14.1: Build 21.12.nc\n',
  'srv/Directory.Packages.props':
    '<Project><ItemGroup><PackageVersion Include="Newtonsoft.Json" Version="12.0.1"/></ItemGroup></Project>',
};

/** Kinds that few list; those whose tools Debian has are made by them. */
export const furtherKinds: readonly Specimen[] = [
  {
    id: 'further-kinds',
    of: 'nimble install; pack_install; PyPI’s gguf and safetensors; by hand',
    needs: ['nimble', 'swipl', 'tar'],
    make: (root, work) => {
      for (const [path, content] of Object.entries(files)) put(join(root, path), content);
      const source = join(work, 'nim');
      put(
        join(source, 'sample_thing.nimble'),
        'version = "1.2.3"\nauthor = "A"\ndescription = "x"\nlicense = "MIT"\nsrcDir = "src"\n',
      );
      put(join(source, 'src/sample_thing.nim'), 'proc x*() = discard\n');
      const env = { ...process.env, HOME: join(root, 'root') };
      run('nimble', [`--nimbleDir:${join(root, 'root/.nimble')}`, 'install', '-y'], { cwd: source, env });
      put(join(work, 'sample/pack.pl'), "name(sample).\nversion('1.2.3').\ntitle('A sample').\n");
      put(join(work, 'sample/prolog/sample.pl'), ':- module(sample, []).\n');
      const archive = join(work, 'sample-1.2.3.tgz');
      run('tar', ['-C', work, '-czf', archive, 'sample']);
      run('swipl', ['-g', `pack_install('${archive}', [interactive(false)]), halt`], { env });
    },
  },
  written(
    'terraform',
    {
      '.terraform.lock.hcl':
        'provider "registry.terraform.io/hashicorp/aws" {\n  version     = "5.31.0"\n  constraints = "~> 5.0"\n  hashes = [\n    "h1:x",\n  ]\n}\n',
    },
    { isSources: true },
  ),
];

function put(path: string, content: string | Buffer): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
