import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inventoryOf, type LayerFiles } from '../../../test/build/inventory.ts';
import { moduleInfo } from '../../../test/build/module-info.ts';
import { type TestZipEntry, zip } from '../../../test/build/zip.ts';
import { maven } from '../maven.ts';

const jmodMagic = Buffer.from('JM\x01\0', 'latin1');
const jmod = (...entries: readonly TestZipEntry[]) => Buffer.concat([jmodMagic, zip(entries)]);
const info = (name: string, version: string | null, at = 'classes/') => ({
  name: `${at}module-info.class`,
  content: moduleInfo(name, version),
});
const classOf = (name: string): TestZipEntry => ({ name: `${name}.class`, content: 'x' });
const manifest = (...lines: readonly string[]) =>
  `Manifest-Version: 1.0\n${lines.map((line) => `${line}\n`).join('')}\n`;
const bundle = (name: string, version: string) =>
  manifest('Bundle-ManifestVersion: 2', `Bundle-SymbolicName: ${name};singleton:=true`, `Bundle-Version: ${version}`);
const pom = (group: string, artifact: string, version: string) =>
  `groupId=${group}\nartifactId=${artifact}\nversion=${version}\n`;

async function read(files: LayerFiles): Promise<{ packages: string[]; gaps: string[] }> {
  const { packages, gaps } = await inventoryOf(files);
  return {
    packages: packages.map((pkg) => `${pkg.purl} ${pkg.path}`),
    gaps: gaps.map(({ what, reason }) => `${what} ${reason}`),
  };
}

