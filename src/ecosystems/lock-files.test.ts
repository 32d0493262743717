import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inventoryOf } from '../../test/build/inventory.ts';

describe('a lock file that an editor or a shell of Windows wrote', () => {
  const files: readonly [string, string][] = [
    ['Podfile.lock', 'PODS:\n  - a (1.0)\n\nPODFILE CHECKSUM: x\n'],
    ['gradle.lockfile', 'b:a:1.0=runtimeClasspath\nempty=\n'],
    ['BOOT-INF/classpath.idx', '- "BOOT-INF/lib/a-1.0.jar"\n'],
    ['quarkus-app-dependencies.txt', 'b:a::jar:1.0\n'],
    ['manifest.toml', 'packages = [\n  { name = "a", version = "1.0", otp_app = "a", source = "hex" },\n]\n'],
    ['requirements.txt', 'a==1.0\n'],
    ['packages.config', '<packages>\n  <package id="a" version="1.0" />\n</packages>\n'],
    ['mix.lock', '%{\n  "a": {:hex, :a, "1.0", "x"},\n}\n'],
  ];
  const marked = (text: string) => Buffer.from(`\ufeff${text}`, 'utf16le');
  const shapes: readonly [string, (text: string) => Buffer, readonly string[], readonly string[]][] = [
    ['a mark in front', (text) => Buffer.from(`\ufeff${text}`), ['1.0'], []],
    ['a mark, and its line ends', (text) => Buffer.from(`\ufeff${text.replaceAll('\n', '\r\n')}`), ['1.0'], []],
    ['UTF-16', marked, ['1.0'], []],
    ['UTF-16, the other way round', (text) => marked(text).swap16(), ['1.0'], []],
    ['UTF-16 that does not say so', (text) => marked(text).subarray(2), [], ['unparsable']],
    ['nothing but a mark', () => Buffer.from('\ufeff'), [], []],
  ];
  for (const [name, text] of files) {
    for (const [shape, content, versions, gaps] of shapes) {
      test(`${name}: ${shape}`, async () => {
        const inventory = await inventoryOf({ [`srv/app/${name}`]: content(text) });
        const found = inventory.packages.map(({ version }) => version);
        assert.deepEqual([found, inventory.gaps.map(({ reason }) => reason)], [versions, gaps]);
      });
    }
  }
});
