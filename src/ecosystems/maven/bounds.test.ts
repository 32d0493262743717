import assert from 'node:assert/strict';
import { test } from 'node:test';
import { inventoryOf } from '../../../test/build/inventory.ts';
import { type TestZipEntry, zip } from '../../../test/build/zip.ts';
import { readManifest, readProperties } from '../../formats/java/properties.ts';

const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
const project = (at: number): TestZipEntry => ({
  name: `META-INF/maven/org.a/a${at}/pom.properties`,
  content: `groupId=org.a\nartifactId=a${at}\nversion=1\n`,
});

async function read(content: Buffer): Promise<readonly [packages: number, gaps: readonly string[]]> {
  const { packages, gaps } = await inventoryOf({ 'app/x.jar': content });
  return [packages.length, gaps.map(({ what, reason, blinds }) => `${what} ${reason} ${blinds.join(' ')}`)];
}

function nested(jars: number): Buffer {
  let at = zip([project(0)]);
  for (let i = 1; i < jars; i += 1) at = zip([project(i), { name: `lib/${i}.jar`, content: at }]);
  return at;
}

test('eight jars within one another are read, and no more', async () => {
  assert.deepEqual(await read(nested(8)), [8, []]);
  assert.deepEqual(await read(nested(9)), [8, ['Java archive limit-crossed packages']]);
});

test('what is read of a jar costs at least 64 KiB a piece: some sixteen thousand projects are read, and no more', async () => {
  assert.deepEqual(await read(zip(times(16_000, project))), [16_000, []]);
  const [packages, gaps] = await read(zip(times(16_500, project)));
  assert.ok(packages > 16_000 && packages < 16_500);
  assert.ok(gaps.includes('Java archive too-large packages'), gaps.join());
});

test('what a jar says of itself is read to a mebibyte', async () => {
  const padded = (length: number) => {
    const { name, content = '' } = project(0);
    return zip([{ name, content: `${content}${'#'.repeat(length - content.length)}` }]);
  };
  assert.deepEqual(await read(padded(1 << 20)), [1, []]);
  const [, gaps] = await read(padded((1 << 20) + 1));
  assert.ok(gaps.includes('Java archive too-large packages'), gaps.join());
});

test('of properties and manifests a thousand lines count', () => {
  const lines = (count: number) => `${'#: x\n'.repeat(count - 1)}last: 1`;
  for (const reader of [readProperties, readManifest]) {
    assert.equal(reader(lines(1000)).get('last'), '1');
    assert.equal(reader(lines(1001)).get('last'), undefined);
  }
});