const cases: readonly [string, LayerFiles, readonly string[], (readonly string[])?][] = [
  [
    'a module packed for linking, by what it says of itself',
    { 'opt/mods/x.jmod': jmod(info('com.shop.tool', '1.2.3'), classOf('classes/com/shop/tool/Tool')) },
    ['pkg:maven/com.shop.tool@1.2.3 opt/mods/x.jmod'],
  ],
  [
    "modules of the runtime, which has one version for all of them, are the runtime's",
    { 'opt/jdk/jmods/java.base.jmod': jmod(info('java.base', '17.0.1'), classOf('classes/java/lang/Object')) },
    [],
  ],
  [
    'what Maven wrote into a module',
    {
      'm.jmod': jmod(info('com.shop.tool', null), classOf('classes/a/B'), {
        name: 'classes/META-INF/maven/com.shop/tool/pom.properties',
        content: pom('com.shop', 'tool', '3'),
      }),
    },
    ['pkg:maven/com.shop/tool@3 m.jmod'],
  ],
  [
    'a module that nobody could link',
    { 'm-1.0.jmod': jmod({ name: 'classes/module-info.class', content: 'x' }, classOf('classes/a/B')) },
    ['pkg:maven/m@1.0 m-1.0.jmod'],
    ['Java archive unparsable'],
  ],
  ['a module that is cut', { 'm.jmod': jmod(info('a', '1')).subarray(0, 60) }, [], ['Java archive unparsable']],
  [
    'the version of a module, where a jar says none besides',
    { 'tool.jar': zip([info('com.shop.tool', '1.2.3', ''), classOf('com/shop/tool/Tool')]) },
    ['pkg:maven/tool@1.2.3 tool.jar'],
  ],
  [
    "modules that were linked into a runtime and are not the runtime's",
    { 'opt/rt/release': 'JAVA_VERSION="17.0.15"\nMODULES="java.base com.shop.tool jdk.net com.shop.tool"\n' },
    ['pkg:maven/com.shop.tool@%28unknown%29 opt/rt/release', 'pkg:generic/openjdk@17.0.15 opt/rt/release'],
  ],
  [
    'modules that came with the runtime of a vendor',
    { 'opt/rt/release': 'IMPLEMENTOR="GraalVM"\nJAVA_VERSION="17.0.15"\nMODULES="java.base org.graalvm.word"\n' },
    ['pkg:generic/openjdk@17.0.15 opt/rt/release'],
  ],
  ['another file of that name', { 'opt/x/release': 'MODULES="a b"\n' }, []],
  [
    'a bundle under a name that says nothing',
    {
      'cache/bundle12/version0.0/bundle.jar': zip([
        { name: 'META-INF/MANIFEST.MF', content: bundle('org.apache.camel.camel-core', '2.16.1') },
        classOf('org/apache/camel/Main'),
      ]),
    },
    ['pkg:maven/org.apache.camel.camel-core@2.16.1 cache/bundle12/version0.0/bundle.jar'],
  ],
  [
    'a bundle that is a directory',
    { 'opt/eclipse/plugins/org.x_1.0/META-INF/MANIFEST.MF': bundle('org.x.y', '1.0.0.v2020') },
    ['pkg:maven/org.x.y@1.0.0.v2020 opt/eclipse/plugins/org.x_1.0/META-INF/MANIFEST.MF'],
  ],
  [
    'an application that is a directory, by what Maven wrote into it, and once',
    {
      'app/META-INF/maven/com.shop/cart/pom.properties': pom('com.shop', 'cart', '1.0'),
      'app/META-INF/MANIFEST.MF': bundle('com.shop.cart', '1.0.0'),
      'app/BOOT-INF/classpath.idx': '- "BOOT-INF/lib/spring-core-5.3.1.jar"\n',
      'app/BOOT-INF/lib/spring-core-5.3.1.jar': zip([classOf('org/springframework/core/A')]),
    },
    [
      'pkg:maven/com.shop/cart@1.0 app/META-INF/maven/com.shop/cart/pom.properties',
      'pkg:maven/spring-core@5.3.1 app/BOOT-INF/lib/spring-core-5.3.1.jar',
    ],
  ],
  [
    'an application without a list of its own',
    { 'app/META-INF/MANIFEST.MF': manifest('Start-Class: com.shop.Main') },
    [],
  ],
  [
    'what Maven wrote, without a version',
    { 'app/META-INF/maven/a/b/pom.properties': 'groupId=a\n' },
    [],
    ['Java application unparsable'],
  ],
  ['properties of something else', { 'app/conf/pom.properties': 'x', 'app/META-INF/MANIFEST.MF': '' }, []],
  [
    'an index whose libraries lie elsewhere',
    { 'app/BOOT-INF/classpath.idx': '- "BOOT-INF/lib/spring-core-5.3.1.jar"\n- "BOOT-INF/lib/own.jar"\r\n' },
    ['pkg:maven/spring-core@5.3.1 app/BOOT-INF/classpath.idx'],
  ],
  [
    'what Quarkus wrote of its application',
    { 'srv/quarkus-app-dependencies.txt': 'io.quarkus:quarkus-core::jar:2.13.1\ncom.shop:cart:1.0\n' },
    [
      'pkg:maven/com.shop/cart@1.0 srv/quarkus-app-dependencies.txt',
      'pkg:maven/io.quarkus/quarkus-core@2.13.1 srv/quarkus-app-dependencies.txt',
    ],
  ],
  [
    'indexes of something else',
    { 'a/classpath.idx': '{}', 'b/quarkus-app-dependencies.txt': 'no' },
    [],
    ['classpath.idx unparsable', 'quarkus-app-dependencies.txt unparsable'],
  ],
];

describe('Java that does not lie in jars of its own', () => {
  for (const [name, files, packages, gaps = []] of cases) {
    test(name, async () => {
      const found = await read(files);
      assert.deepEqual([found.packages.sort(), found.gaps.sort()], [[...packages].sort(), gaps]);
    });
  }

  test('a bundle is asked for as Maven names what it makes of one', async () => {
    const { packages } = await inventoryOf({
      'c/bundle.jar': zip([
        { name: 'META-INF/MANIFEST.MF', content: bundle('org.apache.camel.camel-core', '2.16.1') },
        classOf('org/apache/camel/Main'),
      ]),
    });
    const [pkg] = packages;
    assert.ok(pkg !== undefined);
    const names = maven.advisoryNames(pkg, null);
    assert.ok(names !== 'unknown' && names.some(({ name }) => name === 'org.apache.camel:camel-core'));
  });
});
