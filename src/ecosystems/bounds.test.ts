import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Collector } from '../collect/collector.ts';
import type { Ecosystem } from '../collect/ecosystem.ts';
import { bitnami } from './bitnami.ts';
import { conda } from './conda.ts';
import { cos } from './cos.ts';
import { ebuild } from './ebuild.ts';
import { opkg } from './opkg.ts';
import { recordCollector } from './pypi/record.ts';
import { contentSetsCollector } from './rpm/content-sets.ts';
import { vcpkg } from './vcpkg.ts';

const of = ({ collectors }: Ecosystem, name: string): Collector => {
  const found = collectors.find((collector) => collector.name === name);
  assert.ok(found !== undefined, name);
  return found;
};
const times = <T>(count: number, make: (at: number) => T): T[] => Array.from({ length: count }, (_, at) => make(at));
const lines = (line: (at: number) => string) => (count: number) => times(count, line).join('');
const owned = (at: number) => `usr/lib/python3/dist-packages/a${at}/METADATA`;

/** Where one more is told of as a gap, it could hide a package; where not, it is merely nobody's file. */
type Case = readonly [Collector, path: string, most: number, isTold: boolean, content: (count: number) => string];
const cases: readonly Case[] = [
  [
    of(opkg, 'opkg-status'),
    'usr/lib/opkg/status',
    100_000,
    true,
    lines((at) => `Package: a${at}\nVersion: 1\nStatus: install user installed\n\n`),
  ],
  [of(opkg, 'opkg-list'), 'usr/lib/opkg/info/a.list', 50_000, false, lines((at) => `/${owned(at)}\n`)],
  [
    of(conda, 'conda-meta'),
    'opt/conda/conda-meta/a-1-0.json',
    5000,
    false,
    (count) => JSON.stringify({ name: 'a', version: '1', build: '0', files: times(count, (at) => `bin/a${at}`) }),
  ],
  [
    of(ebuild, 'ebuild-contents'),
    'var/db/pkg/a/b-1/CONTENTS',
    50_000,
    false,
    lines((at) => `obj /${owned(at)} ${'0'.repeat(32)} 1\n`),
  ],
  [
    of(cos, 'cos-packages'),
    'etc/cos-package-info.json',
    100_000,
    true,
    (count) =>
      JSON.stringify({ installedPackages: times(count, (at) => ({ category: 'a', name: `b${at}`, version: '1' })) }),
  ],
  [
    recordCollector,
    'usr/lib/python3/site-packages/a-1.dist-info/RECORD',
    5000,
    false,
    lines((at) => `../../../bin/a${at},,\n`),
  ],
  [
    of(vcpkg, 'vcpkg-status'),
    'app/vcpkg_installed/vcpkg/status',
    20_000,
    true,
    lines((at) => `Package: a${at}\nVersion: 1\nArchitecture: x64-linux\nStatus: install ok installed\n\n`),
  ],
  [
    of(bitnami, 'bitnami-spdx'),
    'opt/bitnami/a/.spdx-a.spdx',
    1000,
    true,
    (count) =>
      JSON.stringify({
        packages: times(count, (at) => ({
          externalRefs: [{ referenceLocator: `pkg:bitnami/a${at}@1.0.0-0?arch=amd64` }],
        })),
      }),
  ],
  [
    contentSetsCollector,
    'root/buildinfo/content_manifests/a.json',
    5000,
    true,
    (count) => JSON.stringify({ content_sets: times(count, (at) => `set-${at}`) }),
  ],
];
for (const [collector, path, most, isTold, contentOf] of cases) {
  test(`${collector.name}: ${most} are taken, and one more is ${isTold ? 'told of' : 'left out'}`, () => {
    const taken = (count: number) => {
      const content = Buffer.from(contentOf(count));
      const { items, gaps = [] } = collector.take({ path, size: content.length, mode: 0, uid: 0, gid: 0 }, content);
      const listed = items.flatMap((item) => (item.kind === 'fact' && item.values.length > 5 ? [item.values] : []));
      const values = listed[0];
      const texts = values?.filter((value) => !value.startsWith('md5:'));
      return [texts?.length ?? items.length, gaps.map(({ reason }) => reason)];
    };
    assert.deepEqual(taken(most), [most, []]);
    assert.deepEqual(taken(most + 1), [most, isTold ? ['too-many'] : []]);
  });
}
