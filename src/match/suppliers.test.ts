import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Advisory } from '../model/advisory.ts';
import { deb } from '../versions/deb.ts';
import { match } from './match.ts';
import { advisory, bookworm, ecosystem, inventory, pkg, store } from './testing/inventories.ts';

const debian = ecosystem('deb', deb, {
  kind: 'distribution',
  advisoryNames: ({ name, version }) => [
    { ecosystem: 'Debian:12', name, version },
    { ecosystem: 'Debian', name, version, ofAnyRelease: true },
    { ecosystem: 'Root:Debian:12', name, version, ofSupplier: true, builds: '2-1.root.io.' },
    { ecosystem: 'TuxCare:Debian:12', name, version, ofSupplier: true },
  ],
});

function told(...records: readonly Advisory[]) {
  const packages = [pkg('deb:a@2-1.root.io.2')];
  const { findings, gaps } = match(inventory(packages, { distribution: bookworm }), store(records), [debian]);
  return {
    findings: findings.map(({ id, fixed, status }) => `${id} ${status} ${fixed}`),
    gaps: gaps.map(({ what, reason }) => `${what} ${reason}`),
  };
}

const own = (id: string, cve: string, fixed: string | null) =>
  advisory(id, 'Debian:12/a', ['0', fixed], { aliases: [cve] });
/** Of several versions, each with a build in which it is fixed. */
const suppliers = (cve: string, ...fixes: readonly string[]) =>
  advisory(`ROOT-OS-DEBIAN-12-${cve}`, 'Root:Debian:12/a', ['0', null], {
    upstream: [cve],
    entry: { ranges: [{ type: 'ECOSYSTEM', events: [{ introduced: '0' }, ...fixes.map((fixed) => ({ fixed }))] }] },
  });

describe('a record of whoever built a package anew', () => {
  const cases: readonly [string, readonly Advisory[], ReturnType<typeof told>][] = [
    [
      'takes out what the distribution has not mended',
      [own('DSA-1', 'CVE-2024-0001', null), suppliers('CVE-2024-0001', '2-1.root.io.1')],
      { findings: [], gaps: [] },
    ],
    [
      'is about the CVE in its own id where it names none',
      [
        own('DSA-1', 'CVE-2024-0001', null),
        advisory('ROOT-OS-DEBIAN-12-CVE-2024-0001', 'Root:Debian:12/a', ['0', '2-1.root.io.1']),
      ],
      { findings: [], gaps: [] },
    ],
    [
      'names the fix that there is',
      [own('DSA-1', 'CVE-2024-0001', null), suppliers('CVE-2024-0001', '2-1.root.io.3')],
      { findings: ['CVE-2024-0001 affected 2-1.root.io.3'], gaps: [] },
    ],
    [
      'says nothing of a version that it does not name a build of, be it a later one',
      [own('DSA-1', 'CVE-2024-0001', null), suppliers('CVE-2024-0001', '1-1.root.io.1')],
      { findings: ['CVE-2024-0001 affected null'], gaps: [] },
    ],
    [
      'says nothing of a version that it does not name a build of, be it an earlier one',
      [own('DSA-1', 'CVE-2024-0001', '4'), suppliers('CVE-2024-0001', '3-1.root.io.1')],
      { findings: ['CVE-2024-0001 affected 4'], gaps: [] },
    ],
    [
      'is read by the builds of this version, whatever was fixed in others before',
      [
        own('DSA-1', 'CVE-2024-0001', null),
        suppliers('CVE-2024-0001', '1-1.root.io.1', '2-1.root.io.3', '3-1.root.io.1'),
      ],
      { findings: ['CVE-2024-0001 affected 2-1.root.io.3'], gaps: [] },
    ],
    [
      'counts from a version on where its builds follow one another',
      [
        own('DSA-1', 'CVE-2024-0001', null),
        advisory('CLSA-1', 'TuxCare:Debian:12/a', ['0', '2-0+tuxcare.els1'], { upstream: ['CVE-2024-0001'] }),
      ],
      { findings: [], gaps: [] },
    ],
    [
      'says nothing of what others know',
      [own('DSA-1', 'CVE-2024-0001', '3-1'), suppliers('CVE-2024-0002', '2-1.root.io.1')],
      { findings: ['CVE-2024-0001 affected 3-1'], gaps: [] },
    ],
    [
      'counts before one about any release',
      [
        own('DSA-9', 'CVE-2024-0009', '1-1'),
        advisory('DSA-1', 'Debian/a', ['0', '3-1'], { aliases: ['CVE-2024-0001'] }),
        suppliers('CVE-2024-0001', '2-1.root.io.1'),
      ],
      { findings: [], gaps: [] },
    ],
    [
      'clears nothing where it only lists versions, and not this one',
      [
        own('DSA-1', 'CVE-2024-0001', null),
        advisory('CLSA-1', 'TuxCare:Debian:12/a', ['0', null], {
          upstream: ['CVE-2024-0001'],
          entry: { ranges: [], versions: ['2-1.root.io.1'] },
        }),
      ],
      { findings: ['CVE-2024-0001 affected null'], gaps: [] },
    ],
    [
      'does not make the distribution one that is known',
      [suppliers('CVE-2024-0001', '2-1.root.io.1')],
      { findings: [], gaps: ['Debian:12 no-advisories'] },
    ],
  ];
  for (const [name, records, expected] of cases) test(name, () => assert.deepEqual(told(...records), expected));
});

describe('a record of a supplier of whom nothing says that the package is his', () => {
  const beside = ecosystem('deb', deb, {
    kind: 'distribution',
    advisoryNames: ({ name, version }) => [
      { ecosystem: 'Debian:12', name, version, borrowedFor: 'Others:Debian:12' },
      { ecosystem: 'Others:Debian:12', name, version, ofSupplier: true, isUnproven: true },
    ],
  });
  const others = (id: string, cve: string, fixed: string | null) =>
    advisory(id, 'Others:Debian:12/a', ['0', fixed], { upstream: [cve] });
  const cases: readonly [string, readonly Advisory[], readonly string[], readonly string[]][] = [
    [
      'clears nothing',
      [own('DSA-1', 'CVE-2024-0001', null), others('DHI-1', 'CVE-2024-0001', '1-1')],
      ['CVE-2024-0001'],
      [],
    ],
    [
      'finds what the distribution does not know',
      [own('DSA-1', 'CVE-2024-0001', '1-1'), others('DHI-1', 'CVE-2024-0002', '3-1')],
      ['CVE-2024-0002'],
      [],
    ],
    [
      'is missed where the database has none of them',
      [own('DSA-1', 'CVE-2024-0001', null)],
      ['CVE-2024-0001'],
      ['Others:Debian:12'],
    ],
    ['does not speak for the distribution', [others('DHI-1', 'CVE-2024-0001', null)], ['CVE-2024-0001'], ['Debian:12']],
  ];
  for (const [name, records, ids, missing] of cases)
    test(name, () => {
      const given = inventory([pkg('deb:a@2-1')], { distribution: bookworm });
      const { findings, gaps } = match(given, store(records), [beside]);
      assert.deepEqual(
        findings.map(({ id }) => id),
        ids,
      );
      assert.deepEqual(
        gaps.map(({ what, reason }) => [what, reason]),
        missing.map((what) => [what, 'no-advisories']),
      );
    });
});
