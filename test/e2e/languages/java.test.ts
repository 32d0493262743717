import assert from 'node:assert/strict';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { library, nativeSbom } from '../../build/native-image.ts';
import { has, run } from '../build/parts.ts';
import { plimsoll } from '../build/plimsoll.ts';
import { scannedFiles } from './scanned-files.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-java-'));
after(() => rmSync(folder, { recursive: true, force: true }));

test("the jars of Debian's Maven are what Maven wrote into them, also where they lie in a jar", async (t) => {
  if (!has(t, 'mvn', 'python3', 'tar', 'unzip')) return;
  const libraries = '/usr/share/maven/lib';
  const jars = readdirSync(libraries).filter((name) => name.endsWith('.jar'));
  const content = join(folder, 'root/srv/application/BOOT-INF/lib');
  mkdirSync(content, { recursive: true });
  for (const name of jars) copyFileSync(realpathSync(join(libraries, name)), join(content, name));
  // Stored as Spring Boot stores them, by an archiver that is not ours.
  run(
    'python3',
    [
      '-c',
      `import os, zipfile
with zipfile.ZipFile('root/srv/application.jar', 'w', zipfile.ZIP_STORED) as archive:
    for name in sorted(os.listdir('root/srv/application/BOOT-INF/lib')):
        archive.write('root/srv/application/BOOT-INF/lib/' + name, 'BOOT-INF/lib/' + name)
`,
    ],
    { cwd: folder },
  );
  const told = jars.flatMap((name) => {
    const listed = run('unzip', ['-Z1', join(content, name)])
      .toString()
      .split('\n');
    return listed
      .filter((entry) => /^META-INF\/maven\/.*\/pom\.properties$/.test(entry))
      .map((entry) => {
        const text = run('unzip', ['-p', join(content, name), entry]).toString();
        const [group, artifact, version] = ['groupId', 'artifactId', 'version'].map(
          (key) => new RegExp(`^${key}=(.*?)\\r?$`, 'm').exec(text)?.[1],
        );
        return { package: `${group}:${artifact} ${version}`, name };
      });
  });
  assert.ok(told.length >= 30, `${told.length} pom.properties`);

  const { packages, gaps } = await scannedFiles(folder, 'root', 'maven');

  const certain = packages.filter((line) => /^[^ ]+:/.test(line));
  const places = ['srv/application/', 'srv/application.jar!/'];
  const expected = places.flatMap((place) => told.map((one) => `${one.package} ${place}BOOT-INF/lib/${one.name}`));
  assert.deepEqual(certain, [...new Set(expected)].sort());
  assert.deepEqual(gaps, []);
  // Every jar is something, if only by its name.
  for (const name of jars) {
    const isThere = packages.some((line) => line.endsWith(`/${name}`));
    const hasClasses = run('unzip', ['-Z1', join(content, name)]).includes('.class');
    assert.equal(isThere, hasClasses, name);
  }
});

test('the SBOM that a program exports is found where a real linker put it, stripped or not', async (t) => {
  if (!has(t, 'cc', 'strip', 'tar')) return;
  const sbom = gzipSync(nativeSbom(library('io.netty', 'netty-codec', '4.1.76.Final')));
  const place = join(folder, 'native/srv');
  mkdirSync(place, { recursive: true });
  const source = join(folder, 'native.c');
  writeFileSync(
    source,
    `__attribute__((section(".svm_heap"))) unsigned char sbom[] = {${[...sbom].join(',')}};
unsigned long sbom_length = sizeof sbom;
int main(void) { return 0; }
`,
  );
  run('cc', ['-rdynamic', '-o', join(place, 'server'), source]);
  run('cc', ['-rdynamic', '-o', join(place, 'stripped'), source]);
  run('strip', [join(place, 'stripped')]);
  run('cc', ['-shared', '-fPIC', '-o', join(place, 'library.so'), source]);
  // As native-image links programs that export nothing: the names stand among those for debuggers.
  run('cc', ['-static-pie', '-o', join(place, 'static'), source]);

  const { packages, gaps } = await scannedFiles(folder, 'native', 'maven');

  const names = ['library.so', 'server', 'static', 'stripped'];
  assert.deepEqual(
    packages,
    names.map((name) => `io.netty:netty-codec 4.1.76.Final srv/${name}`),
  );
  assert.deepEqual(gaps, []);
});

