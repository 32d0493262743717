import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { inventoryOf } from '../../../test/build/inventory.ts';
import { databases } from '../../formats/berkeley-db/testing/databases.ts';
import { distributionAdvisoryNames } from '../distribution-names.ts';

const place = 'root/buildinfo/content_manifests/ubi8-container-8.4-211.json';
const manifest = (...sets: readonly unknown[]) => JSON.stringify({ metadata: { icm_version: 1 }, content_sets: sets });

async function asked(versionId: string, files: Record<string, string>) {
  const { packages, gaps, distribution } = await inventoryOf({
    'etc/os-release': `ID="rhel"\nVERSION_ID="${versionId}"\nNAME="Red Hat Enterprise Linux"\n`,
    'var/lib/rpm/Packages': databases.small(),
    ...files,
  });
  const [first] = packages;
  const names = first === undefined ? 'unknown' : distributionAdvisoryNames(first, distribution);
  return {
    names: names === 'unknown' ? [] : names.map(({ ecosystem }) => ecosystem),
    gaps: gaps.map(({ what, reason }) => `${what}: ${reason}`),
  };
}

const usual = await asked('8.4', {});

describe('what is asked beside the release', () => {
  const cases: readonly [string, string, readonly string[], readonly string[]][] = [
    ['nothing for the usual repositories', '8.4', ['rhel-8-for-x86_64-baseos-rpms', 'ubi-8-appstream-rpms'], []],
    [
      'longer support',
      '8.4',
      ['rhel-8-for-x86_64-baseos-eus-rpms', 'rhel-8-for-aarch64-appstream-e4s-rpms', 'rhel-8-for-x86_64-rt-tus-rpms'],
      ['Red Hat:rhel_e4s:8.4::appstream', 'Red Hat:rhel_eus:8.4::baseos', 'Red Hat:rhel_tus:8.4::realtime'],
    ],
    [
      'longer support, by the minor release that it is for',
      '8.4',
      ['rhel-8-for-x86_64-baseos-eus-rpms__8_DOT_4', 'rhel-8-for-x86_64-nfv-tus-rpms__8_DOT_6', 'x-rpms__8_DOT_4'],
      ['Red Hat:rhel_eus:8.4::baseos', 'Red Hat:rhel_tus:8.6::nfv'],
    ],
    ['longer support of another release', '8.4', ['rhel-9-for-x86_64-baseos-eus-rpms__8_DOT_4'], []],
    ['the builder', '8.4', ['codeready-builder-for-rhel-8-x86_64-eus-rpms'], ['Red Hat:rhel_eus:8.4::crb']],
    [
      'products on top',
      '8.4',
      ['rhocp-4.12-for-rhel-8-x86_64-rpms', 'jb-eap-7.4-for-rhel-8-x86_64-rpms', 'unheard-1-for-rhel-8-x86_64-rpms'],
      ['Red Hat:jboss_enterprise_application_platform:7.4::el8', 'Red Hat:openshift:4.12::el8'],
    ],
    ['of another release', '8.4', ['rhel-9-for-x86_64-baseos-eus-rpms'], []],
    ['software collections', '8.4', ['rhel-server-rhscl-7-rpms'], ['Red Hat:rhel_software_collections:3::el7']],
    ['names that objects have by themselves', '8.4', ['constructor-1-for-rhel-8-x86_64-rpms'], []],
  ];
  for (const [name, versionId, sets, expected] of cases) {
    test(name, async () => {
      const { names, gaps } = await asked(versionId, { [place]: manifest(...sets) });
      assert.deepEqual(gaps, []);
      // Last comes what names no release.
      assert.deepEqual(names, usual.names.toSpliced(-1, 0, ...expected));
    });
  }

  test('from 10 on the minor release alone', async () => {
    const { names } = await asked('10.0', {
      'usr/share/buildinfo/content-sets.json': manifest('rhel-10-for-x86_64-baseos-eus-rpms'),
    });
    assert.ok(names.includes('Red Hat:enterprise_linux_eus:10.0'));
  });
});

describe('what is wrong with a manifest', () => {
  const cases: readonly [string, string, readonly string[]][] = [
    ['labels, which lie beside it', '{"name":"ubi8","version":"8.4"}', []],
    ['no JSON', '{"content_sets": [', ['content manifest: unparsable']],
    ['no list', '{"content_sets": "x"}', ['content manifest: unparsable']],
    ['a list of something else', '{"content_sets": [1, null]}', ['content manifest: unparsable']],
    ['nothing at all', 'null', []],
    ['too many', manifest(...Array.from({ length: 6000 }, (_, i) => `x-${i}`)), ['content manifest: too-many']],
  ];
  for (const [name, text, expected] of cases) {
    test(name, async () => assert.deepEqual((await asked('8.4', { [place]: text })).gaps, expected));
  }
});
