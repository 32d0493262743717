import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { has, run } from '../build/parts.ts';
import { scannedFiles } from './scanned-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-further-kinds-'));
after(() => rmSync(folder, { recursive: true, force: true }));

/** Makes a directory with files and returns it. */
function filled(name: string, files: Readonly<Record<string, string>>): string {
  const directory = join(folder, name);
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(join(directory, path, '..'), { recursive: true });
    writeFileSync(join(directory, path), content);
  }
  return directory;
}

test('packages that Nimble installed are the ones that it lists', async (t) => {
  if (!has(t, 'nimble', 'tar')) return;
  const home = filled('nim-home', {});
  const nimbleDir = join(folder, 'nim/root/.nimble');
  mkdirSync(nimbleDir, { recursive: true });
  for (const [name, version] of [
    ['sample_thing', '1.2.3'],
    ['other', '0.10.0'],
  ]) {
    const source = filled(`nim-${name}`, {
      [`${name}.nimble`]: `version = "${version}"\nauthor = "A"\ndescription = "x"\nlicense = "MIT"\nsrcDir = "src"\n`,
      [`src/${name}.nim`]: 'proc x*() = discard\n',
    });
    run('nimble', [`--nimbleDir:${nimbleDir}`, 'install', '-y'], { cwd: source, env: { ...process.env, HOME: home } });
  }
  const listed = run('nimble', [`--nimbleDir:${nimbleDir}`, 'list', '--installed'], {
    env: { ...process.env, HOME: home },
  })
    .toString()
    .matchAll(/^(\w+)\s+\[([\d.]+)\]$/gm);
  const expected = [...listed].map(([, name, version]) => `${name} ${version}`).sort();
  assert.equal(expected.length, 2);

  const { packages, licenses } = await scannedFiles(folder, 'nim', 'nim');

  assert.deepEqual(
    packages.map((line) => line.split(' ').slice(0, 2).join(' ')),
    expected,
  );
  assert.equal(licenses.filter((line) => line.endsWith(': MIT')).length, 2);
});

test('a pack that SWI-Prolog installed is the one that it knows', async (t) => {
  if (!has(t, 'swipl', 'tar')) return;
  const home = join(folder, 'prolog/root');
  mkdirSync(home, { recursive: true });
  const source = filled('pack-source', {
    'sample/pack.pl': "name(sample).\nversion('1.2.3').\ntitle('A sample').\nauthor('A', 'a@b.example').\n",
    'sample/prolog/sample.pl': ':- module(sample, []).\n',
  });
  const archive = join(folder, 'sample-1.2.3.tgz');
  run('tar', ['-C', source, '-czf', archive, 'sample']);
  const goal = `pack_install('${archive}', [interactive(false)]), pack_property(sample, version(V)), print(V), halt`;
  const told = run('swipl', ['-g', goal], { env: { ...process.env, HOME: home } }).toString();
  assert.match(told, /1\.2\.3/);

  const { packages } = await scannedFiles(folder, 'prolog', 'swiplpack');

  assert.deepEqual(packages, ['sample 1.2.3 root/.local/share/swi-prolog/pack/sample/pack.pl']);
});

test('an application of macOS is told by both forms of its property list', async (t) => {
  if (!has(t, 'plistutil', 'tar')) return;
  const place = 'mac/Applications/Sample.app/Contents';
  const text = `<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE plist PUBLIC "-//Apple//DTD PLIST 1.0//EN" "http://www.apple.com/DTDs/PropertyList-1.0.dtd">
<plist version="1.0"><dict><key>CFBundleDisplayName</key><string>Sämple 样本</string>
<key>CFBundleShortVersionString</key><string>1.2.3</string></dict></plist>
`;
  filled(place, { 'source.plist': text });
  const wanted = ['Sämple 样本 1.2.3 Applications/Sample.app/Contents/Info.plist'];
  for (const form of ['bin', 'xml']) {
    run('plistutil', ['-i', join(folder, place, 'source.plist'), '-o', join(folder, place, 'Info.plist'), '-f', form]);
    assert.deepEqual((await scannedFiles(folder, 'mac', 'macapps')).packages, wanted, form);
  }
});
