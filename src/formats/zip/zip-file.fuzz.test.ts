import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutants } from '../../../test/build/mutants.ts';
import { processorTime } from '../../../test/build/processor-time.ts';
import { zip } from '../../../test/build/zip.ts';
import { readManifest, readProperties } from '../java/properties.ts';
import { ZipFault, ZipFile } from './zip-file.ts';

const LIMIT = 1 << 20;

function readAll(bytes: Buffer): number {
  let size = 0;
  try {
    const file = new ZipFile(bytes);
    for (const entry of file.entries.slice(0, 100)) {
      const content = file.read(entry, LIMIT);
      assert.ok(content.length <= LIMIT);
      size += content.length;
      readManifest(content.toString());
      readProperties(content.toString());
    }
  } catch (error) {
    if (!(error instanceof ZipFault)) throw error;
  }
  return size;
}

test('a zip file, damaged anyhow, is read or refused', () => {
  const sample = zip([
    {
      name: 'META-INF/MANIFEST.MF',
      content: 'Manifest-Version: 1.0\r\nImplementation-Title: a\r\n b\r\n\r\nName: x\r\n',
    },
    { name: 'a/pom.properties', content: '#x\ngroupId=a\nartifactId : b\nversion 1\n', isStored: true },
    { name: 'c', content: 'x'.repeat(500) },
  ]);
  assert.ok(readAll(sample) > 500);
  for (const mutant of mutants(sample, { seed: 91, count: 5000 })) readAll(mutant);
});

test('texts made to take long do not', () => {
  const before = processorTime();
  for (const unit of ['a = \\\n', ' ', 'a= b ', '\r\n ', '=:', 'a:\\:']) {
    const text = unit.repeat((1 << 20) / unit.length);
    readProperties(`a=${text}x`);
    readManifest(`a: ${text}`);
  }
  assert.ok(processorTime() - before < 3000);
});
