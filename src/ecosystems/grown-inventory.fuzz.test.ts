import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { campaign } from '../../test/build/campaign.ts';
import { harvestOf } from '../../test/build/collector.ts';
import { elf } from '../../test/build/executables.ts';
import { releases } from '../../test/build/inventory.ts';
import { directory, file, hardlink, symlink, type TestEntry, tar } from '../../test/build/tar.ts';
import { detectors, pickDistribution } from '../detectors/all.ts';
import { squash } from '../images/squash.ts';
import type { Harvest } from '../model/harvest.ts';
import { kindsLookup, pathKey } from '../model/path-index.ts';
import { detoursOf } from '../scan/detours.ts';
import { grownInventory } from '../scan/grown-inventory.ts';
import { assembled } from '../scan/inventory.ts';
import { baseOf, decodeBase, encodeBase } from '../scan/known-base.ts';
import { ecosystems } from './all.ts';

const collectors = [...ecosystems.flatMap((ecosystem) => ecosystem.collectors), ...detectors];
const status = (...packages: readonly string[]) =>
  packages
    .map((name) => `Package: ${name}\nStatus: install ok installed\nVersion: 1\nArchitecture: amd64\n`)
    .join('\n');
const listing = (name: string, ...paths: readonly string[]) => file(`var/lib/dpkg/info/${name}.list`, paths.join('\n'));
const npm = (path: string, name: string, version = '1.0.0') =>
  file(`${path}node_modules/${name}/package.json`, JSON.stringify({ name, version }));
const metadata = (path: string, name: string) =>
  file(`${path}/${name}-1.dist-info/METADATA`, `Metadata-Version: 2.1\nName: ${name}\nVersion: 1\n`);
const lock = (...names: readonly string[]) =>
  JSON.stringify({
    lockfileVersion: 3,
    packages: Object.fromEntries(names.map((name) => [`node_modules/${name}`, { version: '1.0.0' }])),
  });
const own = (name: string) => JSON.stringify({ name, version: '1.0.0', repository: 'x' });

/** What layers do to one another: nothing, add to it, and everything that makes more of it than that. */
const layers: readonly (readonly TestEntry[])[] = [
  [
    file('etc/os-release', releases.debian12['etc/os-release']),
    symlink('lib', 'usr/lib'),
    file('var/lib/dpkg/status', status('a', 'b')),
    listing(
      'a',
      '/lib/python3/dist-packages/x-1.dist-info/METADATA',
      '/usr/bin/tool',
      '/usr/share/nodejs/y/package.json',
    ),
    metadata('usr/lib/python3/dist-packages', 'x'),
    file('usr/bin/tool', elf([]), 0o755),
  ],
  [
    file('etc/os-release', releases.alpine318['etc/os-release']),
    file('lib/apk/db/installed', 'P:musl\nV:1.2\nA:x86_64\nF:usr/bin\nR:tool\n\n'),
    file('usr/bin/tool', elf([]), 0o755),
    npm('srv/', 'y'),
  ],
  // They add.
  [npm('srv/', 'y'), file('srv/index.js', 'y')],
  [npm('srv/', 'z'), npm('opt/z/', 'y', '2.0.0')],
  [metadata('opt/venv/lib/python3.11/site-packages', 'p')],
  [metadata('opt/other/lib/python3.11/site-packages', 'q'), npm('opt/other/', 'o')],
  [file('etc/app.conf', 'x'), directory('usr/share/x')],
  [file('srv/tool/package.json', own('tool'))],
  [file('app/Gemfile.lock', 'GEM\n  specs:\n    rails (7.0.0)\n')],
  [file('usr/local/lib/ruby/specifications/rake-13.0.0.gemspec', 'x'), npm('usr/local/lib/', 'npm')],
  // They may do more.
  [file('srv/package-lock.json', lock('y', 'z', 'gone'))],
  [file('home/package-lock.json', lock('h', 'k', 'gone', 'lost')), npm('usr/local/', 'g')],
  [npm('home/', 'm')],
  [npm('usr/share/nodejs/', 'y'), file('usr/share/nodejs/y/package.json', own('y'))],
  [file('usr/share/nodejs/y/package.json', own('y'))],
  [file('opt/tool', elf([]), 0o755)],
  [file('srv/node_modules/y/bin/y', elf([]), 0o755)],
  [npm('', 'y'), file('node_modules/y/bin/tool', elf([]), 0o755)],
  [symlink('opt/other', '/usr/bin')],
  [symlink('usr/bin', '../opt')],
  [symlink('srv/link', '/usr/lib/python3'), file('srv/node_modules/.wh.y', '')],
  [file('usr/.wh.lib', '')],
  [symlink('lib', 'srv')],
  [file('.wh.lib', '')],
  [metadata('lib/python3/dist-packages', 'w')],
  [metadata('usr/lib/python3/dist-packages', 'x')],
  [file('var/lib/dpkg/status', status('a', 'b', 'c')), listing('c', '/opt/tool', '/srv/node_modules/y/package.json')],
  [file('var/lib/dpkg/.wh.status', '')],
  [file('etc/os-release', releases.almalinux9['etc/os-release'])],
  [file('etc/passwd', 'root:x:0:0:root:/root:/bin/sh\n')],
  [directory('var/lib/dpkg'), file('var/lib/dpkg/.wh..wh..opq', '')],
  [directory('srv'), file('srv/.wh..wh..opq', ''), npm('srv/', 'n')],
  [symlink('usr/lib/python3', '/srv')],
  [symlink('var/lib/dpkg', '/opt/dpkg'), file('opt/dpkg/status', status('d'))],
  [file('opt/dpkg/status', status('e'))],
  [file('opt/dpkg/other', 'x')],
  [symlink('var/lib/pacman', '/opt/dpkg')],
  [symlink('var/lib/rpm', '/opt/rpm')],
  [file('opt/rpm/Packages', 'x')],
  [symlink('srv/app', '/opt/app'), symlink('app/node_modules', '/opt/app')],
  [file('opt/app/k/package.json', JSON.stringify({ name: 'k', version: '1.0.0' })), file('opt/app/k/x', 'x')],
  [directory('usr/bin/tool'), file('lib/x', '')],
  [file('srv/node_modules', 'a file')],
  [npm('srv/', 'y', '3.0.0')],
  [npm('srv/', 'h'), hardlink('srv/node_modules/i/package.json', 'srv/node_modules/h/package.json')],
  [file('srv/node_modules/broken/package.json', '{')],
  [directory('etc/os-release'), npm('opt/d/', 'd')],
  [directory('var/lib/rpm/rpmdb.sqlite'), npm('opt/e/', 'e')],
  [file('var/lib/pacman/local', ''), npm('opt/f/', 'f')],
  [
    file(
      'opt/x.cdx.json',
      JSON.stringify({
        bomFormat: 'CycloneDX',
        specVersion: '1.5',
        components: [{ type: 'library', name: 'y', version: '1.0.0', purl: 'pkg:npm/y@1.0.0' }],
      }),
    ),
  ],
];

