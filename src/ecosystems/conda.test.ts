import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inventoryOf } from '../../test/build/inventory.ts';

async function read(path: string, content: string): Promise<{ packages: string[]; gaps: string[] }> {
  const { packages, gaps } = await inventoryOf({ [path]: content });
  return {
    packages: packages.map(({ purl, licenses, attributes }) =>
      [purl, ...licenses, ...Object.values(attributes)].join(' '),
    ),
    gaps: gaps.map(({ what, reason, blinds }) => [what, reason, ...blinds].join(' ')),
  };
}

describe('what conda recorded', () => {
  const gap = 'conda package record unparsable packages';
  const record = {
    name: 'openssl',
    version: '3.1.2',
    build: 'hd590300_0',
    channel: 'https://u:p@conda.example/t/secret/conda-forge/linux-64',
    license: 'Apache-2.0',
  };
  const cases: readonly [string, string, string, readonly string[], readonly string[]][] = [
    [
      'in an environment',
      'opt/conda/envs/a/conda-meta/openssl-3.1.2-hd590300_0.json',
      JSON.stringify(record),
      [
        'pkg:conda/openssl@3.1.2?build=hd590300_0&channel=conda-forge&subdir=linux-64 Apache-2.0 hd590300_0 conda-forge/linux-64',
      ],
      [],
    ],
    ['its history is no package', 'opt/conda/conda-meta/history', '==> x', [], []],
    ['no other JSON', 'opt/conda/other/openssl.json', JSON.stringify(record), [], []],
    ['no version', 'opt/conda/conda-meta/a.json', '{"name":"a"}', [], [gap]],
    ['no JSON', 'conda-meta/a.json', '{', [], [gap]],
  ];
  for (const [name, path, content, packages, gaps] of cases) {
    test(name, async () => assert.deepEqual(await read(path, content), { packages, gaps }));
  }
});
