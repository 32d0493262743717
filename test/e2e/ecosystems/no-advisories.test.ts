import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, test } from 'node:test';
import { pathToFileURL } from 'node:url';
import { testRecord, writeEcosystems, writeFeed } from '../../../src/advisories/bucket-for-tests.ts';
import { databases } from '../../../src/formats/berkeley-db/testing/databases.ts';
import { dockerArchive } from '../../build/image.ts';
import { file, type TestEntry, tar } from '../../build/tar.ts';
import { plimsoll } from '../build/plimsoll.ts';

const folder = mkdtempSync(join(tmpdir(), 'plimsoll-no-advisories-'));
after(() => rmSync(folder, { recursive: true }));

const dpkg = file(
  'var/lib/dpkg/status',
  'Package: bash\nStatus: install ok installed\nVersion: 5.2-1\nArchitecture: amd64\n',
);
const apk = file('lib/apk/db/installed', 'P:busybox\nV:1.36.1-r0\nA:x86_64\n\n');
const rpm = file('var/lib/rpm/Packages', databases.small());
const pacman = file('var/lib/pacman/local/bash-5.2-1/desc', '%NAME%\nbash\n\n%VERSION%\n5.2-1\n');

/** What the gap names where the database has no record about the distribution, or nobody knows it. */
const cases: readonly [name: string, osRelease: string, packages: TestEntry, gap: string][] = [
  ['Fedora', 'ID=fedora\nVERSION_ID=40\n', rpm, 'Fedora:40: no-advisories'],
  ['Amazon Linux', 'ID=amzn\nVERSION_ID=2\nID_LIKE="centos rhel fedora"\n', rpm, 'Amazon Linux:2: no-advisories'],
  ['Oracle Linux', 'ID=ol\nVERSION_ID=8.9\nID_LIKE=fedora\n', rpm, 'Oracle Linux:8: no-advisories'],
  ['Anolis', 'ID=anolis\nVERSION_ID=8.8\nID_LIKE="rhel fedora centos"\n', rpm, 'Anolis OS:8: no-advisories'],
  ['TencentOS', 'ID=tencentos\nVERSION_ID=3.1\nID_LIKE="rhel"\n', rpm, 'TencentOS Server:3: no-advisories'],
  ['Kylin', 'ID=kylin\nVERSION_ID=V10\n', rpm, 'Kylin Linux Advanced Server:V10: no-advisories'],
  ['Arch', 'ID=arch\n', pacman, 'Arch Linux: no-advisories'],
  ['Linux Mint', 'ID=linuxmint\nVERSION_ID=21.3\nID_LIKE="ubuntu debian"\n', dpkg, 'Linux Mint:21.3: no-advisories'],
  ['a relative of Debian', 'ID=mine\nVERSION_ID=12\nID_LIKE=debian\n', dpkg, 'deb packages: unknown-distribution'],
  [
    'a relative of Red Hat',
    'ID=mine\nVERSION_ID=8\nID_LIKE="rhel fedora"\n',
    rpm,
    'rpm packages: unknown-distribution',
  ],
  ['a relative of Alpine', 'ID=mine\nVERSION_ID=3.18\nID_LIKE=alpine\n', apk, 'apk packages: unknown-distribution'],
  // These have records in OSV; neither database here has any.
  ['Rocky', 'ID=rocky\nVERSION_ID=8.9\n', rpm, 'Rocky Linux:8: no-advisories'],
  ['Wolfi', 'ID=wolfi\nVERSION_ID=20230201\n', apk, 'Wolfi: no-advisories'],
  ['a release of Debian', 'ID=debian\nVERSION_ID=5\n', dpkg, 'Debian:5: no-advisories'],
];

/** A bucket with one record about one release, as a mirror of one's own may have. */
function bucket(): string {
  const at = join(folder, 'bucket');
  const modified = '2026-01-01T00:00:00Z';
  writeFeed(at, 'Debian', [testRecord('TEST-Debian', modified, 'Debian:12', 'bash', '99')]);
  const baseos = 'Red Hat:enterprise_linux:9::baseos';
  writeFeed(at, 'Red Hat', [testRecord('TEST-Red-Hat', modified, baseos, 'fleet-p025', '9:1-1')]);
  writeEcosystems(at, ['Debian', 'Red Hat']);
  return pathToFileURL(join(folder, 'bucket')).href;
}

const policy = join(folder, 'policy.yaml');
writeFileSync(policy, 'version: 1\nname: strict\ncontrols:\n  vulnerabilities: {}\n');

async function judged(home: string, osRelease: string, packages: TestEntry) {
  const archive = join(folder, 'image.tar');
  writeFileSync(archive, dockerArchive({ layers: [tar([file('etc/os-release', osRelease), packages])] }));
  const ran = await plimsoll(['scan', `archive:${archive}`, '--policy', policy, '-o', 'json'], { home });
  const report = JSON.parse(ran.stdout);
  return {
    code: ran.code,
    outcome: report.verdict.controls[0].outcome,
    decision: report.verdict.decision,
    gaps: report.gaps.map((gap: { what: string; reason: string }) => `${gap.what}: ${gap.reason}`),
    ids: report.vulnerabilities.map(({ id }: { id: string }) => id),
  };
}

for (const [database, prepare] of [
  ['the starter set', null],
  ['a database from a bucket', bucket],
] as const) {
  describe(`with ${database}, no advisories are never no findings`, { concurrency: 1 }, () => {
    const home = join(folder, database.replaceAll(' ', '-'));
    before(async () => {
      if (prepare === null) return;
      const ran = await plimsoll(['db', 'update', '--source', prepare()], { home });
      assert.equal(ran.code, 0, ran.stderr);
    });

    for (const [name, osRelease, packages, gap] of cases) {
      test(name, async () => {
        const found = await judged(home, osRelease, packages);
        assert.deepEqual(found, { code: 3, outcome: 'unknown', decision: 'deny', gaps: [gap], ids: [] });
      });
    }
  });
}

test('records that are borrowed find what they know, and the control is not decided by them', async () => {
  const home = join(folder, 'a-database-from-a-bucket');
  const stream = await judged(home, 'ID=centos\nVERSION_ID=9\nNAME="CentOS Stream"\nVERSION=9\n', rpm);
  assert.deepEqual([stream.ids, stream.gaps], [['TEST-Red-Hat'], ['CentOS Stream:9: no-advisories']]);
  assert.deepEqual([stream.code, stream.outcome], [3, 'unknown']);
  const redHat = await judged(home, 'ID=rhel\nVERSION_ID=9.4\nNAME="Red Hat Enterprise Linux"\n', rpm);
  assert.deepEqual([redHat.ids, redHat.gaps], [['TEST-Red-Hat'], []]);
});
