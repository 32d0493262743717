import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inventoryOf } from '../../test/build/inventory.ts';

const place = 'app/vendor/composer/installed.json';
const one = { name: 'monolog/monolog', version: '2.9.1', license: ['MIT'] };

async function read(files: Readonly<Record<string, string>>): Promise<{ packages: string[]; gaps: string[] }> {
  const { packages, gaps } = await inventoryOf(files);
  return {
    packages: packages.map(({ purl, licenses }) => [purl, ...licenses].join(' ')),
    gaps: gaps.map(({ what, reason, blinds }) => [what, reason, ...blinds].join(' ')),
  };
}

describe('what Composer installed', () => {
  const purl = 'pkg:composer/monolog/monolog@2.9.1';
  const broken = 'installed.json unparsable packages';
  const cases: readonly [string, string, readonly string[], readonly string[]][] = [
    ['by Composer 2', JSON.stringify({ packages: [one], dev: false }), [`${purl} MIT`], []],
    ['by Composer 1', JSON.stringify([one]), [`${purl} MIT`], []],
    [
      'licences to choose from',
      JSON.stringify([{ ...one, license: ['MIT', 'GPL-2.0-only'] }]),
      [`${purl} MIT OR GPL-2.0-only`],
      [],
    ],
    ['no licence', JSON.stringify([{ ...one, license: undefined }]), [purl], []],
    [
      'a branch',
      JSON.stringify([{ ...one, version: 'dev-main', license: [] }]),
      ['pkg:composer/monolog/monolog@dev-main'],
      [],
    ],
    ['nothing', '{"packages":[]}', [], []],
    ['an entry without a version, beside others', JSON.stringify([one, { name: 'a/b' }]), [`${purl} MIT`], [broken]],
    ['no JSON', '{', [], [broken]],
    ['JSON of another kind', '"x"', [], [broken]],
    ['a hundred thousand brackets', '['.repeat(100_000), [], [broken]],
  ];
  for (const [name, content, packages, gaps] of cases) {
    test(name, async () => assert.deepEqual(await read({ [place]: content }), { packages, gaps }));
  }

  const list =
    "'monolog/monolog' => array('pretty_version' => '2.9.1', 'version' => '2.9.1.0', 'dev_requirement' => false,),";
  const runtime = `<?php return array('root' => array('name' => '__root__'), 'versions' => array(${list}),);`;
  const beside = place.replace('.json', '.php');
  test('by the list for programs, where the other one was deleted', async () => {
    assert.deepEqual(await read({ [beside]: runtime }), { packages: [purl], gaps: [] });
    assert.deepEqual(await read({ [beside]: runtime, [place]: JSON.stringify([one]) }), {
      packages: [`${purl} MIT`],
      gaps: [],
    });
    assert.deepEqual(await read({ 'app/installed.php': runtime }), { packages: [], gaps: [] });
    const { packages } = await inventoryOf(
      { [beside]: runtime, [place]: JSON.stringify([one]) },
      { 'app/vendor/composer/.wh.installed.json': '' },
    );
    assert.deepEqual(
      packages.map(({ path }) => path),
      [beside],
    );
  });

  test('nothing of the same name elsewhere', async () => {
    assert.deepEqual(await read({ 'app/installed.json': JSON.stringify([one]) }), { packages: [], gaps: [] });
  });
});

test('a lock file counts where nothing is installed, and without what is for development', async () => {
  const lock = JSON.stringify({
    packages: [{ name: 'a/b', version: 'v1.0.0' }],
    'packages-dev': [{ name: 'c/d', version: '1' }],
  });
  assert.deepEqual((await read({ 'app/composer.lock': lock })).packages, ['pkg:composer/a/b@v1.0.0']);
  const both = { 'app/composer.lock': lock, [place]: JSON.stringify([one]) };
  assert.deepEqual((await read(both)).packages, ['pkg:composer/monolog/monolog@2.9.1 MIT']);
});
