import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import { campaign } from '../../test/build/campaign.ts';
import { byName } from '../model/inventory-order.ts';
import { deb as debVersions } from '../versions/deb.ts';
import { npm as npmVersions } from '../versions/npm.ts';
import { match } from './match.ts';
import { matchedOn } from './matched-on.ts';
import { advisory, ecosystem, inventory, pkg, store } from './testing/inventories.ts';

const ecosystems = [
  ecosystem('deb', debVersions, { kind: 'distribution' }),
  ecosystem('npm', npmVersions),
  ecosystem('pypi', npmVersions),
  // Of which the advisories know nothing, and of which they know some.
  ecosystem('gem', npmVersions),
  ecosystem('pub', npmVersions, {
    advisoryNames: ({ name, version }) => (name === 'a' ? [{ ecosystem: 'npm', name, version }] : []),
  }),
  ecosystem('generic', npmVersions, { kind: 'binary', advisoryNames: () => [] }),
];
const records = store([
  advisory('GHSA-1', 'npm/a', ['0', '2.0.0'], { aliases: ['CVE-2024-0002'] }),
  advisory('GHSA-2', 'npm/b', ['0', '2.0.0'], { aliases: ['CVE-2024-0001'] }),
  advisory('PYSEC-1', 'pypi/a', ['0', null], { aliases: ['CVE-2024-0002'] }),
  advisory('DSA-1', 'deb/a', ['0', '2'], { upstream: ['CVE-2024-0001', 'CVE-2024-0002', 'CVE-2024-0003'] }),
]);

test('what advisories say of more packages comes to what they say of all', () => {
  const one = fc.record({
    type: fc.constantFrom('deb', 'npm', 'npm', 'pypi', 'gem', 'pub', 'generic', 'unheard-of'),
    name: fc.constantFrom('a', 'b', 'c'),
    version: fc.constantFrom('1.0.0', '1.5.0', '2.0.0'),
    isOwned: fc.boolean(),
    place: fc.nat(3),
  });
  let apart = 0;
  let found = 0;
  fc.assert(
    fc.property(fc.array(one, { maxLength: 8 }), fc.array(one, { maxLength: 4 }), (lower, upper) => {
      const of = (all: typeof lower, where: string) =>
        all.map(({ type, name, version, place, isOwned }) =>
          pkg(`${type}:${name}@${version}`, {
            path: `${where}/${type}/${place}`,
            // Nobody owns what is on top; `grown-inventory.ts` sees to that, and to what is there being of no distribution.
            ownedBy: isOwned && where === 'below' && type !== 'deb' ? 'pkg:deb/a@1.0.0' : null,
          }),
        );
      const [below, added] = [
        of(lower, 'below'),
        of(
          upper.filter(({ type }) => type !== 'deb'),
          'above',
        ),
      ];
      const about = (packages: typeof below) => match(inventory(packages.toSorted(byName)), records, ecosystems);
      const matched = matchedOn({ matched: about(below), added }, about(added));
      if (matched === null) return;
      apart += 1;
      found += matched.findings.length;
      assert.equal(JSON.stringify(matched), JSON.stringify(about([...below, ...added])));
    }),
    campaign(82, 3000),
  );
  assert.ok(apart > 300 && found > 300, `${apart} were put together, with ${found} findings`);
});