function whole(stack: readonly Harvest[]) {
  const squashed = squash(stack);
  const { detours } = detoursOf(squashed, stack, collectors);
  const made = assembled(squashed.files, squashed.links, stack, squashed.gaps, ecosystems, pickDistribution);
  return {
    made,
    base: baseOf({ squashed, files: squashed.files, detours, harvests: stack, assembled: made, ecosystems }),
  };
}

test('what grows on a known image comes to what the whole of it comes to, or is not said to have grown', async () => {
  const harvests = await Promise.all(layers.map((entries) => harvestOf(tar(entries), { collectors })));
  const indices = fc.array(fc.nat(layers.length - 1), { maxLength: 3 });
  const adding = fc.array(fc.integer({ min: 2, max: 9 }), { maxLength: 2 });
  const lower = fc.tuple(fc.constantFrom(0, 1), fc.oneof(indices, adding)).map(([first, others]) => [first, ...others]);
  let grown = 0;
  let more = 0;
  const added = new Set<number>();
  fc.assert(
    fc.property(lower, fc.oneof(adding, indices), fc.boolean(), (below, above, isBare) => {
      const at = (numbers: readonly number[]) =>
        numbers.map((number) => harvests[number]).filter((one) => one !== undefined);
      const [under, over] = [at(isBare ? below.slice(1) : below), at(above)];
      const { made, base } = whole(under);
      assert.ok(base !== null);
      const stored = decodeBase(Buffer.concat(encodeBase(base)));
      assert.deepEqual(stored, base);
      const growth = grownInventory(made.inventory, stored, over, ecosystems);
      if (growth === null) {
        more += 1;
        return;
      }
      grown += 1;
      for (const number of above) added.add(number);
      const stack = [...under, ...over];
      const { made: all } = whole(stack);
      assert.equal(JSON.stringify(growth.inventory), JSON.stringify(all.inventory));
      const squashed = squash(stack);
      // Links lead to what they led to before, and to nothing that is on top.
      const reached = (part: readonly Harvest[]) =>
        detoursOf(squashed, stack, collectors).detours.filter(({ real }) =>
          part.some(({ paths }) => kindsLookup(paths)(pathKey(real)) !== 0),
        );
      assert.deepEqual(reached(over), []);
      const before = detoursOf(squash(under), under, collectors).detours;
      assert.deepEqual(
        reached(under),
        before.filter(({ real }) => under.some(({ paths }) => kindsLookup(paths)(pathKey(real)) !== 0)),
      );
    }),
    campaign(81, 1500),
  );
  assert.ok(grown > 300 && more > 300, `${grown} grew, ${more} did not`);
  assert.ok(
    [2, 3, 4, 5, 6, 7, 8].every((number) => added.has(number)),
    `only ${[...added].join()} were added`,
  );
});
