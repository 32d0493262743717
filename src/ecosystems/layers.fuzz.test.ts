import assert from 'node:assert/strict';
import { test } from 'node:test';
import { harvestOf } from '../../test/build/collector.ts';
import { digestOf } from '../../test/build/image.ts';
import { releases } from '../../test/build/inventory.ts';
import { mutants } from '../../test/build/mutants.ts';
import { directory, file, hardlink, paxEntry, symlink, tar } from '../../test/build/tar.ts';
import { weightOf } from '../collect/harvest-weight.ts';
import { detectors, pickDistribution } from '../detectors/all.ts';
import { squash } from '../images/squash.ts';
import { assembleInventory } from '../scan/inventory.ts';
import { ecosystems } from './all.ts';

const collectors = [...ecosystems.flatMap((ecosystem) => ecosystem.collectors), ...detectors];
const status = 'Package: a\nStatus: install ok installed\nVersion: 1\nArchitecture: amd64\n';
const lower = tar([
  file('etc/os-release', releases.debian12['etc/os-release']),
  file('etc/passwd', 'root:x:0:0:root:/root:/bin/sh\n'),
  directory('var/lib/dpkg'),
  file('var/lib/dpkg/status', status),
  symlink('opt', 'usr/lib/opt'),
  paxEntry(
    { path: `usr/lib/opt/${'d/'.repeat(60)}node_modules/x/package.json` },
    file('x', '{"name":"x","version":"1"}'),
  ),
]);
const upper = tar([
  file('var/lib/dpkg/.wh.status', ''),
  file('usr/lib/.wh..wh..opq', ''),
  file('moved', status),
  hardlink('var/lib/dpkg/status', 'moved'),
  symlink('usr/lib/os-release', '../../etc/os-release'),
  paxEntry({ 'GNU.sparse.map': '0,3,9,2', 'GNU.sparse.size': '12' }, file('etc/group', 'abcde')),
  { name: 'dev/null', type: '3' },
]);

// Whatever is damaged in a layer: it is read to its end for its digest, what was taken can be put together, and no trouble is thrown.
for (const [name, sample, seed] of [
  ['the lower', lower, 61],
  ['the upper', upper, 62],
] as const) {
  test(`${name} of two layers, damaged anyhow`, async () => {
    const others = { lower: await harvestOf(lower, { collectors }), upper: await harvestOf(upper, { collectors }) };
    for (const mutant of mutants(sample, { seed, count: 250 })) {
      const harvest = await harvestOf(mutant, { collectors });
      assert.equal(harvest.diffId, digestOf(mutant));
      assert.equal(harvest.size, mutant.length);
      assert.ok(weightOf(harvest) <= mutant.length);
      for (const gap of harvest.gaps) assert.equal(gap.layer, harvest.diffId);
      const layers = sample === lower ? [harvest, others.upper] : [others.lower, harvest];
      const { files, links } = squash(layers);
      const { packages, gaps } = assembleInventory(files, links, layers, [], ecosystems, pickDistribution);
      for (const { purl, layer, path } of packages) {
        assert.match(purl, /^pkg:[a-z]+\//);
        assert.ok(layers.some(({ diffId }) => diffId === layer) && !path.startsWith('/') && !path.includes('../'));
      }
      const isDamaged = harvest.gaps.some(({ incomplete }) => incomplete);
      assert.ok(!isDamaged || gaps.some(({ incomplete }) => incomplete), 'a gap was lost');
    }
  });
}
