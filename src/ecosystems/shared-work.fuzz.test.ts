import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { campaign } from '../../test/build/campaign.ts';
import { harvestOf } from '../../test/build/collector.ts';
import { elf } from '../../test/build/executables.ts';
import { releases } from '../../test/build/inventory.ts';
import { directory, file, symlink, type TestEntry, tar } from '../../test/build/tar.ts';
import { detectors, pickDistribution } from '../detectors/all.ts';
import { squash } from '../images/squash.ts';
import { detoursOf } from '../scan/detours.ts';
import { assembleInventory } from '../scan/inventory.ts';
import { sharedWork } from '../scan/shared-work.ts';
import { ecosystems } from './all.ts';

const collectors = [...ecosystems.flatMap((ecosystem) => ecosystem.collectors), ...detectors];
const status = (...packages: readonly string[]) =>
  packages
    .map((name) => `Package: ${name}\nStatus: install ok installed\nVersion: 1\nArchitecture: amd64\n`)
    .join('\n');
const listing = (name: string, ...paths: readonly string[]) => file(`var/lib/dpkg/info/${name}.list`, paths.join('\n'));

const debian: readonly TestEntry[] = [
  file('etc/os-release', releases.debian12['etc/os-release']),
  symlink('lib', 'usr/lib'),
  file('var/lib/dpkg/status', status('a', 'b')),
  listing('a', '/lib/python3/dist-packages/x-1.dist-info/METADATA', '/usr/bin/tool', '/opt/other/tool'),
  file('usr/lib/python3/dist-packages/x-1.dist-info/METADATA', 'Metadata-Version: 2.1\nName: x\nVersion: 1\n'),
  file('usr/bin/tool', elf([]), 0o755),
];
const alpine: readonly TestEntry[] = [
  file('etc/os-release', releases.alpine318['etc/os-release']),
  file('lib/apk/db/installed', 'P:musl\nV:1.2\nA:x86_64\nF:usr/bin\nR:tool\n\n'),
  file('usr/bin/tool', elf([]), 0o755),
];
/** What layers do to one another: nothing, and everything that could make another image of what was remembered. */
const layers: readonly (readonly TestEntry[])[] = [
  debian,
  alpine,
  [file('srv/node_modules/y/package.json', '{"name":"y","version":"2"}'), symlink('srv/node_modules/.bin/y', '../y/y')],
  [symlink('opt/other', '/usr/bin')],
  [symlink('usr/bin', '../opt')],
  [file('usr/.wh.lib', '')],
  [symlink('lib', 'srv')],
  [file('.wh.lib', '')],
  [file('var/lib/dpkg/status', status('a', 'b', 'c')), listing('c', '/opt/tool')],
  [file('opt/tool', elf([]), 0o755)],
  [file('var/lib/dpkg/.wh.status', '')],
  [file('etc/os-release', releases.almalinux9['etc/os-release'])],
  [directory('var/lib/dpkg'), file('var/lib/dpkg/.wh..wh..opq', '')],
  [symlink('usr/lib/python3', '/srv')],
  [symlink('var/lib/dpkg', '/opt/dpkg'), file('opt/dpkg/status', status('d'))],
  [symlink('srv/link', '/usr/lib/python3'), file('srv/node_modules/.wh.y', '')],
  [directory('usr/bin/tool'), file('lib/x', '')],
];

test('images that share their layers, in any order, come to what each comes to alone', async () => {
  const harvests = await Promise.all(layers.map((entries) => harvestOf(tar(entries), { collectors })));
  const image = fc.tuple(fc.constantFrom(0, 1), fc.array(fc.nat(layers.length - 1), { maxLength: 3 }));
  let shared = 0;
  let detoured = 0;
  fc.assert(
    fc.property(fc.array(image, { minLength: 2, maxLength: 12 }), (images) => {
      const work = sharedWork();
      const seen = new Set<string>();
      for (const [base, above] of images) {
        const stack = [base, ...above].map((at) => harvests[at]).filter((one) => one !== undefined);
        const alone = squash(stack);
        const together = work.squash(stack);
        const told = ({ files, links, gaps }: typeof alone) => ({ files, links, gaps });
        assert.deepEqual(told(together), told(alone));
        for (const { path, collector } of harvests.flatMap(({ files }) => files))
          assert.equal(together.has(path, collector), alone.has(path, collector), path);
        const detours = detoursOf(alone, stack, collectors);
        assert.deepEqual(work.detours(together, stack, [...collectors]), detours);
        detoured += detours.detours.length;
        shared += seen.has(`${base} ${above[0]}`) ? 1 : 0;
        seen.add(`${base} ${above[0]}`);
        const inventory = ({ files, links, gaps }: typeof alone, systems?: typeof work.systems) =>
          assembleInventory(files, links, stack, gaps, ecosystems, pickDistribution, systems);
        assert.deepEqual(inventory(together, work.systems), inventory(alone));
      }
    }),
    campaign(74, 300),
  );
  assert.ok(shared > 100, `${shared} images shared more than a base`);
  assert.ok(detoured > 1000, `${detoured} detours`);
});