test("an index that a person made of Debian's Maven repository, as the documents say, names jars that do not say their group", async (t) => {
  if (!has(t, 'mvn', 'tar')) return;
  const recipe = /```sh\n(cd ~\/\.m2[\s\S]*?)```/.exec(readFileSync('docs/languages.md', 'utf8'))?.[1];
  assert.ok(recipe !== undefined);
  const index = join(folder, 'java.idx');
  run('sh', ['-c', recipe.replace('~/.m2/repository', '/usr/share/maven-repo').replace('~/java.idx', index)]);
  const place = join(folder, 'indexed/srv');
  mkdirSync(place, { recursive: true });
  copyFileSync('/usr/share/maven-repo/javax/inject/javax.inject/1/javax.inject-1.jar', join(place, 'inject.jar'));
  copyFileSync('/usr/share/maven-repo/aopalliance/aopalliance/1.0/aopalliance-1.0.jar', join(place, 'aop-1.0.jar'));

  const without = await scannedFiles(folder, 'indexed', 'maven');
  // The layer's reading is cached, and the index asked all the same.
  const known = await scannedFiles(folder, 'indexed', 'maven', ['--java-index', index]);

  assert.deepEqual(without.packages, ['aop 1.0 srv/aop-1.0.jar', 'inject 1.0.0 srv/inject.jar']);
  assert.equal(known.packages.length, 2);
  assert.match(known.packages[0] ?? '', /^aopalliance:aopalliance \S+ srv\/aop-1\.0\.jar$/);
  assert.match(known.packages[1] ?? '', /^javax\.inject:javax\.inject \S+ srv\/inject\.jar$/);
  writeFileSync(index, 'x\n');
  const refused = await plimsoll(['sbom', `rootfs:${place}`, '--java-index', index], { home: join(folder, 'home') });
  assert.equal(refused.code, 2);
  assert.match(refused.stderr, /java-index-invalid/);
});

test('a module that the JDK packed and linked into a runtime', async (t) => {
  if (!has(t, 'javac', 'jmod', 'jlink', 'tar')) return;
  const source = join(folder, 'module');
  const place = join(folder, 'linked/opt');
  mkdirSync(join(source, 'com/shop/tool'), { recursive: true });
  mkdirSync(place, { recursive: true });
  writeFileSync(join(source, 'module-info.java'), 'module com.shop.tool { exports com.shop.tool; }\n');
  writeFileSync(join(source, 'com/shop/tool/Tool.java'), 'package com.shop.tool; public class Tool { }\n');
  run('javac', ['-d', 'classes', 'module-info.java', 'com/shop/tool/Tool.java'], { cwd: source });
  const packed = join(place, 'tool.jmod');
  run('jmod', ['create', '--class-path', 'classes', '--module-version', '1.2.3', packed], { cwd: source });
  run('jlink', ['--module-path', packed, '--add-modules', 'com.shop.tool', '--output', join(place, 'runtime')]);

  const modules = await scannedFiles(folder, 'linked', 'maven');
  const runtime = await scannedFiles(folder, 'linked', 'generic');

  assert.deepEqual(modules.packages, [
    'com.shop.tool (unknown) opt/runtime/release',
    'com.shop.tool 1.2.3 opt/tool.jmod',
    // The runtime's own, which it lets others use to read its modules.
    ...modules.packages.filter((line) => line.endsWith(' opt/runtime/lib/jrt-fs.jar')),
  ]);
  assert.deepEqual(modules.gaps, []);
  assert.equal(runtime.packages.filter((line) => /^openjdk \d+[\d.]* /.test(line)).length, 1);
});
