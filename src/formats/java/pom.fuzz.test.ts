import assert from 'node:assert/strict';
import { test } from 'node:test';
import { mutants } from '../../../test/build/mutants.ts';
import { processorTime } from '../../../test/build/processor-time.ts';
import { licenseOfText } from '../license-text.ts';
import { XmlFault } from '../xml/xml-events.ts';
import { readPom } from './pom.ts';

const sample = Buffer.from(
  `<?xml version="1.0" encoding="UTF-8"?>
<!-- made by hand -->
<project xmlns="http://maven.apache.org/POM/4.0.0">
  <parent><groupId>a</groupId><artifactId>p</artifactId><version>1</version></parent>
  <artifactId> x </artifactId>
  <licenses>
    <license><name>Apache &amp; more</name><url><![CDATA[http://x/y]]></url><distribution>repo</distribution></license>
    <license name="x"><url/></license>
  </licenses>
</project>
`,
);

function licensesOf(bytes: Buffer): readonly string[] | null {
  try {
    const { licenses, coordinates, parent } = readPom(bytes);
    return [...licenses.map(({ name, url }) => `${name} ${url}`), coordinates ?? '', parent ?? ''];
  } catch (error) {
    assert.ok(error instanceof XmlFault, String(error));
    return null;
  }
}

test('a project, damaged anyhow, is read or refused', () => {
  assert.deepEqual(licensesOf(sample), ['Apache & more http://x/y', ' ', 'a:x:1', 'a:p:1']);
  let read = 0;
  for (const mutant of mutants(sample, { seed: 92, count: 5000 })) {
    for (const license of licensesOf(mutant) ?? []) assert.ok(license.length <= 2001);
    if (licensesOf(mutant) !== null) read += 1;
    licenseOfText(mutant);
  }
  assert.ok(read > 100);
});

test('cut anywhere, it is refused', () => {
  for (let length = 1; length < sample.length - 1; length += 1)
    assert.equal(licensesOf(sample.subarray(0, length)), null, `${length}`);
});

test('projects that are made to take long do not', () => {
  const before = processorTime();
  for (const unit of [
    '<a>',
    '<a/>',
    '<a b="',
    '<',
    '&',
    '&#',
    '<!-- ',
    '<![CDATA[]]>',
    '<?x ?>',
    ' ',
    '</',
    '<a:',
    'a',
  ]) {
    licensesOf(Buffer.alloc(1 << 20, unit));
    licensesOf(Buffer.concat([Buffer.from('<project><licenses><license><name>'), Buffer.alloc(1 << 20, unit)]));
  }
  for (const unit of ['SPDX-License-Identifier:', ' ', '#', 'end of terms and conditions '])
    licenseOfText(Buffer.alloc(16 << 10, unit));
  assert.ok(processorTime() - before < 3000);
});
