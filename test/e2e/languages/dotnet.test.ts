import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { has, run } from '../build/parts.ts';
import { scannedFiles } from './scanned-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-dotnet-'));
after(() => rmSync(folder, { recursive: true, force: true }));

const source = `using System.Reflection;
[assembly: AssemblyVersion("1.2.0.0")]
[assembly: AssemblyFileVersion("1.2.3.4")]
[assembly: AssemblyInformationalVersion("1.2.3-beta.1+0a2e291c")]
public class Main_ { public static void Main() {} }
`;

test("libraries and programs that Mono's compiler made say what they are", async (t) => {
  if (!has(t, 'mcs', 'tar')) return;
  writeFileSync(join(folder, 'a.cs'), source);
  mkdirSync(join(folder, 'root/app'), { recursive: true });
  run('mcs', ['-nologo', '-target:library', `-out:${folder}/root/app/Acme.Things.dll`, join(folder, 'a.cs')]);
  run('mcs', ['-nologo', `-out:${folder}/root/app/acme.exe`, join(folder, 'a.cs')]);
  const { packages, gaps } = await scannedFiles(folder, 'root', 'nuget');
  assert.deepEqual(packages, ['Acme.Things 1.2.3-beta.1 app/Acme.Things.dll', 'acme 1.2.3-beta.1 app/acme.exe']);
  assert.deepEqual(gaps, []);
});
