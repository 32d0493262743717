import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { harvestOf } from '../../test/build/collector.ts';
import { inventoryOf, type LayerFiles } from '../../test/build/inventory.ts';
import { phar } from '../../test/build/phar.ts';
import { file, hardlink, tar } from '../../test/build/tar.ts';
import { type TestZipEntry, zip } from '../../test/build/zip.ts';
import { ecosystems } from './all.ts';

const behind = (line: string, ...entries: readonly TestZipEntry[]) =>
  Buffer.concat([Buffer.from(`${line}\n`), zip(entries)]);
const padded = (bytes: Buffer) => Buffer.concat([bytes, Buffer.alloc(Math.max(0, 300 - bytes.length))]);
const main: TestZipEntry = { name: '__main__.py', content: 'print(1)\n'.repeat(30), isStored: true };
const metadata: TestZipEntry = {
  name: 'site-packages/a-1.0.dist-info/METADATA',
  content: 'Metadata-Version: 2.1\nName: a\nVersion: 1.0\n',
};
const jar: readonly TestZipEntry[] = [
  {
    name: 'META-INF/MANIFEST.MF',
    content: `Manifest-Version: 1.0\r\nMain-Class: a.A\r\n${'\r\n'.repeat(100)}`,
    isStored: true,
  },
  { name: 'META-INF/maven/org.a/x/pom.properties', content: 'version=1\ngroupId=org.a\nartifactId=x\n' },
  { name: 'a/A.class', content: 'x' },
];
const application: TestZipEntry = {
  name: 'cowboy/ebin/cowboy.app',
  content: `{application,cowboy,[{vsn,"2.9.0"},{description,"${'x'.repeat(200)}"}]}.\n`,
  isStored: true,
};
const python = behind('#!/usr/bin/env python3', main, metadata);
const started = behind('#!/bin/sh\nexec java -jar "$0" "$@"', ...jar);
const escript = behind('#!/usr/bin/env escript\n%%! -escript main hello', application);
const php = phar({
  'vendor/composer/installed.php': `<?php return array('versions' => array('twig/twig' => array('pretty_version' => 'v2.0.0', 'version' => '2.0.0.0',),),);${' '.repeat(200)}`,
});

async function read(files: LayerFiles): Promise<readonly [string[], string[]]> {
  const { packages, gaps } = await inventoryOf(files);
  return [
    packages.map(({ purl, path }) => `${purl} ${path}`),
    gaps.map(({ what, path, reason }) => `${what} ${path} ${reason}`),
  ];
}

describe('an archive that is started as a program, whatever it is called', () => {
  const cases: readonly [string, string, Buffer, readonly string[], readonly string[]][] = [
    ['of Python', 'usr/local/bin/tool', python, ['pkg:pypi/a@1.0 usr/local/bin/tool'], []],
    ['with a dot in its name', 'app/tool-1.2', python, ['pkg:pypi/a@1.0 app/tool-1.2'], []],
    ['without a line in front', 'app/tool', zip([main, metadata]), ['pkg:pypi/a@1.0 app/tool'], []],
    ['the same with a dot in its name', 'app/data.bin', zip([main, metadata]), [], []],
    ['of Java', 'usr/local/bin/ktlint', started, ['pkg:maven/org.a/x@1 usr/local/bin/ktlint'], []],
    ['of Erlang', 'usr/local/bin/hello', escript, ['pkg:hex/cowboy@2.9.0 usr/local/bin/hello'], []],
    ['of PHP', 'usr/local/bin/dep', php, ['pkg:composer/twig/twig@v2.0.0 usr/local/bin/dep'], []],
    ['that is none', 'usr/bin/x', Buffer.from(`#!/usr/bin/env python3\n${'print(1)\n'.repeat(100)}`), [], []],
    [
      'with nothing of a language in it',
      'usr/bin/x',
      behind('#!/bin/sh', { name: 'a', content: 'x'.repeat(500), isStored: true }),
      [],
      [],
    ],
    [
      'a program that speaks of archives',
      'usr/bin/x',
      Buffer.from(`#!/usr/bin/env php\n<?php echo '__HALT_COMPILER();'; ${'#'.repeat(300)}\n`),
      [],
      [],
    ],
  ];
  for (const [name, path, content, packages, gaps] of cases)
    test(name, async () => assert.deepEqual(await read({ [path]: { program: padded(content) } }), [packages, gaps]));

  test('one that nobody may execute is not looked for', async () =>
    assert.deepEqual(await read({ 'app/tool': python }), [[], []]));

  test('a damaged one is a gap', async () => {
    const broken = Buffer.from(python);
    const at = broken.lastIndexOf('PK\x01\x02');
    broken.fill(0xff, at + 20, at + 28);
    assert.deepEqual(await read({ 'app/tool': { program: broken } }), [[], ['Python archive app/tool corrupt']]);
  });
});

test('another name of its file is it, too', async () => {
  const collectors = ecosystems.flatMap((ecosystem) => ecosystem.collectors);
  // One that some collector wants, and so has the file read again, and one that none does.
  for (const name of ['bin/other', 'app/x.jar']) {
    const layer = tar([file('bin/tool', padded(python), 0o755), hardlink(name, 'bin/tool')]);
    const { files } = await harvestOf(layer, { collectors, maxFileSize: 1 << 20 });
    assert.deepEqual(
      files
        .filter((one) => one.items.length > 0)
        .map(({ path }) => path)
        .sort(),
      [name, 'bin/tool'].sort(),
    );
  }
});

test('it is one as well where its file is read for another name that somebody wants', async () => {
  const collectors = ecosystems.flatMap((ecosystem) => ecosystem.collectors);
  const jars = collectors
    .filter(({ name }) => name === 'maven-jars')
    .map((collector) => ({ as: 'app/x.jar', collector }));
  const layer = tar([file('bin/tool', padded(python), 0o755)]);
  const { files } = await harvestOf(layer, { collectors, maxFileSize: 1 << 20, also: new Map([['bin/tool', jars]]) });
  assert.deepEqual(
    files.flatMap(({ path, items }) => (items.some(({ kind }) => kind === 'package') ? [path] : [])),
    ['bin/tool'],
  );
});

test('of one that is too large to be held, its beginning tells that it is one', () => {
  const collectors = ecosystems.flatMap((ecosystem) => ecosystem.collectors);
  const large = { path: 'app/tool', size: 65 << 20, mode: 0o755, uid: 0, gid: 0 };
  for (const [beginning, expected] of [
    ['#!/usr/bin/env python3\nPK\x03\x04', ['pypi-scripts']],
    ['#!/usr/bin/env escript\nPK\x03\x04', ['hex-scripts']],
    ['#!/bin/bash\n# Spring Boot\n"$JAVA_HOME/bin/java" -jar "$0"\n', ['maven-scripts']],
    ['#!/usr/bin/env php\n<?php\n__HALT_COMPILER(); ?>\r\n', ['composer-scripts']],
    ['#!/bin/sh\necho\n', []],
  ] as const) {
    const found = collectors
      .filter(({ wants }) => wants.scripts === true)
      .filter(({ takeBeginning }) => takeBeginning?.(large, Buffer.from(beginning)).gaps?.[0]?.reason === 'too-large');
    assert.deepEqual(
      found.map(({ name }) => name),
      expected,
    );
  }
});
