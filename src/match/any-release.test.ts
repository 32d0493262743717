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
  ],
});

function told(...records: readonly Advisory[]) {
  const { findings, gaps } = match(inventory([pkg('deb:a@2')], { distribution: bookworm }), store(records), [debian]);
  return {
    findings: findings.map(({ id, fixed, status }) => `${id} ${status} ${fixed}`),
    gaps: gaps.map(({ what, reason }) => `${what} ${reason}`),
  };
}

const other = advisory('DSA-9', 'Debian:12/other', ['0', '1']);
const cve = { aliases: ['CVE-2024-0001'] };

describe('a record about a distribution without a release', () => {
  const cases: readonly [string, readonly Advisory[], ReturnType<typeof told>][] = [
    [
      'is about this release, too',
      [other, advisory('DSA-1', 'Debian/a', ['0', '3'], cve)],
      { findings: ['CVE-2024-0001 affected 3'], gaps: [] },
    ],
    [
      'says nothing of what is fixed everywhere',
      [other, advisory('DSA-1', 'Debian/a', ['0', '2'])],
      { findings: [], gaps: [] },
    ],
    [
      'does not make the release one that is known',
      [advisory('DSA-1', 'Debian/a', ['0', '3'], cve)],
      { findings: ['CVE-2024-0001 affected 3'], gaps: ['Debian:12 no-advisories'] },
    ],
    [
      'does not count against one about the release that says it is fixed',
      [advisory('DEBIAN-CVE-2024-0001', 'Debian:12/a', ['0', '2']), advisory('DSA-1', 'Debian/a', ['0', '3'], cve)],
      { findings: [], gaps: [] },
    ],
    [
      'leaves the word to one about the release, where both say it is there',
      [advisory('DEBIAN-CVE-2024-0001', 'Debian:12/a', ['0', '2.1']), advisory('DSA-1', 'Debian/a', ['0', '3'], cve)],
      { findings: ['CVE-2024-0001 affected 2.1'], gaps: [] },
    ],
    [
      'counts for the problems of which no other speaks',
      [
        advisory('DEBIAN-CVE-2024-0001', 'Debian:12/a', ['0', '2']),
        advisory('DSA-1', 'Debian/a', ['0', '3'], { aliases: ['CVE-2024-0002'] }),
      ],
      { findings: ['CVE-2024-0002 affected 3'], gaps: [] },
    ],
  ];
  for (const [name, records, expected] of cases) test(name, () => assert.deepEqual(told(...records), expected));
});
